//! The hello ladder in months at random: check-ins, pauses, moves to other zones,
//! consents, a server that is down. Whatever happens, each step comes once in a
//! silence, in order, by day, and to nobody who does not share.

use circles_protocol::Consent;
use proptest::prelude::*;

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::tests::care::check_ins::not_today;
use crate::commands::tests::mentoring::Walk;
use crate::commands::tests::mentoring::follow_up::{Climb, NEW_YORK};
use crate::commands::tests::*;
use crate::domain::calendar::follow_up::FollowUpStep;
use crate::domain::calendar::zone;

/// What an alum, or the house, does at some hour.
#[derive(Debug, Clone, Copy)]
enum Act {
    CheckIn,
    Pause(u16),
    Revoke,
    Give,
    Live(&'static str, u16),
    /// The server is down for so many hours, and nobody looks.
    Down(i64),
}

fn acts() -> impl Strategy<Value = Vec<(i64, Act)>> {
    let zones =
        ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC"];
    let times = [480, 0, 735, 1_259, 1_439];
    let act = prop_oneof![
        6 => Just(Act::CheckIn),
        2 => (0..=30_u16).prop_map(Act::Pause),
        1 => Just(Act::Revoke),
        2 => Just(Act::Give),
        1 => (0..zones.len(), 0..times.len()).prop_map(move |(zone, time)| {
            Act::Live(zones[zone], times[time])
        }),
        1 => (1..400_i64).prop_map(Act::Down),
    ];
    // Most wait a day or two; some are silent for weeks.
    let minutes = prop_oneof![3 => 1..4_000_i64, 1 => 4_000..40_000_i64];
    prop::collection::vec((minutes, act), 1..25)
}

/// What is known of the present silence without asking the ladder.
struct Known {
    zone: &'static str,
    shared: bool,
    paused_until: Timestamp,
    heard: Timestamp,
    steps: Vec<FollowUpStep>,
}

async fn act(climb: &Climb, known: &mut Known, act: Act, now: Timestamp) {
    let Walk { house, dee, .. } = &climb.walk;
    match act {
        Act::CheckIn => drop(house.checks_in(*dee, not_today(now), now).await.unwrap()),
        Act::Pause(days) => {
            house.pauses(*dee, days, now).await.unwrap();
            known.paused_until = now.plus_ms(i64::from(days) * DAY_MS);
        }
        Act::Revoke => {
            house.takes_back(*dee, Consent::MentorSeesCheckIns, now).await;
            known.shared = false;
        }
        Act::Give if known.shared => return,
        Act::Give => {
            house.gives(*dee, Consent::MentorSeesCheckIns, now).await.unwrap();
            known.shared = true;
        }
        Act::Live(zone, minute) => {
            house.lives_in(*dee, zone, minute, now).await.unwrap();
            known.zone = zone;
        }
        Act::Down(_) => return,
    }
    house.heard();
    known.heard = now;
    known.steps.clear();
}

async fn look(climb: &mut Climb, known: &mut Known, now: Timestamp) {
    let climbed = climb.pass(now).await;
    if climbed.is_empty() {
        return;
    }
    let local = chrono::DateTime::from_timestamp_millis(now.0).unwrap();
    let local = local.with_timezone(&zone::find(known.zone).unwrap());
    assert!(known.shared && now >= known.paused_until, "{local}");
    assert!(("08:00".."21:00").contains(&&*local.format("%H:%M").to_string()), "{local}");
    let since = known.heard.max(known.paused_until);
    for (step, hours) in FollowUpStep::ALL.into_iter().zip([12, 24, 48, 96, 336]) {
        if climbed.contains(&step) {
            assert!(now >= since.plus_ms(hours * HOUR_MS), "{step:?} at {local}");
        }
    }
    known.steps.extend(climbed);
    assert_eq!(known.steps[..], FollowUpStep::ALL[..known.steps.len()], "in order, each once");
}

async fn months(acts: Vec<(i64, Act)>) {
    let (walk, pairing) = Walk::paired().await;
    walk.house.heard();
    let mut climb = Climb { walk, pairing };
    let mut now = NOW;
    let (heard, paused_until, steps) = (now, now, Vec::new());
    let mut known = Known { zone: NEW_YORK, shared: false, paused_until, heard, steps };
    for (minutes, next) in acts {
        let then = now.plus_ms(minutes * MINUTE_MS);
        while let Some(due) = climb.next().await.filter(|due| *due <= then) {
            now = due.max(now);
            climb.walk.house.restart().await;
            look(&mut climb, &mut known, now).await;
        }
        now = then;
        act(&climb, &mut known, next, now).await;
        climb.walk.house.restart().await;
        if let Act::Down(hours) = next {
            now = now.plus_ms(hours * HOUR_MS);
            look(&mut climb, &mut known, now).await;
        }
        // Where it is shared and not at its end, there is something to come.
        let rests = known.steps.len() == FollowUpStep::ALL.len();
        assert_eq!(climb.follow_up().await.is_some(), known.shared);
        assert_eq!(climb.next().await.is_some(), known.shared && !rests);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_happens_in_months_each_step_comes_once_in_order_and_by_day(acts in acts()) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(months(acts));
    }
}
