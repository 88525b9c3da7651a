//! Nights, including the two odd ones of a year.

use chrono::Timelike as _;

use super::*;
use crate::domain::schedule::quiet::QuietHours;

fn hours(from_minute: u16, to_minute: u16) -> QuietHours {
    QuietHours { from_minute, to_minute }
}

#[test]
fn what_falls_into_the_night_waits_for_eight() {
    let table = [
        ("2025-06-03T00:59:59.999Z", NEW_YORK, "2025-06-03T00:59:59.999Z"),
        ("2025-06-03T01:00:00Z", NEW_YORK, "2025-06-03T12:00:00Z"),
        ("2025-06-03T04:00:00Z", NEW_YORK, "2025-06-03T12:00:00Z"),
        ("2025-06-03T11:59:59.999Z", NEW_YORK, "2025-06-03T12:00:00Z"),
        ("2025-06-03T12:00:00Z", NEW_YORK, "2025-06-03T12:00:00Z"),
        // The night that is an hour short, and the one that is an hour long.
        ("2025-03-09T03:00:00Z", NEW_YORK, "2025-03-09T12:00:00Z"),
        ("2025-11-02T02:00:00Z", NEW_YORK, "2025-11-02T13:00:00Z"),
        ("2025-04-05T12:00:00Z", LORD_HOWE, "2025-04-05T21:30:00Z"),
        ("2025-01-01T15:30:00Z", KOLKATA, "2025-01-02T02:30:00Z"),
        // From the evening of the 29th into the morning of the 31st.
        ("2011-12-30T09:00:00Z", APIA, "2011-12-30T18:00:00Z"),
    ];
    for (moment, zone, expected) in table {
        let found = follow_up::RULES.quiet.defer(at(moment), zone);
        assert_eq!(found, at(expected), "{moment} {zone}");
    }
}

#[test]
fn quiet_that_ends_where_clocks_change_ends_with_the_wall() {
    let table = [
        // 01:30 comes twice: each time ends the quiet hours before it.
        (hours(1_260, 90), "2025-11-02T05:15:00Z", "2025-11-02T05:30:00Z"),
        (hours(1_260, 90), "2025-11-02T05:45:00Z", "2025-11-02T05:45:00Z"),
        (hours(1_260, 90), "2025-11-02T06:15:00Z", "2025-11-02T06:30:00Z"),
        // The clock is set back out of the quiet hours.
        (hours(90, 180), "2025-11-02T05:45:00Z", "2025-11-02T06:00:00Z"),
        (hours(90, 180), "2025-11-02T06:45:00Z", "2025-11-02T08:00:00Z"),
        // Their end is skipped.
        (hours(1_260, 150), "2025-03-09T03:00:00Z", "2025-03-09T07:00:00Z"),
        // They are skipped completely.
        (hours(125, 150), "2025-03-09T06:59:59.999Z", "2025-03-09T06:59:59.999Z"),
        (hours(125, 150), "2025-03-09T07:00:00Z", "2025-03-09T07:00:00Z"),
    ];
    for (quiet, moment, expected) in table {
        assert_eq!(quiet.defer(at(moment), NEW_YORK), at(expected), "{quiet:?} {moment}");
    }
}

#[test]
fn hours_within_a_day_are_quiet_between_them_only() {
    let noon = hours(12 * 60, 13 * 60);
    assert!(!noon.hold(at("2025-01-01T11:59:59Z"), Tz::UTC));
    assert!(noon.hold(at("2025-01-01T12:00:00Z"), Tz::UTC));
    assert!(!noon.hold(at("2025-01-01T13:00:00Z"), Tz::UTC));
}

#[test]
fn minutes_that_no_day_has_are_not_sound() {
    assert!(hours(1_439, 0).is_sound());
    assert!(!hours(1_440, 0).is_sound());
    assert!(!hours(0, 1_440).is_sound());
}

proptest! {
    #![proptest_config(few(400))]

    #[test]
    fn what_is_deferred_is_never_quiet_and_never_earlier(
        moment in moments(), from in minutes(), to in minutes(), zone in zones(),
    ) {
        let quiet = hours(from, to);
        let found = quiet.defer(moment, zone);
        let minute = u16::try_from(local_time(found, zone).num_seconds_from_midnight() / 60).unwrap();
        let in_it = if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to };
        prop_assert!(!in_it, "{found:?}");
        prop_assert!(found >= moment);
        prop_assert!(found == moment || quiet.hold(moment, zone));
        // It is the first such moment.
        prop_assert!(found == moment || quiet.hold(found.plus_ms(-1), zone));
        for minutes in (1..1_800).step_by(7).map(|minutes| minutes * MINUTE_MS) {
            let before = found.plus_ms(-minutes);
            prop_assert!(before < moment || quiet.hold(before, zone));
        }
        prop_assert_eq!(quiet.defer(found, zone), found);
    }

    #[test]
    fn what_comes_first_is_never_put_off_past_what_comes_later(
        moment in moments(), later in 0..2 * DAY_MS, from in minutes(), to in minutes(), zone in zones(),
    ) {
        let quiet = hours(from, to);
        prop_assert!(quiet.defer(moment, zone) <= quiet.defer(moment.plus_ms(later), zone));
    }

    #[test]
    fn equal_hours_are_never_quiet(moment in moments(), minute in minutes(), zone in zones()) {
        prop_assert!(!hours(minute, minute).hold(moment, zone));
        prop_assert_eq!(hours(minute, minute).defer(moment, zone), moment);
    }
}
