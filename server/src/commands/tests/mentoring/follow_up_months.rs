//! The hello ladder in random months: check-ins, pauses, moves to other zones, consents,
//! a server that is down. Whatever happens, each step comes once in a silence, in order,
//! by day, and nobody is told about an alum who doesn't share.

use circles_protocol::Consent;
use proptest::prelude::*;

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::tests::care::check_ins::not_today;
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::mentoring::follow_up::{FollowUpFixture, NEW_YORK};
use crate::commands::tests::*;
use crate::domain::schedule::follow_up::FollowUpStep;
use crate::domain::schedule::zone;

/// What an alum, or the server, does at some hour.
#[derive(Debug, Clone, Copy)]
enum Action {
    CheckIn,
    Pause(u16),
    Revoke,
    Give,
    Live(&'static str, u16),
    /// The server is down for this many hours, and nothing runs.
    Down(i64),
}

fn actions() -> impl Strategy<Value = Vec<(i64, Action)>> {
    let zones =
        ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC"];
    let times = [480, 0, 735, 1_259, 1_439];
    let action = prop_oneof![
        6 => Just(Action::CheckIn),
        2 => (0..=30_u16).prop_map(Action::Pause),
        1 => Just(Action::Revoke),
        2 => Just(Action::Give),
        1 => (0..zones.len(), 0..times.len()).prop_map(move |(zone, time)| {
            Action::Live(zones[zone], times[time])
        }),
        1 => (1..400_i64).prop_map(Action::Down),
    ];
    // Most wait a day or two; some are silent for weeks.
    let minutes = prop_oneof![3 => 1..4_000_i64, 1 => 4_000..40_000_i64];
    prop::collection::vec((minutes, action), 1..25)
}

/// What is known of the present silence without looking at the ladder.
struct Known {
    zone: &'static str,
    shared: bool,
    paused_until: Timestamp,
    heard: Timestamp,
    steps: Vec<FollowUpStep>,
}

async fn action(ladder: &FollowUpFixture, known: &mut Known, action: Action, now: Timestamp) {
    let PairingFixture { fixture, dee, .. } = &ladder.paired;
    match action {
        Action::CheckIn => drop(fixture.checks_in(*dee, not_today(now), now).await.unwrap()),
        Action::Pause(days) => {
            fixture.pauses(*dee, days, now).await.unwrap();
            known.paused_until = now.plus_ms(i64::from(days) * DAY_MS);
        }
        Action::Revoke => {
            fixture.takes_back(*dee, Consent::MentorSeesCheckIns, now).await;
            known.shared = false;
        }
        Action::Give if known.shared => return,
        Action::Give => {
            fixture.gives(*dee, Consent::MentorSeesCheckIns, now).await.unwrap();
            known.shared = true;
        }
        Action::Live(zone, minute) => {
            fixture.lives_in(*dee, zone, minute, now).await.unwrap();
            known.zone = zone;
        }
        Action::Down(_) => return,
    }
    fixture.heard();
    known.heard = now;
    known.steps.clear();
}

async fn look(ladder: &mut FollowUpFixture, known: &mut Known, now: Timestamp) {
    let steps_taken = ladder.pass(now).await;
    if steps_taken.is_empty() {
        return;
    }
    let local = chrono::DateTime::from_timestamp_millis(now.0).unwrap();
    let local = local.with_timezone(&zone::find(known.zone).unwrap());
    assert!(known.shared && now >= known.paused_until, "{local}");
    assert!(("08:00".."21:00").contains(&&*local.format("%H:%M").to_string()), "{local}");
    let since = known.heard.max(known.paused_until);
    for (step, hours) in FollowUpStep::ALL.into_iter().zip([12, 24, 48, 96, 336]) {
        if steps_taken.contains(&step) {
            assert!(now >= since.plus_ms(hours * HOUR_MS), "{step:?} at {local}");
        }
    }
    known.steps.extend(steps_taken);
    assert_eq!(known.steps[..], FollowUpStep::ALL[..known.steps.len()], "in order, each once");
}

async fn months(actions: Vec<(i64, Action)>) {
    let (paired, pairing) = PairingFixture::paired().await;
    paired.fixture.heard();
    let mut ladder = FollowUpFixture { paired, pairing };
    let mut now = NOW;
    let (heard, paused_until, steps) = (now, now, Vec::new());
    let mut known = Known { zone: NEW_YORK, shared: false, paused_until, heard, steps };
    for (minutes, next) in actions {
        let then = now.plus_ms(minutes * MINUTE_MS);
        while let Some(due) = ladder.next().await.filter(|due| *due <= then) {
            now = due.max(now);
            ladder.paired.fixture.restart().await;
            look(&mut ladder, &mut known, now).await;
        }
        now = then;
        action(&ladder, &mut known, next, now).await;
        ladder.paired.fixture.restart().await;
        if let Action::Down(hours) = next {
            now = now.plus_ms(hours * HOUR_MS);
            look(&mut ladder, &mut known, now).await;
        }
        // If it is shared and not at its last step, a timer is pending.
        let rests = known.steps.len() == FollowUpStep::ALL.len();
        assert_eq!(ladder.follow_up().await.is_some(), known.shared);
        assert_eq!(ladder.next().await.is_some(), known.shared && !rests);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_happens_in_months_each_step_comes_once_in_order_and_by_day(actions in actions()) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(months(actions));
    }
}
