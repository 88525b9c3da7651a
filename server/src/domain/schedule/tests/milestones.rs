//! Month ends, leap days, and the order of milestones from any date.

use circles_protocol::Milestone;

use super::*;
use crate::domain::schedule::milestones::{milestone_date, next_milestone, reached};

#[test]
fn a_milestone_is_counted_from_the_date_itself() {
    let table = [
        ("2025-01-01", "days_1", "2025-01-02"),
        ("2024-02-01", "days_30", "2024-03-02"),
        ("2025-01-01", "days_60", "2025-03-02"),
        ("2025-01-01", "days_90", "2025-04-01"),
        ("2024-01-31", "months_6", "2024-07-31"),
        ("2023-08-31", "months_6", "2024-02-29"),
        ("2024-08-31", "months_6", "2025-02-28"),
        ("2024-08-30", "months_6", "2025-02-28"),
        ("2023-12-31", "months_9", "2024-09-30"),
        ("2024-05-31", "months_9", "2025-02-28"),
        ("2024-08-31", "months_12", "2025-08-31"),
        ("2024-08-31", "months_18", "2026-02-28"),
        ("2024-02-29", "months_12", "2025-02-28"),
        ("2024-02-29", "months_18", "2025-08-29"),
        ("2024-02-29", "months_36", "2027-02-28"),
        ("2024-02-29", "months_48", "2028-02-29"),
        ("2096-02-29", "months_48", "2100-02-28"),
        ("2096-02-29", "months_96", "2104-02-29"),
    ];
    for (start, milestone, expected) in table {
        let found = milestone_date(date(start), Milestone::parse(milestone).unwrap());
        assert_eq!(found, date(expected), "{start} {milestone}");
    }
}

#[test]
fn the_milestones_of_a_life_are_these() {
    let text = |(milestone, _): (Milestone, NaiveDate)| milestone.to_string();
    let found: Vec<_> = reached(date("2020-01-01"), date("2024-06-30")).map(text).collect();
    let expected = [
        "days_1",
        "days_30",
        "days_60",
        "days_90",
        "months_6",
        "months_9",
        "months_12",
        "months_18",
        "months_24",
        "months_36",
        "months_48",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_milestone_is_reached_on_its_day_and_the_next_one_is_after_it() {
    let start = date("2025-01-01");
    let days = |days| Milestone::Days(days);
    let table = [
        ("2024-12-31", None, (days(1), "2025-01-02")),
        ("2025-01-01", None, (days(1), "2025-01-02")),
        ("2025-01-02", Some((days(1), "2025-01-02")), (days(30), "2025-01-31")),
        ("2025-03-31", Some((days(60), "2025-03-02")), (days(90), "2025-04-01")),
        ("2025-04-01", Some((days(90), "2025-04-01")), (Milestone::Months(6), "2025-07-01")),
        (
            "2030-01-01",
            Some((Milestone::Months(60), "2030-01-01")),
            (Milestone::Months(72), "2031-01-01"),
        ),
    ];
    for (today, last, (milestone, next)) in table {
        let last = last.map(|(milestone, day)| (milestone, date(day)));
        assert_eq!(reached(start, date(today)).last(), last, "{today}");
        assert_eq!(next_milestone(start, date(today)), Some((milestone, date(next))), "{today}");
    }
}

#[test]
fn what_the_wire_can_name_is_what_is_counted() {
    let texts = (0..=u16::MAX).flat_map(|n| [format!("days_{n}"), format!("months_{n}")]);
    let mut named: Vec<_> = texts.filter_map(|text| Milestone::parse(&text)).collect();
    named.sort_unstable();
    let counted: Vec<_> =
        reached(date("1900-01-01"), date("2200-01-01")).map(|(milestone, _)| milestone).collect();
    assert_eq!(counted, named);
}

#[test]
fn counting_ends_after_a_hundred_years() {
    let start = date("1925-02-28");
    let last = (Milestone::Months(1_200), date("2025-02-28"));
    assert_eq!(next_milestone(start, date("2025-02-27")), Some(last));
    assert_eq!(next_milestone(start, date("2025-02-28")), None);
    assert_eq!(reached(start, date("2200-01-01")).last(), Some(last));
    // At the calendar's own end there is no later date.
    assert_eq!(next_milestone(NaiveDate::MAX, NaiveDate::MAX), None);
}

proptest! {
    #![proptest_config(few(80))]

    #[test]
    fn milestones_are_strictly_in_order_from_any_date(start in dates(1900..2200)) {
        let end = start + Days::new(120 * 366);
        let found: Vec<_> = reached(start, end).collect();
        prop_assert!(found.len() > 100);
        prop_assert!(found[0].1 > start);
        for pair in found.windows(2) {
            prop_assert!(pair[0].0 < pair[1].0);
            prop_assert!(pair[0].1 < pair[1].1, "{pair:?}");
        }
        for (milestone, day) in found {
            prop_assert_eq!(Milestone::parse(&milestone.to_string()), Some(milestone));
            prop_assert_eq!(reached(start, day).last(), Some((milestone, day)));
            let eve = day.pred_opt().unwrap();
            prop_assert_eq!(next_milestone(start, eve), Some((milestone, day)));
        }
    }

    #[test]
    fn the_day_of_the_month_stays_wherever_the_month_has_it(
        start in dates(1900..2200), years in 1..100_u16,
    ) {
        use chrono::Datelike as _;
        let found = milestone_date(start, Milestone::Months(years * 12));
        let year = start.year() + i32::from(years);
        let same_day = NaiveDate::from_ymd_opt(year, start.month(), start.day());
        let clamped = || NaiveDate::from_ymd_opt(year, 2, 28).unwrap();
        prop_assert_eq!(found, same_day.unwrap_or_else(clamped));
    }
}
