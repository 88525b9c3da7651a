//! Dates and hours of meetings, compared with a walk through the calendar day by day, and
//! across clock changes.

use chrono::{DateTime, Months, TimeDelta, TimeZone as _};
use circles_protocol::{LocalTime, MeetingTitle, Place, RefusalCode, WireEnum as _, Zone};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

fn pattern(first: &str, repeats: Repeats) -> Pattern {
    Pattern {
        first: day(first).0,
        until: None,
        minute_of_day: 19 * 60,
        minutes: 60,
        zone: chrono_tz::America::New_York,
        repeats,
    }
}

fn days(pattern: &Pattern, from: &str, to: &str) -> Vec<String> {
    let days = pattern.days(day(from).0, day(to).0);
    days.into_iter().map(|day| day.to_string()).collect()
}

#[test]
fn a_meeting_is_on_the_days_it_says() {
    let weekly = pattern("2026-11-26", Repeats::Weekly);
    let found = days(&weekly, "2026-12-01", "2026-12-17");
    assert_eq!(found, ["2026-12-03", "2026-12-10", "2026-12-17"]);
    let every_two = pattern("2026-11-26", Repeats::EveryTwoWeeks);
    let found = days(&every_two, "2026-11-01", "2026-12-24");
    assert_eq!(found, ["2026-11-26", "2026-12-10", "2026-12-24"]);
    let once = pattern("2026-11-26", Repeats::Never);
    let once = Pattern { until: Some(once.first), ..once };
    assert_eq!(days(&once, "2026-11-01", "2026-12-24"), ["2026-11-26"]);
    assert!(days(&once, "2026-11-27", "2026-12-24").is_empty());
    let daily =
        Pattern { until: Some(day("2026-11-28").0), ..pattern("2026-11-26", Repeats::Daily) };
    let found = days(&daily, "2026-01-01", "2027-12-24");
    assert_eq!(found, ["2026-11-26", "2026-11-27", "2026-11-28"]);
    assert!(days(&daily, "2026-11-29", "2027-12-24").is_empty());
}

#[test]
fn a_month_without_the_day_is_left_out() {
    let monthly = pattern("2026-10-31", Repeats::Monthly);
    let found = days(&monthly, "2026-01-01", "2027-06-30");
    let expected = ["2026-10-31", "2026-12-31", "2027-01-31", "2027-03-31", "2027-05-31"];
    assert_eq!(found, expected);
    assert_eq!(days(&monthly, "2027-03-01", "2027-04-30"), ["2027-03-31"]);
    assert!(!monthly.is_on(day("2026-11-30")) && monthly.is_on(day("2027-05-31")));
}

#[test]
fn a_weekday_of_the_month_is_counted_from_its_start_or_from_its_end() {
    // A Tuesday in the second week, and a Saturday in a last week that is the fifth.
    let second = pattern("2026-12-08", Repeats::MonthlyWeekday);
    let found = days(&second, "2026-01-01", "2027-04-30");
    assert_eq!(found, ["2026-12-08", "2027-01-12", "2027-02-09", "2027-03-09", "2027-04-13"]);
    let last = pattern("2026-10-31", Repeats::MonthlyLastWeekday);
    let found = days(&last, "2026-01-01", "2027-03-31");
    let expected =
        ["2026-10-31", "2026-11-28", "2026-12-26", "2027-01-30", "2027-02-27", "2027-03-27"];
    assert_eq!(found, expected);
    // In a month of four weeks the last is the fourth; the next month tells them apart.
    let (fourth, last) = (
        pattern("2027-02-27", Repeats::MonthlyWeekday),
        pattern("2027-02-27", Repeats::MonthlyLastWeekday),
    );
    assert_eq!(days(&fourth, "2027-05-01", "2027-05-31"), ["2027-05-22"]);
    assert_eq!(days(&last, "2027-05-01", "2027-05-31"), ["2027-05-29"]);
    // Counted from within its first month, it does not occur a second time.
    assert!(days(&second, "2026-12-09", "2026-12-31").is_empty());
    let ended = Pattern { until: Some(day("2027-01-12").0), ..second };
    assert_eq!(days(&ended, "2026-12-09", "2027-12-31"), ["2027-01-12"]);
    assert_eq!(ended.next_after(ended.slot(day("2027-01-12")).starts_at), None);
}

