//! What is counted per week, and which week a day belongs to. Only numbers: it doesn't
//! know about whom.

use chrono::{Datelike as _, Days, NaiveDate};
use circles_protocol::WireEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Count {
    Joined,
    CheckIns,
    Outreach,
    HelpRequests,
    HelpAcknowledged,
    NoContacts,
}

impl WireEnum for Count {
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

/// The Monday that begins the week of that day.
pub(crate) fn monday(day: NaiveDate) -> NaiveDate {
    let since = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(since)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_its_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (date, begins) in [
            ("2026-11-23", "2026-11-23"),
            ("2026-11-25", "2026-11-23"),
            ("2026-11-29", "2026-11-23"),
            ("2027-01-01", "2026-12-28"),
        ] {
            assert_eq!(monday(day(date)), day(begins), "{date}");
        }
    }

    #[test]
    fn everything_counted_is_found_by_its_word() {
        for count in Count::ALL {
            assert_eq!(Count::find(count.as_str()), Some(*count));
        }
    }
}
