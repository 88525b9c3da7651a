//! The hours of the night in which nobody is prompted. What would fall into
//! them waits for the morning.

use chrono_tz::Tz;
use circles_protocol::Timestamp;

use super::{DAY_MINUTES, DAY_MS, MINUTE_MS, zone};

/// From the one minute of the day up to, not including, the other; over midnight
/// where `to` is the smaller. Never, where they are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct QuietHours {
    pub(crate) from_minute: u16,
    pub(crate) to_minute: u16,
}

impl QuietHours {
    /// Whether both are minutes of a day.
    pub(crate) const fn is_sound(self) -> bool {
        self.from_minute < DAY_MINUTES && self.to_minute < DAY_MINUTES
    }

    /// Whether it is quiet at that moment where the zone's clocks are.
    pub(crate) fn hold(self, at: Timestamp, zone: Tz) -> bool {
        let minute = zone::local_ms_of_day(at, zone) / MINUTE_MS;
        let (from, to) = (i64::from(self.from_minute), i64::from(self.to_minute));
        if from <= to { from <= minute && minute < to } else { minute >= from || minute < to }
    }

    /// The first moment from `at` on that is not quiet: `at` itself, or the
    /// quiet's end. So what comes first is never put off past what comes later.
    pub(crate) fn defer(self, at: Timestamp, zone: Tz) -> Timestamp {
        let mut at = at;
        while self.is_sound() && self.hold(at, zone) {
            let end_ms = i64::from(self.to_minute) * MINUTE_MS;
            let wait = (end_ms - zone::local_ms_of_day(at, zone)).rem_euclid(DAY_MS);
            let end = at.plus_ms(wait);
            // A clock put forward or back on the way ends the quiet at another
            // time, perhaps at once.
            match zone::clock_change(at, end, zone) {
                Some(change) => at = change,
                None => return end,
            }
        }
        at
    }
}