#[test]
fn a_first_day_that_the_rule_would_not_give_is_refused_by_the_rule() {
    let now = Timestamp(1_795_712_400_000);
    let asked = |on: &str, repeats| {
        let request = CreateMeeting { on: day(on), repeats, ..request() };
        Pattern::of(&request, now)
            .map(|pattern| pattern.first.to_string())
            .map_err(|refused| (refused.0.code, refused.0.field.unwrap_or_default()))
    };
    let refused = Err((RefusalCode::InvalidField, "repeats".to_owned()));
    let (by_number, last) = (Repeats::MonthlyWeekday, Repeats::MonthlyLastWeekday);
    for on in ["2026-12-01", "2026-12-07", "2026-12-08", "2026-12-28", "2027-02-28"] {
        assert_eq!(asked(on, by_number), Ok(on.to_owned()), "{on}");
    }
    for on in ["2026-12-29", "2026-12-31", "2027-01-30", "2028-02-29"] {
        assert_eq!(asked(on, by_number), refused, "{on}");
    }
    for on in ["2026-12-25", "2026-12-31", "2027-04-24", "2027-02-22", "2028-02-23", "2028-02-29"] {
        assert_eq!(asked(on, last), Ok(on.to_owned()), "{on}");
    }
    for on in ["2026-12-01", "2026-12-24", "2027-04-23", "2027-02-21", "2028-02-22"] {
        assert_eq!(asked(on, last), refused, "{on}");
    }
    // The date is the one in the meeting's zone, whatever the date in UTC is.
    let late = CreateMeeting {
        on: day("2026-11-30"),
        at: LocalTime::from_minutes(23 * 60).unwrap(),
        repeats: last,
        ..request()
    };
    let late = Pattern::of(&late, now).unwrap();
    let slots: Vec<_> = late.between(Timestamp(0), now.plus_ms(70 * 86_400_000)).collect();
    let starts: Vec<_> = slots.iter().map(|slot| (slot.on, slot.starts_at.0)).collect();
    // 23:00 in New York is four in the morning of the first of the next month.
    assert_eq!(
        starts[..2],
        [(day("2026-11-30"), 1_796_097_600_000), (day("2026-12-28"), 1_798_516_800_000),]
    );
}

#[test]
fn the_hour_on_the_wall_stays_whatever_the_clocks_do() {
    // Clocks go back on 1 November 2026, and forward on 14 March 2027.
    let weekly = pattern("2026-10-29", Repeats::Weekly);
    let hour = |date| weekly.slot(day(date)).starts_at.0 / 3_600_000 % 24;
    assert_eq!((hour("2026-10-29"), hour("2026-11-05")), (23, 0));
    assert_eq!((hour("2027-03-11"), hour("2027-03-18")), (0, 23));
    // At an hour that does not exist, and at one that comes twice.
    let night = Pattern { minute_of_day: 150, ..pattern("2026-10-25", Repeats::Weekly) };
    let minutes = |date: &str| night.slot(day(date)).starts_at.0 / 60_000 % 1_440;
    assert_eq!((minutes("2027-03-07"), minutes("2027-03-14")), (450, 420));
    assert_eq!(minutes("2027-03-21"), 390);
    let twice = Pattern { minute_of_day: 90, ..night };
    let slot = twice.slot(day("2026-11-01"));
    assert_eq!(slot.starts_at.0 / 60_000 % 1_440, 330);
    assert_eq!(slot.ends_at.0 - slot.starts_at.0, 3_600_000);
}

#[test]
fn the_next_one_is_found_over_a_short_month_and_none_after_the_last() {
    let monthly = pattern("2026-12-30", Repeats::Monthly);
    let start = |date| monthly.slot(day(date)).starts_at;
    let next = |at: Timestamp| monthly.next_after(at).unwrap().on;
    assert_eq!(next(Timestamp(0)), day("2026-12-30"));
    assert_eq!(next(start("2027-01-30").plus_ms(-1)), day("2027-01-30"));
    assert_eq!(next(start("2027-01-30")), day("2027-03-30"));
    let ended = Pattern { until: Some(day("2027-03-29").0), ..monthly };
    assert_eq!(ended.next_after(start("2027-01-30")), None);
}

fn request() -> CreateMeeting {
    CreateMeeting {
        circle: None,
        title: MeetingTitle::from_stored("Thursday evening".to_owned()),
        on: day("2026-11-26"),
        at: LocalTime::from_minutes(19 * 60).unwrap(),
        zone: Zone::parse("America/New_York").unwrap(),
        minutes: 60,
        repeats: Repeats::Weekly,
        until: None,
        link: None,
        place: Some(Place::from_stored("12 Oak Street".to_owned())),
    }
}

#[test]
fn what_does_not_fit_is_refused_by_its_field() {
    // Noon on 26 November 2026 in New York.
    let now = Timestamp(1_795_712_400_000);
    assert_eq!(Pattern::of(&request(), now).unwrap().first, day("2026-11-26").0);
    let once = CreateMeeting { repeats: Repeats::Never, ..request() };
    assert_eq!(Pattern::of(&once, now).unwrap().until, Some(day("2026-11-26").0));
    let zone = Zone::parse("America/Atlantis").unwrap();
    let cases = [
        ("zone", CreateMeeting { zone, ..request() }),
        ("on", CreateMeeting { on: day("2026-11-25"), ..request() }),
        ("on", CreateMeeting { on: day("2028-11-28"), ..request() }),
        ("minutes", CreateMeeting { minutes: 4, ..request() }),
        ("minutes", CreateMeeting { minutes: 721, ..request() }),
        ("until", CreateMeeting { until: Some(day("2026-11-25")), ..request() }),
        ("place", CreateMeeting { place: None, ..request() }),
    ];
    for (field, request) in cases {
        let Rejection(refusal) = Pattern::of(&request, now).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (RefusalCode::InvalidField, Some(field))
        );
    }
    for fits in [
        CreateMeeting { minutes: 5, until: Some(day("2026-11-26")), ..request() },
        CreateMeeting { minutes: 720, on: day("2028-11-26"), ..request() },
    ] {
        assert!(Pattern::of(&fits, now).is_ok());
    }
}

