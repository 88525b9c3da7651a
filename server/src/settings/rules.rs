//! The settings of what happens by time, and of how much is too much: `Rules`.

use std::ops::RangeInclusive;

use super::table::{Setting, Value, millis, whole_setting as whole};
use super::values::Rule;
use crate::domain::Rules;
use crate::limits::MENTEES_PER_MENTOR;

const HOURS: RangeInclusive<i64> = 1..=8_760;
const MINUTES: RangeInclusive<i64> = 1..=1_440;
const DAYS: RangeInclusive<i64> = 1..=3_650;
const PEOPLE: RangeInclusive<i64> = 1..=MENTEES_PER_MENTOR as i64;

/// A time of day, in this field of the settings.
macro_rules! time_of_day {
    ($name:literal, $($field:ident).+, $about:literal) => {
        Setting {
            name: $name,
            about: $about,
            value: Value::TimeOfDay {
                get: |settings| settings.$($field).+,
                set: |settings, minutes| settings.$($field).+ = minutes,
            },
        }
    };
}

pub(super) const SETTINGS: &[Setting] = &[
    millis!(
        "scheduler_tick_ms",
        20..=60_000,
        scheduler_tick,
        "the longest time between two checks of what is due"
    ),
    whole!(
        "nudge_hours",
        HOURS,
        rules.nudge_hours,
        "until the alum gets a friendly note; nobody else is told"
    ),
    whole!("hello_hours", HOURS, rules.hello_hours, "until the mentor's board says \"say hello\""),
    whole!(
        "hello_hours_early",
        HOURS,
        rules.hello_hours_early,
        "the same, in the first `early_days`"
    ),
    whole!(
        "attempt_hours",
        HOURS,
        rules.attempt_hours,
        "until the mentor is asked to try to reach the alum"
    ),
    whole!(
        "attempt_hours_early",
        HOURS,
        rules.attempt_hours_early,
        "the same, in the first `early_days`"
    ),
    whole!(
        "no_contact_hours",
        HOURS,
        rules.no_contact_hours,
        "until a coordinator is told \"no contact\" and nothing else"
    ),
    whole!(
        "no_contact_hours_early",
        HOURS,
        rules.no_contact_hours_early,
        "the same, in the first `early_days`"
    ),
    whole!(
        "close_hours",
        HOURS,
        rules.close_hours,
        "until a coordinator is asked to close the notice"
    ),
    whole!(
        "early_days",
        0..=365,
        rules.early_days,
        "for how many days the `_early` values apply; 0 for none"
    ),
    time_of_day!(
        "quiet_from",
        rules.quiet_from,
        "quiet hours begin: no notes go out from this time on, in the alum's zone"
    ),
    time_of_day!(
        "quiet_to",
        rules.quiet_to,
        "quiet hours end; the same time as `quiet_from` for no quiet hours"
    ),
    whole!(
        "help_second_minutes",
        MINUTES,
        rules.help_second_minutes,
        "from asking for help to alerting the second person on call, if nobody has answered"
    ),
    whole!(
        "help_centre_minutes",
        MINUTES,
        rules.help_centre_minutes,
        "from asking for help to alerting the coordinators, if nobody has answered; must be more than `help_second_minutes`"
    ),
    whole!("caseload", PEOPLE, rules.caseload, "how many mentees one mentor may have"),
    whole!(
        "caseload_early",
        PEOPLE,
        rules.caseload_early,
        "how many of these may be newcomers; not more than `caseload`"
    ),
    whole!(
        "newcomer_days",
        DAYS,
        rules.newcomer_days,
        "for how many days an alum is a newcomer and has more protection"
    ),
    whole!(
        "direct_request_days_until",
        DAYS,
        rules.direct_request_days_until,
        "until this day an alum has to ask before a private conversation opens; must be more than `newcomer_days`"
    ),
    whole!(
        "direct_requests_per_week",
        1..=100,
        rules.direct_requests_per_week,
        "new private conversations that an alum may ask for in a week"
    ),
    whole!(
        "direct_cool_off_days",
        DAYS,
        rules.direct_cool_off_days,
        "days after a no before the same person may be asked again"
    ),
    whole!(
        "direct_kept_days",
        DAYS,
        rules.direct_kept_days,
        "days for which the words of a private conversation are kept"
    ),
    whole!(
        "check_ins_kept_days",
        DAYS,
        rules.check_ins_kept_days,
        "days for which check-ins are kept"
    ),
    whole!(
        "help_kept_days",
        DAYS,
        rules.help_kept_days,
        "days for which the words of a help request are kept"
    ),
    whole!(
        "meeting_reminder_minutes",
        MINUTES,
        rules.meeting_reminder_minutes,
        "from a meeting's reminder to the meeting"
    ),
];

