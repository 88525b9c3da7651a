//! Meetings: when they are, where, and who said they would come.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{Alias, CircleId, Link, LocalDate, MeetingId, MeetingTitle, Place, Timestamp, Zone};

wire_enum! {
    /// How often a meeting comes again, on the same weekday or day of the month
    /// and at the same time of day, whatever the clocks do.
    Repeats {
        Never = "never",
        Daily = "daily",
        Weekly = "weekly",
        EveryTwoWeeks = "every_two_weeks",
        /// The same day of the month; left out in a month that has none.
        Monthly = "monthly",
        /// The same weekday of the month by its number, "the second Tuesday": the
        /// first to the fourth. Never left out.
        MonthlyWeekday = "monthly_weekday",
        /// The last such weekday of the month, "the last Saturday". Never left out.
        MonthlyLastWeekday = "monthly_last_weekday",
    }
}

wire_enum! {
    MeetingAnswer {
        Coming = "coming",
        NotComing = "not_coming",
    }
}

/// One time a meeting takes place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Occurrence {
    pub meeting: MeetingId,
    /// The day it is on, in the meeting's own zone: what tells it from the others.
    pub on: LocalDate,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Null for a meeting of the whole centre.
    pub circle: Option<CircleId>,
    pub title: MeetingTitle,
    pub zone: Zone,
    pub repeats: Repeats,
    pub link: Option<Link>,
    pub place: Option<Place>,
    /// This one does not take place.
    pub cancelled: bool,
    /// You are its host.
    pub host: bool,
    /// What you said.
    pub answer: Option<MeetingAnswer>,
    /// To the host only: who said they would come.
    pub coming: Vec<Alias>,
}

/// One time of a meeting, by what tells it from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OccurrenceCursor {
    pub meeting: MeetingId,
    pub on: LocalDate,
}