/// Whether a meeting is on that day, counted the simple way.
fn on_fingers(pattern: &Pattern, day: NaiveDate) -> bool {
    let passed = (day - pattern.first).num_days();
    let fits = match pattern.repeats {
        Repeats::Never => passed == 0,
        Repeats::Daily => true,
        Repeats::Weekly => passed % 7 == 0,
        Repeats::EveryTwoWeeks => passed % 14 == 0,
        Repeats::Monthly => day.day() == pattern.first.day(),
        Repeats::MonthlyWeekday => {
            passed % 7 == 0 && same_weekdays_before(day) == same_weekdays_before(pattern.first)
        }
        Repeats::MonthlyLastWeekday => passed % 7 == 0 && same_weekdays_after(day) == 0,
    };
    fits && passed >= 0 && pattern.until.is_none_or(|until| day <= until)
}

/// How many earlier days of the same weekday its month has, one week at a time.
fn same_weekdays_before(day: NaiveDate) -> usize {
    let weeks = (1..6_u64).map(|week| day - Days::new(7 * week));
    weeks
        .take_while(|earlier| (earlier.year(), earlier.month()) == (day.year(), day.month()))
        .count()
}

fn same_weekdays_after(day: NaiveDate) -> usize {
    let weeks = (1..6_u64).map(|week| day + Days::new(7 * week));
    weeks.take_while(|later| (later.year(), later.month()) == (day.year(), day.month())).count()
}

/// A day near this one on which such a meeting may begin.
fn fitting(first: NaiveDate, repeats: Repeats) -> NaiveDate {
    match repeats {
        Repeats::Never
        | Repeats::Daily
        | Repeats::Weekly
        | Repeats::EveryTwoWeeks
        | Repeats::Monthly => first,
        Repeats::MonthlyWeekday if first.day() > 28 => first - Days::new(7),
        Repeats::MonthlyWeekday => first,
        Repeats::MonthlyLastWeekday => {
            let weeks = u64::try_from(same_weekdays_after(first)).unwrap();
            first + Days::new(7 * weeks)
        }
    }
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    let zones = prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec());
    let repeats = prop::sample::select(Repeats::ALL.to_vec());
    let until = prop::option::of(0_u64..800);
    (0_u64..60_000, until, 0_u16..1_440, 5_u16..=720, zones, repeats).prop_map(
        |(first, until, minute_of_day, minutes, zone, repeats)| {
            let first = fitting(day("2025-12-01").0 + Days::new(first), repeats);
            let until = until.map(|after| first + Days::new(after));
            let until = if repeats == Repeats::Never { Some(first) } else { until };
            Pattern { first, until, minute_of_day, minutes, zone, repeats }
        },
    )
}

/// A day from shortly before the first one to some years after it.
fn day_near(pattern: &Pattern, at: u64) -> NaiveDate {
    pattern.first - Days::new(60) + Days::new(at)
}

proptest! {
    #[test]
    fn the_days_are_those_of_a_walk_through_the_calendar(
        pattern in any_pattern(),
        from in 0_u64..2_500,
        length in 0_u64..300,
    ) {
        let from = day_near(&pattern, from);
        let to = from + Days::new(length);
        let walked: Vec<_> =
            from.iter_days().take_while(|day| *day <= to).filter(|day| on_fingers(&pattern, *day)).collect();
        prop_assert_eq!(pattern.days(from, to), walked);
    }

    #[test]
    fn the_next_after_each_is_the_one_that_follows(
        pattern in any_pattern(),
        from in 0_u64..2_500,
    ) {
        let from = zone::start_of_day(day_near(&pattern, from), pattern.zone);
        let to = zone::start_of_day(zone::local_date(from, pattern.zone) + Months::new(8), pattern.zone);
        let slots: Vec<_> = pattern.between(from, to).collect();
        prop_assert!(slots.is_sorted_by_key(|slot| slot.starts_at));
        for pair in slots.windows(2) {
            prop_assert_eq!(pattern.next_after(pair[0].starts_at), Some(pair[1]));
        }
        for slot in &slots {
            prop_assert!(pattern.is_on(slot.on));
            prop_assert_eq!(pattern.next_after(slot.starts_at.plus_ms(-1)), Some(*slot));
            // By the local clock there, unless it skips that hour.
            let meant = slot.on.0.and_time(NaiveTime::MIN) + TimeDelta::minutes(pattern.minute_of_day.into());
            if pattern.zone.from_local_datetime(&meant).earliest().is_some() {
                let utc = DateTime::from_timestamp_millis(slot.starts_at.0).unwrap();
                prop_assert_eq!(utc.with_timezone(&pattern.zone).naive_local(), meant);
            }
        }
    }
}