/// Rules between these keys: what comes later must come later.
pub(super) fn check_together(rules: &Rules) -> Result<(), (&'static str, Rule)> {
    let climbing = [
        ("nudge_hours", rules.nudge_hours, "hello_hours", rules.hello_hours),
        ("hello_hours", rules.hello_hours, "attempt_hours", rules.attempt_hours),
        ("attempt_hours", rules.attempt_hours, "no_contact_hours", rules.no_contact_hours),
        ("no_contact_hours", rules.no_contact_hours, "close_hours", rules.close_hours),
        ("nudge_hours", rules.nudge_hours, "hello_hours_early", rules.hello_hours_early),
        (
            "hello_hours_early",
            rules.hello_hours_early,
            "attempt_hours_early",
            rules.attempt_hours_early,
        ),
        (
            "attempt_hours_early",
            rules.attempt_hours_early,
            "no_contact_hours_early",
            rules.no_contact_hours_early,
        ),
        (
            "help_second_minutes",
            rules.help_second_minutes,
            "help_centre_minutes",
            rules.help_centre_minutes,
        ),
        (
            "newcomer_days",
            rules.newcomer_days,
            "direct_request_days_until",
            rules.direct_request_days_until,
        ),
    ];
    for (first, earlier, second, later) in climbing {
        if later <= earlier {
            return Err((second, format!("must be more than {first}")));
        }
    }
    let bounded = [
        ("hello_hours_early", rules.hello_hours_early, "hello_hours", rules.hello_hours),
        ("attempt_hours_early", rules.attempt_hours_early, "attempt_hours", rules.attempt_hours),
        (
            "no_contact_hours_early",
            rules.no_contact_hours_early,
            "no_contact_hours",
            rules.no_contact_hours,
        ),
        ("caseload_early", rules.caseload_early, "caseload", rules.caseload),
    ];
    for (small, less, large, more) in bounded {
        if less > more {
            return Err((small, format!("must not be more than {large}")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::super::values::Given;
    use super::*;

    fn set_to(pairs: &[(&str, &str)]) -> Result<Rules, Rule> {
        let mut settings = Settings::default();
        for (name, value) in pairs {
            let setting = SETTINGS.iter().find(|setting| setting.name == *name).unwrap();
            setting.apply(&mut settings, &Given::Text((*value).into()))?;
        }
        Ok(settings.rules)
    }

    #[track_caller]
    fn refused(pairs: &[(&str, &str)]) -> (&'static str, String) {
        check_together(&set_to(pairs).unwrap()).expect_err("these do not go together")
    }

    #[test]
    fn the_built_in_numbers_hang_together() {
        assert_eq!(check_together(&Rules::default()), Ok(()));
    }

    #[test]
    fn a_time_of_day_has_hours_and_minutes() {
        assert_eq!(set_to(&[("quiet_from", "22:30")]).unwrap().quiet_from, 22 * 60 + 30);
        assert_eq!(set_to(&[("quiet_to", "00:00")]).unwrap().quiet_to, 0);
        for wrong in ["24:00", "9:00", "21", "21:60", "21:00:00", "-1:00", "+1:00", "nine", ""] {
            assert!(set_to(&[("quiet_to", wrong)]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_keep_to_their_bounds() {
        assert_eq!(set_to(&[("nudge_hours", "1")]).unwrap().nudge_hours, 1);
        assert!(set_to(&[("nudge_hours", "0")]).is_err());
        assert!(set_to(&[("close_hours", "8761")]).is_err());
        assert_eq!(set_to(&[("early_days", "0")]).unwrap().early_days, 0);
    }

    #[test]
    fn each_step_is_above_the_one_before() {
        let (key, rule) = refused(&[("hello_hours", "12"), ("hello_hours_early", "12")]);
        assert_eq!((key, rule.as_str()), ("hello_hours", "must be more than nudge_hours"));
        assert_eq!(refused(&[("attempt_hours", "36")]).0, "attempt_hours");
        assert_eq!(refused(&[("no_contact_hours", "72")]).0, "no_contact_hours");
        assert_eq!(refused(&[("close_hours", "168")]).0, "close_hours");
        assert_eq!(refused(&[("nudge_hours", "24")]).0, "hello_hours_early");
        assert_eq!(refused(&[("attempt_hours_early", "24")]).0, "attempt_hours_early");
        assert_eq!(refused(&[("no_contact_hours_early", "48")]).0, "no_contact_hours_early");
        assert_eq!(refused(&[("help_centre_minutes", "10")]).0, "help_centre_minutes");
        assert_eq!(refused(&[("direct_request_days_until", "90")]).0, "direct_request_days_until");
    }

    #[test]
    fn early_is_never_more_than_later() {
        let (key, rule) = refused(&[("hello_hours_early", "37")]);
        assert_eq!(
            (key, rule.as_str()),
            ("hello_hours_early", "must not be more than hello_hours")
        );
        assert_eq!(refused(&[("attempt_hours_early", "73")]).0, "attempt_hours_early");
        assert_eq!(refused(&[("no_contact_hours_early", "169")]).0, "no_contact_hours_early");
        assert_eq!(refused(&[("caseload_early", "16")]).0, "caseload_early");
        let level = set_to(&[("hello_hours_early", "36"), ("caseload_early", "15")]).unwrap();
        assert_eq!(check_together(&level), Ok(()));
    }
}
