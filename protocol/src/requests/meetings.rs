//! Meetings. Whoever creates one is its host.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    CircleId, Link, LocalDate, LocalTime, MeetingAnswer, MeetingId, MeetingTitle, OccurrenceCursor,
    Place, Repeats, Zone,
};

request!(
    /// A circle's moderators for their circle, coordinators for any and for all.
    CreateMeeting {
        /// Null for the whole centre.
        #[serde(default)]
        circle: Option<CircleId>,
        title: MeetingTitle,
        /// The first day of it, and when it starts there.
        on: LocalDate,
        at: LocalTime,
        zone: Zone,
        /// 5 to 720.
        minutes: u16,
        repeats: Repeats,
        /// The last day it may be on; null for no end.
        #[serde(default)]
        until: Option<LocalDate>,
        #[serde(default)]
        link: Option<Link>,
        #[serde(default)]
        place: Option<Place>,
    }
);
request!(
    /// The one of this day, or all of them. By its host or a coordinator.
    CancelMeeting {
        meeting: MeetingId,
        #[serde(default)]
        on: Option<LocalDate>,
    }
);
request!(
    /// Own circles' and the centre's, by their start; at most 92 days, 500 at a time.
    ListMeetings {
        from: LocalDate,
        days: u16,
        /// Only those that come after this one.
        #[serde(default)]
        after: Option<OccurrenceCursor>,
    }
);
request!(AnswerMeeting { meeting: MeetingId, on: LocalDate, answer: MeetingAnswer });
request!(
    /// Makes the address of an own calendar feed; an earlier one ends.
    CreateCalendarFeed {}
);
request!(EndCalendarFeed {});
