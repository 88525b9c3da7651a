//! What a setting is: its name, what it is for, its bounds, and where its value is kept.
//! Reading the sources, `--help` and the page for operators all go by tables of these.

use std::ops::RangeInclusive;

use super::Settings;
use super::values::{Given, Rule, time_of_day, whole, whole_rule};

pub(crate) struct Setting {
    pub(crate) name: &'static str,
    /// In Markdown, as the page for operators shows it.
    pub(crate) about: &'static str,
    pub(super) value: Value,
}

pub(super) enum Value {
    Whole {
        bounds: RangeInclusive<i64>,
        get: fn(&Settings) -> i64,
        /// `None` where the number does not fit; the bounds see to it that it does.
        set: fn(&mut Settings, i64) -> Option<()>,
    },
    /// In minutes since midnight.
    TimeOfDay { get: fn(&Settings) -> u32, set: fn(&mut Settings, u32) },
    Other {
        /// In Markdown.
        get: fn(&Settings) -> String,
        set: fn(&mut Settings, &Given) -> Result<(), Rule>,
    },
}

/// A whole number, within bounds, in this field of the settings.
macro_rules! whole {
    ($name:literal, $bounds:expr, $($field:ident).+, $about:literal) => {
        Setting {
            name: $name,
            about: $about,
            value: Value::Whole {
                bounds: $bounds,
                get: |settings| $crate::settings::table::number(settings.$($field).+),
                set: |settings, number| {
                    settings.$($field).+ = $crate::settings::table::fitting(number)?;
                    Some(())
                },
            },
        }
    };
}

/// The same for a duration in milliseconds.
macro_rules! millis {
    ($name:literal, $bounds:expr, $($field:ident).+, $about:literal) => {
        Setting {
            name: $name,
            about: $about,
            value: Value::Whole {
                bounds: $bounds,
                get: |settings| $crate::settings::table::number(settings.$($field).+.as_millis()),
                set: |settings, number| {
                    let millis = $crate::settings::table::fitting(number)?;
                    settings.$($field).+ = std::time::Duration::from_millis(millis);
                    Some(())
                },
            },
        }
    };
}

pub(super) use {millis, whole as whole_setting};

pub(super) fn number<T: TryInto<i64>>(value: T) -> i64 {
    value.try_into().unwrap_or(i64::MAX)
}

pub(super) fn fitting<T: TryFrom<i64>>(value: i64) -> Option<T> {
    T::try_from(value).ok()
}

impl Setting {
    pub(super) fn apply(&self, settings: &mut Settings, given: &Given) -> Result<(), Rule> {
        match &self.value {
            Value::Whole { bounds, set, .. } => {
                set(settings, whole(given, bounds)?).ok_or_else(|| whole_rule(bounds))
            }
            Value::TimeOfDay { set, .. } => {
                set(settings, time_of_day(given)?);
                Ok(())
            }
            Value::Other { set, .. } => set(settings, given),
        }
    }

    /// In Markdown.
    pub(super) fn default_value(&self) -> String {
        let settings = Settings::default();
        match &self.value {
            Value::Whole { get, .. } => get(&settings).to_string(),
            Value::TimeOfDay { get, .. } => {
                let minutes = get(&settings);
                format!("{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Value::Other { get, .. } => get(&settings),
        }
    }

    pub(super) fn bounds(&self) -> String {
        match &self.value {
            Value::Whole { bounds, .. } => format!("{} to {}", bounds.start(), bounds.end()),
            Value::TimeOfDay { .. } | Value::Other { .. } => String::new(),
        }
    }

    /// A line for `--help`.
    pub(crate) fn help(&self) -> String {
        let (about, default, bounds) = (self.about, self.default_value(), self.bounds());
        let bounds = if bounds.is_empty() { bounds } else { format!("; {bounds}") };
        format!("{:26} {about} [{default}{bounds}]", self.name).replace('`', "")
    }
}
