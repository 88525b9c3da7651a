//! Days, times of day and zones as people mean them, apart from any instant.
//! Which instants they are is the server's to say: it has the rules of the zones.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use ts_rs::TS;

/// A day of the calendar, "2026-11-24". Years 1900 to 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(type = "string")]
pub struct LocalDate(pub NaiveDate);

impl LocalDate {
    /// `None` where it is not written so, or is no day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        let plain = text.len() == 10 && (1900..=2200).contains(&date.year());
        plain.then_some(Self(date))
    }
}

impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A time of day, "08:00", as minutes after midnight: 0 to 1,439.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(type = "string")]
pub struct LocalTime(u16);

impl LocalTime {
    #[must_use]
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes < 24 * 60).then_some(Self(minutes))
    }

    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// `None` where it is not written "08:00".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if !two_digits(hours) || !two_digits(minutes) {
            return None;
        }
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours < 24 && minutes < 60).then_some(Self(hours * 60 + minutes))
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A milestone by its distance from the recovery date: "days_30", "months_18".
/// 1, 30, 60, 90 days, 6, 9, 12, 18 months, then whole years up to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(type = "string")]
pub enum Milestone {
    Days(u16),
    Months(u16),
}

impl Milestone {
    /// `None` for a distance that is no milestone.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let milestone = if let Some(days) = text.strip_prefix("days_") {
            Self::Days(days.parse().ok()?)
        } else {
            Self::Months(text.strip_prefix("months_")?.parse().ok()?)
        };
        (milestone.is_one() && milestone.to_string() == text).then_some(milestone)
    }

    const fn is_one(self) -> bool {
        match self {
            Self::Days(days) => matches!(days, 1 | 30 | 60 | 90),
            Self::Months(months) => {
                matches!(months, 6 | 9 | 18) || (months % 12 == 0 && months > 0 && months <= 1_200)
            }
        }
    }
}

impl fmt::Display for Milestone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(f, "days_{days}"),
            Self::Months(months) => write!(f, "months_{months}"),
        }
    }
}

/// The name of a time zone, such as "America/New_York", in the spelling of the
/// IANA database. Whether there is such a zone the server says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, TS)]
#[ts(type = "string")]
pub struct Zone(String);

impl Zone {
    /// `None` for what can't be a name of a zone.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
        ((1..=64).contains(&text.len()) && text.chars().all(fits)).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! written {
    ($($name:ident)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom("not written as it must be"))
            }
        }
    )*};
}

written! { LocalDate LocalTime Milestone Zone }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day_of_the_calendar() {
        assert!(LocalDate::parse("2028-02-29").is_some());
        for wrong in ["2027-02-29", "2026-13-01", "2026-1-1", "1899-12-31", "2201-01-01", ""] {
            assert_eq!(LocalDate::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_time_of_day_has_two_digits_twice() {
        assert_eq!(LocalTime::parse("08:05").map(LocalTime::minutes), Some(485));
        for wrong in ["24:00", "8:05", "08:60", "+8:05", "0805", ""] {
            assert_eq!(LocalTime::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_milestones_are_marks() {
        for right in ["days_1", "days_90", "months_6", "months_18", "months_24", "months_1200"] {
            assert_eq!(
                Milestone::parse(right).map(|milestone| milestone.to_string()),
                Some(right.to_owned())
            );
        }
        for wrong in ["days_2", "months_7", "months_30", "months_0", "months_1212", "days_030"] {
            assert_eq!(Milestone::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_zone_is_a_name_without_blanks() {
        assert!(Zone::parse("America/Argentina/Buenos_Aires").is_some());
        assert!(Zone::parse("Etc/GMT+3").is_some());
        assert_eq!(Zone::parse("not a zone"), None);
        assert_eq!(Zone::parse(""), None);
    }
}
