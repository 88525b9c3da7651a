//! Clocks that go forward and back, and days that zones skipped.

use chrono::{Duration, NaiveTime};

use super::*;
use crate::domain::schedule::zone::{at_local, find, local_date, next_at_local, start_of_day};

#[test]
fn a_zone_is_found_by_its_exact_name() {
    assert_eq!(find("America/New_York"), Some(NEW_YORK));
    for name in ["", "america/new_york", "New York", "America/New_York ", "Mars/Olympus", "+02:00"]
    {
        assert_eq!(find(name), None, "{name:?}");
    }
}

/// The client offers these to choose from. A browser that knows one by an older name
/// sends that name.
#[test]
fn every_zone_that_the_client_offers_is_one() {
    let list = include_str!("../../../../../web-client/src/views/zones/zone-list.json");
    let names: Vec<_> =
        list.split('"').filter(|text| text.contains('/') || *text == "UTC").collect();
    assert!(names.len() > 400, "{}", names.len());
    for name in names {
        assert!(find(name).is_some(), "{name}");
        assert!(circles_protocol::Zone::parse(name).is_some(), "{name}");
    }
}

#[test]
fn the_date_is_the_one_on_the_wall() {
    let table = [
        ("2025-01-01T04:59:59.999Z", NEW_YORK, "2024-12-31"),
        ("2025-01-01T05:00:00Z", NEW_YORK, "2025-01-01"),
        ("2025-07-01T03:59:59.999Z", NEW_YORK, "2025-06-30"),
        ("2025-07-01T04:00:00Z", NEW_YORK, "2025-07-01"),
        ("2024-12-31T18:30:00Z", KOLKATA, "2025-01-01"),
        ("2011-12-30T09:59:59.999Z", APIA, "2011-12-29"),
        ("2011-12-30T10:00:00Z", APIA, "2011-12-31"),
    ];
    for (moment, zone, expected) in table {
        assert_eq!(local_date(at(moment), zone), date(expected), "{moment} {zone}");
    }
}

#[test]
fn a_day_begins_at_midnight_or_when_it_first_exists() {
    let table = [
        ("2025-03-09", NEW_YORK, "2025-03-09T05:00:00Z"),
        ("2025-03-10", NEW_YORK, "2025-03-10T04:00:00Z"),
        // Midnight is skipped: the day begins at one.
        ("2025-03-09", HAVANA, "2025-03-09T05:00:00Z"),
        // Midnight comes twice: the first counts.
        ("2025-11-02", HAVANA, "2025-11-02T04:00:00Z"),
        // The whole day is skipped.
        ("2011-12-30", APIA, "2011-12-30T10:00:00Z"),
        ("2011-12-31", APIA, "2011-12-30T10:00:00Z"),
        ("2025-01-01", KOLKATA, "2024-12-31T18:30:00Z"),
    ];
    for (day, zone, expected) in table {
        assert_eq!(start_of_day(date(day), zone), at(expected), "{day} {zone}");
    }
}

#[test]
fn a_minute_left_out_is_the_gaps_end_and_one_that_comes_twice_the_first() {
    let table = [
        ("2025-03-09", 119, NEW_YORK, "2025-03-09T06:59:00Z"),
        ("2025-03-09", 120, NEW_YORK, "2025-03-09T07:00:00Z"),
        ("2025-03-09", 150, NEW_YORK, "2025-03-09T07:00:00Z"),
        ("2025-03-09", 180, NEW_YORK, "2025-03-09T07:00:00Z"),
        ("2025-11-02", 90, NEW_YORK, "2025-11-02T05:30:00Z"),
        ("2025-11-02", 120, NEW_YORK, "2025-11-02T07:00:00Z"),
        ("2025-03-30", 150, BERLIN, "2025-03-30T01:00:00Z"),
        ("2025-10-26", 150, BERLIN, "2025-10-26T00:30:00Z"),
        ("2025-10-05", 135, LORD_HOWE, "2025-10-04T15:30:00Z"),
        ("2025-04-06", 105, LORD_HOWE, "2025-04-05T14:45:00Z"),
        ("2025-01-01", 480, KOLKATA, "2025-01-01T02:30:00Z"),
        ("2025-01-01", 9_999, KOLKATA, "2025-01-01T18:29:00Z"),
    ];
    for (day, minute, zone, expected) in table {
        assert_eq!(at_local(date(day), minute, zone), at(expected), "{day} {minute} {zone}");
    }
}

