//! The steps of the hello ladder: when each comes, and which rules are valid.

use super::*;
use crate::domain::schedule::follow_up::{
    DEFAULT_DUE_MINUTE, FollowUpRules, FollowUpStep, StepDue, is_early, next_due, next_step,
    step_at, step_due,
};
use crate::domain::schedule::quiet::QuietHours;

pub(super) const RULES: FollowUpRules = FollowUpRules {
    nudge_hours: 12,
    hello_hours: 36,
    hello_hours_early: 24,
    attempt_hours: 72,
    attempt_hours_early: 48,
    no_contact_hours: 168,
    no_contact_hours_early: 96,
    close_hours: 336,
    early_days: 14,
    quiet: QuietHours { from_minute: 21 * 60, to_minute: 8 * 60 },
};

#[test]
fn a_centre_that_sets_nothing_has_these_rules() {
    assert_eq!(crate::domain::Rules::default().follow_up(), RULES);
}

fn steps(due: &str, early: bool, zone: Tz) -> [Timestamp; 5] {
    FollowUpStep::ALL.map(|step| step_at(&RULES, at(due), early, step, zone))
}

#[test]
fn the_steps_come_by_hours_since_the_time_due() {
    // Monday at 08:00 in New York.
    let usual = [
        "2025-06-02T20:00:00-04:00",
        "2025-06-03T20:00:00-04:00",
        "2025-06-05T08:00:00-04:00",
        "2025-06-09T08:00:00-04:00",
        "2025-06-16T08:00:00-04:00",
    ];
    assert_eq!(steps("2025-06-02T12:00:00Z", false, NEW_YORK), usual.map(at));
    let early = [
        "2025-06-02T20:00:00-04:00",
        "2025-06-03T08:00:00-04:00",
        "2025-06-04T08:00:00-04:00",
        "2025-06-06T08:00:00-04:00",
        "2025-06-16T08:00:00-04:00",
    ];
    assert_eq!(steps("2025-06-02T12:00:00Z", true, NEW_YORK), early.map(at));
}

#[test]
fn a_step_that_a_clock_change_pushes_into_the_night_waits() {
    // 36 hours after 08:00 is 21:00 if an hour was skipped.
    let spring = steps("2025-03-08T13:00:00Z", false, NEW_YORK);
    assert_eq!(spring[1], at("2025-03-10T08:00:00-04:00"));
    // 72 hours after 08:00 is 07:00 if an hour came twice.
    let autumn = steps("2025-11-01T12:00:00Z", false, NEW_YORK);
    assert_eq!(autumn[2], at("2025-11-04T08:00:00-05:00"));
}

#[test]
fn the_next_step_is_the_one_above_the_last() {
    let due = at("2025-06-02T12:00:00Z");
    let mut last = None;
    for step in FollowUpStep::ALL {
        let expected = (step, step_at(&RULES, due, false, step, NEW_YORK));
        assert_eq!(next_step(&RULES, due, false, last, NEW_YORK), Some(expected));
        last = Some(step);
    }
    assert_eq!(next_step(&RULES, due, false, last, NEW_YORK), None);
    assert_eq!(step_due(&RULES, due, false, last, NEW_YORK, Timestamp(i64::MAX)), StepDue::Nothing);
    assert!(FollowUpStep::ALL.is_sorted());
}

#[test]
fn a_step_found_late_at_night_waits_for_the_morning() {
    let due = at("2025-06-02T12:00:00Z");
    let asked = |now| step_due(&RULES, due, false, None, NEW_YORK, at(now));
    let nudge = at("2025-06-02T20:00:00-04:00");
    let morning = at("2025-06-03T08:00:00-04:00");
    assert_eq!(asked("2025-06-01T03:00:00-04:00"), StepDue::WaitUntil(nudge));
    assert_eq!(asked("2025-06-02T19:59:59.999-04:00"), StepDue::WaitUntil(nudge));
    assert_eq!(asked("2025-06-02T20:00:00-04:00"), StepDue::Take(FollowUpStep::Nudge));
    assert_eq!(asked("2025-06-02T23:00:00-04:00"), StepDue::WaitUntil(morning));
    assert_eq!(asked("2025-06-03T08:00:00-04:00"), StepDue::Take(FollowUpStep::Nudge));
}

#[test]
fn a_check_in_is_next_due_at_eight_after_a_sign_of_life_or_a_pause() {
    let due = |after| next_due(at(after), DEFAULT_DUE_MINUTE, NEW_YORK);
    assert_eq!(due("2025-06-02T07:59:00-04:00"), at("2025-06-02T08:00:00-04:00"));
    assert_eq!(due("2025-06-02T08:00:00-04:00"), at("2025-06-03T08:00:00-04:00"));
    assert_eq!(due("2025-06-02T23:30:00-04:00"), at("2025-06-03T08:00:00-04:00"));
}

#[test]
fn the_first_fortnight_runs_from_graduating_or_sharing_whichever_is_later() {
    let due = at("2025-06-16T08:00:00-04:00");
    let early = |graduated, shared| is_early(&RULES, date(graduated), date(shared), due, NEW_YORK);
    assert!(early("2025-06-03", "2025-06-03"));
    assert!(!early("2025-06-02", "2025-06-02"));
    assert!(early("2024-01-01", "2025-06-03"));
    assert!(early("2025-06-03", "2024-01-01"));
    assert!(!early("2024-01-01", "2025-06-02"));
    // The day is the local one: in UTC this is the 17th.
    let evening = at("2025-06-16T21:00:00-04:00");
    assert!(is_early(&RULES, date("2025-06-03"), date("2025-06-03"), evening, NEW_YORK));
}

/// Any rules that the settings accept.
pub(super) fn sound_rules() -> impl Strategy<Value = FollowUpRules> {
    let steps = || proptest::collection::vec(1..150_u16, 3);
    (1..40_u16, steps(), steps(), 1..150_u16, minutes(), minutes()).prop_map(
        |(nudge_hours, usual, early, close, from_minute, to_minute)| {
            let climb = |steps: &[u16]| nudge_hours + steps.iter().sum::<u16>();
            FollowUpRules {
                nudge_hours,
                hello_hours: climb(&usual[..1]),
                hello_hours_early: climb(&early[..1]),
                attempt_hours: climb(&usual[..2]),
                attempt_hours_early: climb(&early[..2]),
                no_contact_hours: climb(&usual),
                no_contact_hours_early: climb(&early),
                close_hours: climb(&usual).max(climb(&early)) + close,
                early_days: 14,
                quiet: QuietHours { from_minute, to_minute },
            }
        },
    )
}

proptest! {
    #![proptest_config(few(200))]

    #[test]
    fn no_step_comes_before_the_one_below_it(
        rules in sound_rules(), due in moments(), early: bool, zone in zones(),
    ) {
        let mut last = due;
        for step in FollowUpStep::ALL {
            let found = step_at(&rules, due, early, step, zone);
            prop_assert!(found >= last, "{step:?}");
            prop_assert!(found > due);
            prop_assert!(!rules.quiet.hold(found, zone), "{step:?}");
            last = found;
        }
    }
}
