//! The recovery date, and the days in recovery since the first one. A lapse takes its own
//! days out of the count and nothing more. This file doesn't know why a date was changed,
//! or who was told.

use chrono::{Months, NaiveDate};
use thiserror::Error;

const OLDEST_YEARS: u32 = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum RecoveryDateError {
    #[error("a recovery date is today or earlier")]
    InTheFuture,
    #[error("a recovery date is at most {OLDEST_YEARS} years ago")]
    TooLongAgo,
}

/// Whether somebody can have that recovery date on that day.
pub(crate) fn check_recovery_date(
    date: NaiveDate,
    today: NaiveDate,
) -> Result<(), RecoveryDateError> {
    let oldest = today.checked_sub_months(Months::new(OLDEST_YEARS * 12));
    if date > today {
        Err(RecoveryDateError::InTheFuture)
    } else if oldest.is_some_and(|oldest| date < oldest) {
        Err(RecoveryDateError::TooLongAgo)
    } else {
        Ok(())
    }
}

/// The days of a lapse, both ends included. It has none if it ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LapseDays {
    pub(crate) first: NaiveDate,
    pub(crate) last: NaiveDate,
}

/// "212 of the last 219".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CumulativeDays {
    pub(crate) in_recovery: u32,
    pub(crate) in_all: u32,
}

/// Counts the days from the first recovery date up to yesterday: today counts once it is
/// over, so that nothing that happens today lowers a number that was already reached.
/// Lapses may overlap, and reach outside those days.
pub(crate) fn cumulative_days(
    first_date: NaiveDate,
    today: NaiveDate,
    lapses: &[LapseDays],
) -> CumulativeDays {
    let in_all = days_between(first_date, today);
    // Each as days after the first date, with the end excluded.
    let mut spans: Vec<(u32, u32)> = lapses
        .iter()
        .map(|lapse| {
            let end = days_between(first_date, lapse.last.succ_opt().unwrap_or(lapse.last));
            (days_between(first_date, lapse.first), end.min(in_all))
        })
        .collect();
    spans.sort_unstable();
    let (mut in_lapses, mut counted_to) = (0, 0);
    for (start, end) in spans {
        in_lapses += end.saturating_sub(start.max(counted_to));
        counted_to = counted_to.max(end);
    }
    CumulativeDays { in_recovery: in_all - in_lapses, in_all }
}

/// 0 unless `later` is after `earlier`.
fn days_between(earlier: NaiveDate, later: NaiveDate) -> u32 {
    u32::try_from((later - earlier).num_days()).unwrap_or(0)
}
