//! The milestones after a recovery date: 24 hours, 30, 60 and 90 days, 6 and 9 months, a
//! year, 18 months, and each year from then on, up to a hundred. Always counted from the
//! date itself. This file doesn't know whether anybody wants them marked.

use chrono::{Days, Months, NaiveDate};
use circles_protocol::{LocalDate, Milestone, MilestoneView};

const FIRST: Milestone = Milestone::Days(1);
const LAST_YEAR: u16 = 100;

/// The milestone after this one. None after a hundred years.
const fn next(milestone: Milestone) -> Option<Milestone> {
    let next = match milestone {
        Milestone::Days(..30) => Milestone::Days(30),
        Milestone::Days(30..60) => Milestone::Days(60),
        Milestone::Days(60..90) => Milestone::Days(90),
        Milestone::Days(90..) | Milestone::Months(..6) => Milestone::Months(6),
        Milestone::Months(6..9) => Milestone::Months(9),
        Milestone::Months(9..12) => Milestone::Months(12),
        Milestone::Months(12..18) => Milestone::Months(18),
        Milestone::Months(months) if months / 12 < LAST_YEAR => {
            Milestone::Months((months / 12 + 1) * 12)
        }
        Milestone::Months(_) => return None,
    };
    Some(next)
}

/// All milestones from that date, in order.
fn all(start: NaiveDate) -> impl Iterator<Item = (Milestone, NaiveDate)> {
    std::iter::successors(Some(FIRST), |milestone| next(*milestone))
        .map(move |milestone| (milestone, milestone_date(start, milestone)))
}

/// The date that long after `start`. If its month has no such day, the month's last.
pub(crate) fn milestone_date(start: NaiveDate, milestone: Milestone) -> NaiveDate {
    let date = match milestone {
        Milestone::Days(days) => start.checked_add_days(Days::new(days.into())),
        Milestone::Months(months) => start.checked_add_months(Months::new(months.into())),
    };
    date.unwrap_or(NaiveDate::MAX)
}

/// The first milestone strictly after today. None once all hundred years are past.
pub(crate) fn next_milestone(start: NaiveDate, today: NaiveDate) -> Option<(Milestone, NaiveDate)> {
    all(start).find(|(_, date)| *date > today)
}

/// Every milestone on or before today, oldest first.
pub(crate) fn reached(
    start: NaiveDate,
    today: NaiveDate,
) -> impl Iterator<Item = (Milestone, NaiveDate)> {
    all(start).take_while(move |(_, date)| *date <= today)
}

/// The first milestone strictly after today, in the form that is shown.
pub(crate) fn next_view(start: LocalDate, today: LocalDate) -> Option<MilestoneView> {
    next_milestone(start.0, today.0).map(shown)
}

/// The newest milestone reached by today, in the form that is shown.
pub(crate) fn newest_view(start: LocalDate, today: LocalDate) -> Option<MilestoneView> {
    reached(start.0, today.0).last().map(shown)
}

/// Every milestone on or before today, in the form that is shown, oldest first.
pub(crate) fn reached_views(
    start: LocalDate,
    today: LocalDate,
) -> impl Iterator<Item = MilestoneView> {
    reached(start.0, today.0).map(shown)
}

fn shown((milestone, on): (Milestone, NaiveDate)) -> MilestoneView {
    MilestoneView { milestone, on: LocalDate(on) }
}
