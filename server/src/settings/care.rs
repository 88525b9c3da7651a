//! The settings that fill `CareRules`: their limits, and how they depend on each other.
//! Their lines for `--help` are in `keys`, with all others.

use std::ops::RangeInclusive;

use super::keys::{Given, Rule, text, whole};
use crate::domain::CareRules;
use crate::limits::MENTEES_PER_MENTOR;

const HOURS: RangeInclusive<i64> = 1..=8_760;
const MINUTES: RangeInclusive<i64> = 1..=1_440;
const DAYS: RangeInclusive<i64> = 1..=3_650;
const PEOPLE: RangeInclusive<i64> = 1..=MENTEES_PER_MENTOR as i64;

/// Sets the key if it is one of these; `None` if it is not.
pub(super) fn apply(rules: &mut CareRules, key: &str, given: &Given) -> Option<Result<(), Rule>> {
    let (place, bounds) = match key {
        "quiet_from" => return Some(set(&mut rules.quiet_from, time_of_day(given))),
        "quiet_to" => return Some(set(&mut rules.quiet_to, time_of_day(given))),
        "nudge_hours" => (&mut rules.nudge_hours, HOURS),
        "hello_hours" => (&mut rules.hello_hours, HOURS),
        "hello_hours_early" => (&mut rules.hello_hours_early, HOURS),
        "attempt_hours" => (&mut rules.attempt_hours, HOURS),
        "attempt_hours_early" => (&mut rules.attempt_hours_early, HOURS),
        "no_contact_hours" => (&mut rules.no_contact_hours, HOURS),
        "no_contact_hours_early" => (&mut rules.no_contact_hours_early, HOURS),
        "close_hours" => (&mut rules.close_hours, HOURS),
        "early_days" => (&mut rules.early_days, 0..=365),
        "help_second_minutes" => (&mut rules.help_second_minutes, MINUTES),
        "help_centre_minutes" => (&mut rules.help_centre_minutes, MINUTES),
        "caseload" => (&mut rules.caseload, PEOPLE),
        "caseload_early" => (&mut rules.caseload_early, PEOPLE),
        "newcomer_days" => (&mut rules.newcomer_days, DAYS),
        "direct_request_days_until" => (&mut rules.direct_request_days_until, DAYS),
        "direct_requests_per_week" => (&mut rules.direct_requests_per_week, 1..=100),
        "direct_cool_off_days" => (&mut rules.direct_cool_off_days, DAYS),
        "direct_kept_days" => (&mut rules.direct_kept_days, DAYS),
        "check_ins_kept_days" => (&mut rules.check_ins_kept_days, DAYS),
        "help_kept_days" => (&mut rules.help_kept_days, DAYS),
        "meeting_reminder_minutes" => (&mut rules.meeting_reminder_minutes, MINUTES),
        _ => return None,
    };
    Some(set(place, whole(given, bounds)))
}

fn set(place: &mut u32, value: Result<u32, Rule>) -> Result<(), Rule> {
    *place = value?;
    Ok(())
}

/// Minutes since midnight.
fn time_of_day(given: &Given) -> Result<u32, Rule> {
    let rule = || "must be a time of day, such as 21:00".to_owned();
    let (hours, minutes) =
        text(given).map_err(|_| rule())?.trim().split_once(':').ok_or_else(rule)?;
    let part = |part: &str, below: u32| -> Result<u32, Rule> {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|number| plain && *number < below).ok_or_else(rule)
    };
    Ok(part(hours, 24)? * 60 + part(minutes, 60)?)
}

/// Rules between these keys: what comes later must be later.
pub(super) fn check_together(rules: &CareRules) -> Result<(), (&'static str, Rule)> {
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
    use super::*;

    fn set_to(pairs: &[(&str, &str)]) -> Result<CareRules, Rule> {
        let mut rules = CareRules::default();
        for (key, value) in pairs {
            apply(&mut rules, key, &Given::Text((*value).into())).expect("a key of these")?;
        }
        Ok(rules)
    }

    #[track_caller]
    fn refused(pairs: &[(&str, &str)]) -> (&'static str, String) {
        check_together(&set_to(pairs).unwrap()).expect_err("these do not go together")
    }

    #[test]
    fn the_built_in_numbers_hang_together() {
        assert_eq!(check_together(&CareRules::default()), Ok(()));
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
