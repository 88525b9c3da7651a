//! "212 of the last 219", and which recovery dates somebody can have.

use std::collections::BTreeSet;

use super::*;
use crate::domain::schedule::recovery::{
    CumulativeDays, LapseDays, RecoveryDateError, check_recovery_date, cumulative_days,
};

fn lapse(first: &str, last: &str) -> LapseDays {
    LapseDays { first: date(first), last: date(last) }
}

fn counted(first_date: &str, today: &str, lapses: &[LapseDays]) -> (u32, u32) {
    let CumulativeDays { in_recovery, in_all } =
        cumulative_days(date(first_date), date(today), lapses);
    (in_recovery, in_all)
}

#[test]
fn a_day_of_a_lapse_is_taken_out_once() {
    let lapses = [
        lapse("2025-06-10", "2025-06-11"),
        lapse("2025-03-01", "2025-03-03"),
        lapse("2025-03-02", "2025-03-05"),
        lapse("2025-03-02", "2025-03-02"),
        lapse("2024-12-20", "2024-12-31"),
        lapse("2025-08-08", "2025-08-10"),
        lapse("2025-05-05", "2025-05-04"),
    ];
    assert_eq!(counted("2025-01-01", "2025-08-08", &lapses), (212, 219));
}

#[test]
fn a_lapse_that_reaches_outside_counts_inside_only() {
    let across = [lapse("2024-12-30", "2025-01-02")];
    assert_eq!(counted("2025-01-01", "2025-01-11", &across), (8, 10));
    let into_today = [lapse("2025-01-10", "2025-01-12")];
    assert_eq!(counted("2025-01-01", "2025-01-11", &into_today), (9, 10));
    let all = [lapse("2024-01-01", "2026-01-01")];
    assert_eq!(counted("2025-01-01", "2025-01-11", &all), (0, 10));
}

#[test]
fn a_lapse_of_today_lowers_nothing_today() {
    let today = [lapse("2025-01-11", "2025-01-11")];
    assert_eq!(counted("2025-01-01", "2025-01-11", &today), (10, 10));
    assert_eq!(counted("2025-01-01", "2025-01-12", &today), (10, 11));
}

#[test]
fn there_are_no_days_before_the_first() {
    let lapses = [lapse("2024-01-01", "2026-01-01")];
    assert_eq!(counted("2025-01-01", "2025-01-01", &lapses), (0, 0));
    assert_eq!(counted("2025-01-01", "2024-12-01", &lapses), (0, 0));
}

#[test]
fn the_calendars_ends_are_counted_too() {
    let always = LapseDays { first: NaiveDate::MIN, last: NaiveDate::MAX };
    let found = cumulative_days(NaiveDate::MIN, NaiveDate::MAX, &[always]);
    assert_eq!(found.in_recovery, 0);
}

#[test]
fn a_recovery_date_is_today_or_in_the_last_hundred_years() {
    let today = date("2025-02-28");
    for allowed in ["2025-02-28", "2025-02-27", "1960-01-01", "1925-02-28"] {
        assert_eq!(check_recovery_date(date(allowed), today), Ok(()), "{allowed}");
    }
    for refused in ["2025-03-01", "2125-01-01"] {
        let found = check_recovery_date(date(refused), today);
        assert_eq!(found, Err(RecoveryDateError::InTheFuture), "{refused}");
    }
    for refused in ["1925-02-27", "0001-01-01"] {
        let found = check_recovery_date(date(refused), today);
        assert_eq!(found, Err(RecoveryDateError::TooLongAgo), "{refused}");
    }
}

proptest! {
    #![proptest_config(few(200))]

    #[test]
    fn the_count_is_that_of_the_days_one_by_one(
        first_date in dates(1990..2030),
        length in 0..800_u64,
        spans in proptest::collection::vec((-50..900_i64, -3..40_i64), 0..12),
    ) {
        let today = first_date + Days::new(length);
        let on = |day: i64| first_date + chrono::Duration::days(day);
        let lapses: Vec<_> = spans
            .iter()
            .map(|(start, days)| LapseDays { first: on(*start), last: on(start + days) })
            .collect();
        let days: BTreeSet<_> = first_date.iter_days().take_while(|day| *day < today).collect();
        let clear = |day: &&NaiveDate| !lapses.iter().any(|lapse| lapse.first <= **day && **day <= lapse.last);
        let found = cumulative_days(first_date, today, &lapses);
        prop_assert_eq!(found.in_all as usize, days.len());
        prop_assert_eq!(found.in_recovery as usize, days.iter().filter(clear).count());
    }
}
