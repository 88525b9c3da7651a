//! Meetings and the calendar feed.

pub(crate) mod answer_meeting;
pub(crate) mod cancel_meeting;
pub(crate) mod create_calendar_feed;
pub(crate) mod create_meeting;
pub(crate) mod end_calendar_feed;
pub(crate) mod list_meetings;
pub(crate) mod show_calendar;
