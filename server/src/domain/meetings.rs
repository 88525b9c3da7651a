//! When a meeting takes place: its dates, and the moments they stand for by the clock
//! there, through every clock change. It doesn't know who comes.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use circles_protocol::requests::CreateMeeting;
use circles_protocol::{LocalDate, Repeats, Timestamp, limits};
use rrule::{Frequency, NWeekday, RRule, Unvalidated};

use super::Rejection;
use super::schedule::zone;

/// The minimum length of a meeting, in minutes.
const SHORTEST_MINUTES: u16 = 5;

/// How far in the future its first day may be.
const AHEAD_DAYS: u64 = 731;

/// No pattern skips this many days in a row: the 30th of a month is missing in February,
/// the 31st never in two consecutive months.
const LONGEST_PAUSE_DAYS: u64 = 65;

/// Every month has each weekday this many times, and some months once more.
const WEEKS_IN_EVERY_MONTH: i16 = 4;

/// Counted from the end of the month, as iCalendar does in `BYDAY=-1SA`.
const LAST_WEEK: i16 = -1;

/// When a repeating meeting takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// The first date it may be on, and the last; `None` if it doesn't end.
    pub(crate) first: NaiveDate,
    pub(crate) until: Option<NaiveDate>,
    /// When it begins, by the local clock there.
    pub(crate) minute_of_day: u16,
    pub(crate) minutes: u16,
    pub(crate) zone: Tz,
    pub(crate) repeats: Repeats,
}

/// One occurrence of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) on: LocalDate,
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Timestamp,
}

impl Pattern {
    /// What a request asks for, if it is valid.
    ///
    /// # Errors
    /// `invalid_field`, with the field's name.
    pub(crate) fn of(request: &CreateMeeting, now: Timestamp) -> Result<Self, Rejection> {
        let zone = zone::find(request.zone.as_str())
            .ok_or_else(|| Rejection::invalid("zone", "There is no such time zone."))?;
        let (first, today) = (request.on.0, zone::local_date(now, zone));
        if first < today || first > today + Days::new(AHEAD_DAYS) {
            let sentence = "Please choose a day from today on, within two years.";
            return Err(Rejection::invalid("on", sentence));
        }
        if !(SHORTEST_MINUTES..=limits::MEETING_MINUTES_MOST).contains(&request.minutes) {
            return Err(Rejection::invalid("minutes", "It takes 5 to 720 minutes."));
        }
        if request.until.is_some_and(|until| until < request.on) {
            return Err(Rejection::invalid("until", "It can't end before its first day."));
        }
        require_weekday_of_month(first, request.repeats)?;
        if request.link.is_none() && request.place.is_none() {
            return Err(Rejection::invalid("place", "Please say where it is: a link or a place."));
        }
        Ok(Self {
            first,
            until: match request.repeats {
                Repeats::Never => Some(first),
                Repeats::Daily
                | Repeats::Weekly
                | Repeats::EveryTwoWeeks
                | Repeats::Monthly
                | Repeats::MonthlyWeekday
                | Repeats::MonthlyLastWeekday => request.until.map(|until| until.0),
            },
            minute_of_day: request.at.minutes(),
            minutes: request.minutes,
            zone,
            repeats: request.repeats,
        })
    }

    pub(crate) fn is_on(&self, day: LocalDate) -> bool {
        !self.days(day.0, day.0).is_empty()
    }

    /// The occurrence it would have on that day.
    pub(crate) fn slot(&self, day: LocalDate) -> Slot {
        let starts_at = zone::at_local(day.0, self.minute_of_day, self.zone);
        let ends_at = starts_at.plus_ms(i64::from(self.minutes) * 60 * 1_000);
        Slot { on: day, starts_at, ends_at }
    }

