//! The hours of the night in which nobody is prompted. Anything due in them waits for the
//! morning.

use chrono_tz::Tz;
use circles_protocol::Timestamp;

use super::{DAY_MINUTES, DAY_MS, MINUTE_MS, zone};

/// From one minute of the day up to, but not including, the other; across midnight if
/// `to` is the smaller. If they are the same, never.
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

    /// Whether it is quiet at that moment by the zone's local clock.
    pub(crate) fn hold(self, at: Timestamp, zone: Tz) -> bool {
        let minute = zone::local_ms_of_day(at, zone) / MINUTE_MS;
        let (from, to) = (i64::from(self.from_minute), i64::from(self.to_minute));
        if from <= to { from <= minute && minute < to } else { minute >= from || minute < to }
    }

    /// The first moment from `at` on that is not quiet: `at` itself, or the end of the
    /// quiet hours. So an earlier thing is never put off past a later one.
    pub(crate) fn defer(self, at: Timestamp, zone: Tz) -> Timestamp {
        let mut at = at;
        while self.is_sound() && self.hold(at, zone) {
            let end_ms = i64::from(self.to_minute) * MINUTE_MS;
            let wait = (end_ms - zone::local_ms_of_day(at, zone)).rem_euclid(DAY_MS);
            let end = at.plus_ms(wait);
            // A clock change in between ends the quiet hours at another time, perhaps at
            // once.
            match zone::clock_change(at, end, zone) {
                Some(change) => at = change,
                None => return end,
            }
        }
        at
    }
}