#[test]
fn the_next_time_is_strictly_later_and_in_a_day_that_exists() {
    let table = [
        ("2025-06-02T11:59:59.999Z", 480, NEW_YORK, "2025-06-02T12:00:00Z"),
        ("2025-06-02T12:00:00Z", 480, NEW_YORK, "2025-06-03T12:00:00Z"),
        // A night that is an hour short, and one that is an hour long.
        ("2025-03-08T13:00:00Z", 480, NEW_YORK, "2025-03-09T12:00:00Z"),
        ("2025-11-01T12:00:00Z", 480, NEW_YORK, "2025-11-02T13:00:00Z"),
        // Between the two occurrences of 01:30.
        ("2025-11-02T06:00:00Z", 90, NEW_YORK, "2025-11-03T06:30:00Z"),
        ("2011-12-29T18:00:00Z", 480, APIA, "2011-12-30T18:00:00Z"),
        ("2011-12-30T09:59:59.999Z", 480, APIA, "2011-12-30T18:00:00Z"),
    ];
    for (after, minute, zone, expected) in table {
        assert_eq!(next_at_local(at(after), minute, zone), at(expected), "{after} {zone}");
    }
}

#[test]
fn no_number_is_too_large_for_the_calendar() {
    for zone in ZONES {
        for ms in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX] {
            local_date(Timestamp(ms), zone);
            next_at_local(Timestamp(ms), 1_439, zone);
            follow_up::RULES.quiet.defer(Timestamp(ms), zone);
        }
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            start_of_day(day, zone);
        }
    }
}

proptest! {
    #![proptest_config(few(300))]

    #[test]
    fn a_local_time_is_the_first_moment_the_wall_shows_it(
        day in eventful_dates(), minute in minutes(), zone in zones(),
    ) {
        let found = at_local(day, minute, zone);
        let midnight = day.and_time(NaiveTime::MIN);
        let wanted = midnight + Duration::minutes(minute.into());
        prop_assert!(local_time(found, zone) >= wanted);
        prop_assert!(local_time(found.plus_ms(-1), zone) < wanted);
        for quarters in 1..20 {
            let before = found.plus_ms(-quarters * 15 * MINUTE_MS);
            prop_assert!(local_time(before, zone) < wanted, "{before:?}");
        }
    }

    #[test]
    fn a_day_holds_its_start_and_nothing_before_it(day in eventful_dates(), zone in zones()) {
        let start = start_of_day(day, zone);
        prop_assert_eq!(local_date(start, zone), local_time(start, zone).date());
        prop_assert!(local_date(start, zone) >= day);
        prop_assert!(local_date(start.plus_ms(-1), zone) < day);
    }

    #[test]
    fn every_day_that_exists_has_one_next_time(
        after in moments(), minute in minutes(), zone in zones(),
    ) {
        let (mut last, mut days) = (after, Vec::new());
        for _ in 0..5 {
            let next = next_at_local(last, minute, zone);
            prop_assert!(next > last);
            prop_assert!(next.0 - last.0 <= DAY_MS + 2 * HOUR_MS);
            // Any time in between gives the same result.
            let between = Timestamp(last.0 + (next.0 - last.0) / 2);
            prop_assert_eq!(next_at_local(between, minute, zone), next);
            days.push(local_date(next, zone));
            last = next;
        }
        for pair in days.windows(2) {
            let left_out = pair[0] == date("2011-12-29") && zone == APIA;
            let step = if left_out { 2 } else { 1 };
            prop_assert_eq!((pair[1] - pair[0]).num_days(), step);
        }
    }
}
