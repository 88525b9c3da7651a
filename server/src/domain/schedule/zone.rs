//! Converts between moments and local time. Clocks go forward (an hour that does not
//! exist) and back (an hour that comes twice); every function here says how it handles
//! that.

use chrono::{DateTime, MappedLocalTime, NaiveDate, NaiveTime, TimeZone as _, Timelike as _, Utc};
use chrono_tz::{GapInfo, Tz};
use circles_protocol::Timestamp;

use super::DAY_MINUTES;

/// The years 1 to 9999. Anything beyond them is clamped, so that no number anybody sends
/// can be too large for a calendar.
const FIRST_MS: i64 = -62_135_596_800_000;
const LAST_MS: i64 = 253_402_300_799_999;

/// The zone with that IANA name, such as `America/New_York`.
pub(crate) fn find(name: &str) -> Option<Tz> {
    name.parse().ok()
}

/// The local date at that moment.
pub(crate) fn local_date(at: Timestamp, zone: Tz) -> NaiveDate {
    moment(at, zone).date_naive()
}

/// The first moment of a day: midnight or, if clocks skip midnight, the first moment
/// after it that exists. A day that a zone skipped completely begins where the next one
/// does.
pub(crate) fn start_of_day(date: NaiveDate, zone: Tz) -> Timestamp {
    at_local(date, 0, zone)
}

/// When the local clock first shows that minute of that day. If it never does, the first
/// moment after the gap; if it does so twice, the earlier.
pub(crate) fn at_local(date: NaiveDate, minute_of_day: u16, zone: Tz) -> Timestamp {
    let local = held(date).and_time(time_of(minute_of_day));
    let found = match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(only) => only,
        MappedLocalTime::Ambiguous(one, other) => one.min(other),
        MappedLocalTime::None => GapInfo::new(&local, &zone)
            .and_then(|gap| gap.end)
            .unwrap_or_else(|| zone.from_utc_datetime(&local)),
    };
    Timestamp(found.timestamp_millis())
}

/// The first moment strictly after `after` at which the local clock shows that minute:
/// once in every day that exists, and as in `at_local` when clocks change.
pub(crate) fn next_at_local(after: Timestamp, minute_of_day: u16, zone: Tz) -> Timestamp {
    let mut date = local_date(after, zone);
    loop {
        let found = at_local(date, minute_of_day, zone);
        let exists = local_date(start_of_day(date, zone), zone) == held(date);
        let Some(next) = date.succ_opt() else { return found };
        if (exists && found > after) || next > last_date() {
            return found;
        }
        date = next;
    }
}

/// Milliseconds since midnight on the local clock.
pub(super) fn local_ms_of_day(at: Timestamp, zone: Tz) -> i64 {
    let time = moment(at, zone).time();
    i64::from(time.num_seconds_from_midnight()) * 1_000 + i64::from(time.nanosecond() / 1_000_000)
}

/// The first moment in `after..=until` at which the offset differs from that at `after`.
/// Assumes that it changes at most once in that time.
pub(super) fn clock_change(after: Timestamp, until: Timestamp, zone: Tz) -> Option<Timestamp> {
    let before = shift(after, zone);
    if shift(until, zone) == before {
        return None;
    }
    let (mut same, mut changed) = (after.0, until.0);
    while changed - same > 1 {
        let middle = same + (changed - same) / 2;
        if shift(Timestamp(middle), zone) == before { same = middle } else { changed = middle }
    }
    Some(Timestamp(changed))
}

/// How far the local clock is ahead of UTC, in milliseconds.
fn shift(at: Timestamp, zone: Tz) -> i64 {
    let moment = moment(at, zone);
    moment.naive_local().and_utc().timestamp_millis() - moment.timestamp_millis()
}

fn moment(at: Timestamp, zone: Tz) -> DateTime<Tz> {
    utc(at.0.clamp(FIRST_MS, LAST_MS)).with_timezone(&zone)
}

fn utc(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).expect("the calendar is far wider than four digits of year")
}

fn last_date() -> NaiveDate {
    utc(LAST_MS).date_naive()
}

fn held(date: NaiveDate) -> NaiveDate {
    date.clamp(utc(FIRST_MS).date_naive(), last_date())
}

/// A minute beyond the end of a day is clamped to the day's last.
fn time_of(minute_of_day: u16) -> NaiveTime {
    let seconds = u32::from(minute_of_day.min(DAY_MINUTES - 1)) * 60;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).expect("a day has that minute")
}