    /// The occurrences that begin in `from..to`, in order.
    pub(crate) fn between(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Slot> {
        let (first, last) = (zone::local_date(from, self.zone), zone::local_date(to, self.zone));
        // When clocks skip midnight, one can move to the next day.
        let days = self.days(before(first), last);
        days.into_iter()
            .map(|day| self.slot(LocalDate(day)))
            .filter(move |slot| (from..to).contains(&slot.starts_at))
    }

    /// The next occurrence that begins after then.
    pub(crate) fn next_after(&self, at: Timestamp) -> Option<Slot> {
        let from = before(zone::local_date(at, self.zone)).max(self.first);
        let to = from.checked_add_days(Days::new(LONGEST_PAUSE_DAYS))?;
        let mut slots = self.days(from, to).into_iter().map(|day| self.slot(LocalDate(day)));
        slots.find(|slot| slot.starts_at > at)
    }

    /// Its dates from one day to another, both included. Earlier dates are not walked
    /// through.
    fn days(&self, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let to = self.until.map_or(to, |until| until.min(to));
        let begin = self.begin_near(from);
        if begin > to {
            return Vec::new();
        }
        let rule = match self.repeats {
            Repeats::Never => return Vec::from([begin]),
            Repeats::Daily => every(Frequency::Daily, 1),
            Repeats::Weekly => every(Frequency::Weekly, 1),
            Repeats::EveryTwoWeeks => every(Frequency::Weekly, 2),
            Repeats::Monthly => {
                let day = i8::try_from(self.first.day()).unwrap_or(i8::MAX);
                every(Frequency::Monthly, 1).by_month_day(vec![day])
            }
            Repeats::MonthlyWeekday => monthly_on(week_of_month(self.first), self.first),
            Repeats::MonthlyLastWeekday => monthly_on(LAST_WEEK, self.first),
        };
        // Only dates, in a zone whose clocks never change: the hour is added later.
        let Ok(rule) = rule.until(midnight(to)).build(midnight(begin)) else {
            debug_assert!(false, "every pattern makes a valid rule");
            return Vec::new();
        };
        let days = rule.all(u16::MAX).dates.into_iter().map(|date| date.date_naive());
        days.filter(|day| *day >= from).collect()
    }

    /// A date from which counting can start so that every date after `from` is found: its
    /// first, or an equivalent one that is nearer.
    fn begin_near(&self, from: NaiveDate) -> NaiveDate {
        let passed = u64::try_from((from - self.first).num_days()).unwrap_or(0);
        let step = match self.repeats {
            Repeats::Never => return self.first.max(from),
            Repeats::Monthly | Repeats::MonthlyWeekday | Repeats::MonthlyLastWeekday => {
                // It occurs once a month: in the month it began in, no date before the
                // first is found.
                let month = from.with_day(1).unwrap_or(from);
                return if passed == 0 { self.first } else { month };
            }
            Repeats::Daily => 1,
            Repeats::Weekly => 7,
            Repeats::EveryTwoWeeks => 14,
        };
        self.first.checked_add_days(Days::new(passed.next_multiple_of(step))).unwrap_or(from)
    }
}

fn every(frequency: Frequency, interval: u16) -> RRule<Unvalidated> {
    RRule::new(frequency).interval(interval)
}

/// Monthly, on the weekday of `day`, in that week of the month.
fn monthly_on(week: i16, day: NaiveDate) -> RRule<Unvalidated> {
    every(Frequency::Monthly, 1).by_weekday(vec![NWeekday::Nth(week, day.weekday())])
}

/// 1 for the first seven days of a month, up to 5 for the 29th to the 31st.
fn week_of_month(day: NaiveDate) -> i16 {
    i16::try_from(day.day0() / 7 + 1).unwrap_or(i16::MAX)
}

fn is_in_last_week(day: NaiveDate) -> bool {
    day.checked_add_days(Days::new(7)).is_none_or(|week_later| week_later.month() != day.month())
}

/// # Errors
/// `invalid_field` for `repeats` if the first day is not one that the rule would give:
/// most months have no fifth weekday.
fn require_weekday_of_month(first: NaiveDate, repeats: Repeats) -> Result<(), Rejection> {
    let refused = match repeats {
        Repeats::MonthlyWeekday if week_of_month(first) > WEEKS_IN_EVERY_MONTH => {
            "Not every month has a fifth such day. Please choose the last one of the month."
        }
        Repeats::MonthlyLastWeekday if !is_in_last_week(first) => {
            "The first day is not in the last week of its month."
        }
        Repeats::Never
        | Repeats::Daily
        | Repeats::Weekly
        | Repeats::EveryTwoWeeks
        | Repeats::Monthly
        | Repeats::MonthlyWeekday
        | Repeats::MonthlyLastWeekday => return Ok(()),
    };
    Err(Rejection::invalid("repeats", refused))
}

fn midnight(day: NaiveDate) -> chrono::DateTime<rrule::Tz> {
    day.and_time(NaiveTime::MIN).and_utc().with_timezone(&rrule::Tz::UTC)
}

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests;
