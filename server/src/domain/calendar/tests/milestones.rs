//! Month ends, leap days, and the order of milestones from any date.

use super::*;
use crate::domain::calendar::milestones::{
    Span, last_milestone, milestone_date, next_milestone, reached,
};

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
    for (start, span, expected) in table {
        let found = milestone_date(date(start), Span::parse(span).unwrap());
        assert_eq!(found, date(expected), "{start} {span}");
    }
}

#[test]
fn the_milestones_of_a_life_are_these() {
    let text = |(span, _): (Span, NaiveDate)| span.to_string();
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
    for (span, expected) in
        std::iter::successors(Some(Span::FIRST), |span| Some(span.next())).zip(expected)
    {
        assert_eq!(span.to_string(), expected);
    }
}

#[test]
fn a_milestone_is_reached_on_its_day_and_the_next_one_is_after_it() {
    let start = date("2025-01-01");
    let days = |days| Span::Days(days);
    let table = [
        ("2024-12-31", None, (days(1), "2025-01-02")),
        ("2025-01-01", None, (days(1), "2025-01-02")),
        ("2025-01-02", Some((days(1), "2025-01-02")), (days(30), "2025-01-31")),
        ("2025-03-31", Some((days(60), "2025-03-02")), (days(90), "2025-04-01")),
        ("2025-04-01", Some((days(90), "2025-04-01")), (Span::Months(6), "2025-07-01")),
        ("2030-01-01", Some((Span::Months(60), "2030-01-01")), (Span::Months(72), "2031-01-01")),
    ];
    for (today, last, (span, next)) in table {
        let last = last.map(|(span, day)| (span, date(day)));
        assert_eq!(last_milestone(start, date(today)), last, "{today}");
        assert_eq!(next_milestone(start, date(today)), (span, date(next)), "{today}");
    }
}

#[test]
fn only_a_milestones_own_text_is_one() {
    for text in ["days_1", "days_30", "days_90", "months_6", "months_18", "months_24", "months_600"]
    {
        assert_eq!(Span::parse(text).unwrap().to_string(), text);
    }
    let others = [
        "",
        "_",
        "days",
        "days_",
        "days_0",
        "days_2",
        "days_01",
        "days_+1",
        "days_ 1",
        "days_-1",
        "days_120",
        "days_365",
        "days_90 ",
        "Days_1",
        "months_0",
        "months_1",
        "months_7",
        "months_3",
        "months_30",
        "months_012",
        "months_6_",
        "months_99999",
        "months_65532",
        "years_1",
        "weeks_1",
        "months_６",
    ];
    for text in others {
        assert_eq!(Span::parse(text), None, "{text:?}");
    }
}

#[test]
fn counting_ends_at_the_end_of_the_calendar() {
    assert!(reached(NaiveDate::MAX, NaiveDate::MAX).count() > 5_000);
    assert!(reached(NaiveDate::MIN, NaiveDate::MAX).count() > 5_000);
    assert_eq!(next_milestone(NaiveDate::MIN, NaiveDate::MAX).0, Span::Months(60_000));
}

proptest! {
    #![proptest_config(few(80))]

    #[test]
    fn milestones_are_strictly_in_order_from_any_date(start in dates(1900..2200)) {
        let end = start + Days::new(120 * 366);
        let found: Vec<_> = reached(start, end).collect();
        prop_assert!(found.len() > 120);
        prop_assert!(found[0].1 > start);
        for pair in found.windows(2) {
            prop_assert!(pair[0].0 < pair[1].0);
            prop_assert!(pair[0].1 < pair[1].1, "{pair:?}");
        }
        for (span, day) in found {
            prop_assert_eq!(Span::parse(&span.to_string()), Some(span));
            prop_assert_eq!(last_milestone(start, day), Some((span, day)));
            let eve = day.pred_opt().unwrap();
            prop_assert_eq!(next_milestone(start, eve), (span, day));
        }
    }

    #[test]
    fn the_day_of_the_month_stays_wherever_the_month_has_it(
        start in dates(1900..2200), years in 1..100_u16,
    ) {
        use chrono::Datelike as _;
        let found = milestone_date(start, Span::Months(years * 12));
        let year = start.year() + i32::from(years);
        let same_day = NaiveDate::from_ymd_opt(year, start.month(), start.day());
        let clamped = || NaiveDate::from_ymd_opt(year, 2, 28).unwrap();
        prop_assert_eq!(found, same_day.unwrap_or_else(clamped));
    }

    #[test]
    fn no_text_but_its_own_is_read_as_a_span(text in "(days|months|years)?_?[+0-9 ]{0,6}") {
        if let Some(span) = Span::parse(&text) {
            prop_assert_eq!(span.to_string(), text);
        }
    }
}
