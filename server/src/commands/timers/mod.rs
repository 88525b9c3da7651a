//! What happens by time, with nobody asking for it.

pub(crate) mod age_lines;
pub(crate) mod help_unanswered;
pub(crate) mod line_request_lapsed;
pub(crate) mod meeting_reminder;
pub(crate) mod milestone_reached;
pub(crate) mod run_due_timers;
