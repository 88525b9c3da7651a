//! What is counted, week by week, for the centre: how often, and never who.

use chrono::{Datelike as _, Days};
use circles_protocol::{LocalDate, WeekCounts, Word};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    Joined,
    CheckIns,
    Outreach,
    HelpRequests,
    HelpAcknowledged,
    NoContacts,
}

impl Word for Count {
    const ALL: &'static [Self] = &[
        Self::Joined,
        Self::CheckIns,
        Self::Outreach,
        Self::HelpRequests,
        Self::HelpAcknowledged,
        Self::NoContacts,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::CheckIns => "check_ins",
            Self::Outreach => "outreach",
            Self::HelpRequests => "help_requests",
            Self::HelpAcknowledged => "help_acknowledged",
            Self::NoContacts => "no_contacts",
        }
    }
}

impl Count {
    pub(crate) const fn none_in(week: LocalDate) -> WeekCounts {
        WeekCounts {
            week,
            joined: 0,
            check_ins: 0,
            outreach: 0,
            help_requests: 0,
            help_acknowledged: 0,
            no_contacts: 0,
        }
    }

    /// The number of this among a week's.
    pub(crate) const fn of(self, week: &mut WeekCounts) -> &mut u32 {
        match self {
            Self::Joined => &mut week.joined,
            Self::CheckIns => &mut week.check_ins,
            Self::Outreach => &mut week.outreach,
            Self::HelpRequests => &mut week.help_requests,
            Self::HelpAcknowledged => &mut week.help_acknowledged,
            Self::NoContacts => &mut week.no_contacts,
        }
    }
}

/// The Monday of the week that this day is in.
pub(crate) fn monday_of(day: LocalDate) -> LocalDate {
    let back = Days::new(day.0.weekday().num_days_from_monday().into());
    LocalDate(day.0.checked_sub_days(back).unwrap_or(day.0))
}

/// So many weeks up to this one, by their Mondays, oldest first.
pub(crate) fn weeks_up_to(monday: LocalDate, weeks: u64) -> impl Iterator<Item = LocalDate> {
    (0..weeks)
        .rev()
        .filter_map(move |back| monday.0.checked_sub_days(Days::new(back * 7)).map(LocalDate))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LocalDate {
        LocalDate::parse(text).unwrap()
    }

    #[test]
    fn a_week_begins_on_its_monday() {
        for within in ["2026-11-23", "2026-11-25", "2026-11-29"] {
            assert_eq!(monday_of(day(within)), day("2026-11-23"), "{within}");
        }
        assert_eq!(monday_of(day("2026-11-30")), day("2026-11-30"));
    }

    #[test]
    fn the_last_weeks_end_with_this_one() {
        let weeks: Vec<_> = weeks_up_to(day("2026-11-23"), 3).collect();
        assert_eq!(weeks, [day("2026-11-09"), day("2026-11-16"), day("2026-11-23")]);
    }

    #[test]
    fn every_kind_has_a_number_of_its_own() {
        let mut week = Count::none_in(day("2026-11-23"));
        for (nth, kind) in (1..).zip(Count::ALL) {
            *kind.of(&mut week) = nth;
        }
        for (nth, kind) in (1..).zip(Count::ALL) {
            assert_eq!(*kind.of(&mut week), nth, "{kind:?}");
        }
    }
}
