//! Tests of the calendar, by hand-computed tables and by properties over random dates,
//! zones and rules. This file holds what the parts share.

mod follow_up;
mod milestones;
mod quiet;
mod recovery;
mod walk;
mod zone;

use std::ops::Range;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use circles_protocol::Timestamp;
use proptest::prelude::*;

use super::*;

const NEW_YORK: Tz = Tz::America__New_York;
const BERLIN: Tz = Tz::Europe__Berlin;
const LORD_HOWE: Tz = Tz::Australia__Lord_Howe;
const APIA: Tz = Tz::Pacific__Apia;
const KOLKATA: Tz = Tz::Asia__Kolkata;
const HAVANA: Tz = Tz::America__Havana;

/// Zones that change by an hour or half an hour, that skipped a day or midnight, and one
/// that never changes.
const ZONES: [Tz; 6] = [NEW_YORK, BERLIN, LORD_HOWE, APIA, KOLKATA, HAVANA];

/// Few enough that all properties together take only a moment.
fn few(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

fn at(text: &str) -> Timestamp {
    Timestamp(DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis())
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The local time, computed without the code under test.
fn local_time(at: Timestamp, zone: Tz) -> NaiveDateTime {
    DateTime::<Utc>::from_timestamp_millis(at.0).unwrap().with_timezone(&zone).naive_local()
}

fn zones() -> impl Strategy<Value = Tz> {
    proptest::sample::select(ZONES.to_vec())
}

fn dates(years: Range<i32>) -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(years.start, 1, 1).unwrap();
    let end = NaiveDate::from_ymd_opt(years.end, 1, 1).unwrap();
    let days = u64::try_from((end - first).num_days()).unwrap();
    (0..days).prop_map(move |days| first + Days::new(days))
}

/// Days on which some zone's clocks change, and ordinary ones.
fn eventful_dates() -> impl Strategy<Value = NaiveDate> {
    let changes = [
        "2011-04-02",
        "2011-12-29",
        "2011-12-30",
        "2025-03-08",
        "2025-03-09",
        "2025-03-30",
        "2025-04-05",
        "2025-04-06",
        "2025-10-05",
        "2025-10-26",
        "2025-11-01",
        "2025-11-02",
    ];
    prop_oneof![proptest::sample::select(changes.to_vec()).prop_map(date), dates(2000..2090),]
}

/// Any moment of such a day, or of the next or the previous one.
fn moments() -> impl Strategy<Value = Timestamp> {
    let ms = prop_oneof![0..2 * DAY_MS, (0..48_i64).prop_map(|hour| hour * HOUR_MS)];
    (eventful_dates(), ms).prop_map(|(date, ms)| {
        let midnight = date.and_hms_opt(0, 0, 0).unwrap().and_utc();
        Timestamp(midnight.timestamp_millis()).plus_ms(ms - DAY_MS / 2)
    })
}

fn minutes() -> impl Strategy<Value = u16> {
    prop_oneof![0..DAY_MINUTES, 0..4 * 60_u16]
}
