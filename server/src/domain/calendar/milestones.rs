//! The days worth marking after a recovery date: 24 hours, 30, 60 and 90 days, 6
//! and 9 months, a year, 18 months, and each year from then on. Always counted
//! from the date itself. Not known here: whether anybody wants them marked.

use std::fmt;

use chrono::{Days, Months, NaiveDate};

/// How long after the recovery date. In the order of the calendar, whatever the
/// date; made by `FIRST`, `next` and `parse` alone, which know the ones that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Span {
    Days(u16),
    Months(u16),
}

const YEAR: u16 = 12;

impl Span {
    /// The first 24 hours.
    pub(crate) const FIRST: Self = Self::Days(1);

    /// Far beyond any life, so that counting comes to an end.
    const LAST: Self = Self::Months(5_000 * YEAR);

    /// The one after this.
    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Days(..30) => Self::Days(30),
            Self::Days(30..60) => Self::Days(60),
            Self::Days(60..90) => Self::Days(90),
            Self::Days(90..) | Self::Months(..6) => Self::Months(6),
            Self::Months(6..9) => Self::Months(9),
            Self::Months(9..12) => Self::Months(YEAR),
            Self::Months(12..18) => Self::Months(18),
            Self::Months(months) => Self::Months((months / YEAR).saturating_add(1) * YEAR),
        }
    }

    /// All of them, in order.
    fn all() -> impl Iterator<Item = Self> {
        std::iter::successors(Some(Self::FIRST), |span| (*span < Self::LAST).then(|| span.next()))
    }

    /// The text that `Display` writes, and no other.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (unit, number) = text.split_once('_')?;
        let number = number.parse().ok()?;
        let span = match unit {
            "days" => Self::Days(number),
            "months" => Self::Months(number),
            _ => return None,
        };
        let known = Self::all().take_while(|known| *known <= span).last() == Some(span);
        (known && span.to_string() == text).then_some(span)
    }
}

/// `days_90`, `months_18`: the form on the wire and in the store.
impl fmt::Display for Span {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(to, "days_{days}"),
            Self::Months(months) => write!(to, "months_{months}"),
        }
    }
}

/// The day that is so long after `start`. Where its month has no such day, the
/// month's last.
pub(crate) fn milestone_date(start: NaiveDate, span: Span) -> NaiveDate {
    let date = match span {
        Span::Days(days) => start.checked_add_days(Days::new(days.into())),
        Span::Months(months) => start.checked_add_months(Months::new(months.into())),
    };
    date.unwrap_or(NaiveDate::MAX)
}

/// The first milestone strictly after today.
pub(crate) fn next_milestone(start: NaiveDate, today: NaiveDate) -> (Span, NaiveDate) {
    let dated = |span| (span, milestone_date(start, span));
    Span::all().map(dated).find(|(_, date)| *date > today).unwrap_or_else(|| dated(Span::LAST))
}

/// The newest milestone that is reached by today.
pub(crate) fn last_milestone(start: NaiveDate, today: NaiveDate) -> Option<(Span, NaiveDate)> {
    reached(start, today).last()
}

/// Every milestone on or before today, oldest first.
pub(crate) fn reached(
    start: NaiveDate,
    today: NaiveDate,
) -> impl Iterator<Item = (Span, NaiveDate)> {
    Span::all()
        .map(move |span| (span, milestone_date(start, span)))
        .take_while(move |(_, date)| *date <= today)
}
