//! The days worth marking after a recovery date: 24 hours, 30, 60 and 90 days, 6
//! and 9 months, a year, 18 months, and each year from then on, up to a hundred.
//! Always counted from the date itself. Not known here: whether anybody wants
//! them marked.

use chrono::{Days, Months, NaiveDate};
use circles_protocol::{LocalDate, Mark, MilestoneView};

const FIRST: Mark = Mark::Days(1);
const LAST_YEAR: u16 = 100;

/// The mark after this one. None after a hundred years.
const fn next(mark: Mark) -> Option<Mark> {
    let next = match mark {
        Mark::Days(..30) => Mark::Days(30),
        Mark::Days(30..60) => Mark::Days(60),
        Mark::Days(60..90) => Mark::Days(90),
        Mark::Days(90..) | Mark::Months(..6) => Mark::Months(6),
        Mark::Months(6..9) => Mark::Months(9),
        Mark::Months(9..12) => Mark::Months(12),
        Mark::Months(12..18) => Mark::Months(18),
        Mark::Months(months) if months / 12 < LAST_YEAR => Mark::Months((months / 12 + 1) * 12),
        Mark::Months(_) => return None,
    };
    Some(next)
}

/// All of them from that date, in order.
fn all(start: NaiveDate) -> impl Iterator<Item = (Mark, NaiveDate)> {
    std::iter::successors(Some(FIRST), |mark| next(*mark))
        .map(move |mark| (mark, milestone_date(start, mark)))
}

/// The day that is so long after `start`. Where its month has no such day, the
/// month's last.
pub(crate) fn milestone_date(start: NaiveDate, mark: Mark) -> NaiveDate {
    let date = match mark {
        Mark::Days(days) => start.checked_add_days(Days::new(days.into())),
        Mark::Months(months) => start.checked_add_months(Months::new(months.into())),
    };
    date.unwrap_or(NaiveDate::MAX)
}

/// The first milestone strictly after today. None once all hundred years are past.
pub(crate) fn next_milestone(start: NaiveDate, today: NaiveDate) -> Option<(Mark, NaiveDate)> {
    all(start).find(|(_, date)| *date > today)
}

/// Every milestone on or before today, oldest first.
pub(crate) fn reached(
    start: NaiveDate,
    today: NaiveDate,
) -> impl Iterator<Item = (Mark, NaiveDate)> {
    all(start).take_while(move |(_, date)| *date <= today)
}

/// The first milestone strictly after today, as it is shown.
pub(crate) fn next_view(start: LocalDate, today: LocalDate) -> Option<MilestoneView> {
    next_milestone(start.0, today.0).map(shown)
}

/// The newest milestone that is reached by today, as it is shown.
pub(crate) fn newest_view(start: LocalDate, today: LocalDate) -> Option<MilestoneView> {
    reached(start.0, today.0).last().map(shown)
}

/// Every milestone on or before today, as it is shown, oldest first.
pub(crate) fn reached_views(
    start: LocalDate,
    today: LocalDate,
) -> impl Iterator<Item = MilestoneView> {
    reached(start.0, today.0).map(shown)
}

fn shown((mark, on): (Mark, NaiveDate)) -> MilestoneView {
    MilestoneView { mark, on: LocalDate(on) }
}
