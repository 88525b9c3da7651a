//! What clears a hello ladder and what removes it, over a real store: signs of life,
//! pauses, and the end of sharing.

use circles_protocol::requests::{LogOutreach, StopMentoring};
use circles_protocol::{Consent, DirectWith, Means, NoContactOutcome, OutreachOutcome};

use crate::clock::DAY_MS;
use crate::commands::mentoring::log_outreach::log_outreach;
use crate::commands::mentoring::stop_mentoring::stop_mentoring;
use crate::commands::tests::care::check_ins::{low, not_today};
use crate::commands::tests::mentoring::Walk;
use crate::commands::tests::mentoring::follow_up::{Climb, LORD_HOWE, NEW_YORK, at};
use crate::commands::tests::*;
use crate::domain::calendar::follow_up::FollowUpStep;

/// Until the centre is told, in the morning of the fifth day.
async fn unheard() -> (Climb, Timestamp) {
    let mut climb = Climb::silent_since(NEW_YORK, NOW, NOW).await;
    // The mentor opened their conversation before the silence began.
    let with = DirectWith::ByPairing { pairing: climb.pairing };
    climb.walk.fixture.try_open(climb.walk.ray, with, Some("Hello"), NOW).await.unwrap();
    climb.walk.fixture.heard();
    while climb.step().await != Some(FollowUpStep::NoContact) {
        let next = climb.next().await.unwrap();
        climb.pass(next).await;
    }
    (climb, at("2026-09-27T12:00:00-04:00"))
}

impl Climb {
    async fn is_cleared(&self, now: Timestamp, what: &str) {
        let Walk { fixture, staff, ray, dee, .. } = &self.walk;
        let follow_up = self.follow_up().await.unwrap();
        assert_eq!(follow_up.step, None, "{what}");
        assert!(follow_up.due_at > now && self.next().await.unwrap() > follow_up.due_at, "{what}");
        assert!(!fixture.care(*dee, now).await.hello_due, "{what}");
        assert_eq!(fixture.board(*ray, now).await[0].hello_step, None, "{what}");
        assert_eq!(fixture.silences(*staff).await, [], "{what}");
    }
}

#[tokio::test]
async fn any_sign_of_life_clears_it_and_closes_what_the_centre_was_told() {
    for what in ["check-in", "not today", "pause", "settings", "reply", "reached", "role"] {
        let (climb, now) = unheard().await;
        let Walk { fixture, staff, ray, dee, .. } = &climb.walk;
        match what {
            "check-in" => fixture.checks_in(*dee, low(now, "back"), now).await,
            // Written two days ago, without a network.
            "not today" => fixture.checks_in(*dee, not_today(now.plus_ms(-2 * DAY_MS)), now).await,
            "pause" => fixture.pauses(*dee, 7, now).await,
            "settings" => fixture.lives_in(*dee, LORD_HOWE, 480, now).await,
            "reply" => {
                let direct = fixture.board(*ray, now).await[0].direct.unwrap();
                let message = SendMessage { circle: direct, ..fixture.message("I'm all right") };
                fixture.send_at(*dee, message, now).await
            }
            "reached" => fixture.log(*ray, climb.pairing, Means::InPerson, now).await,
            _ => {
                let silence = fixture.silences(*staff).await[0].id;
                fixture.close_silence(*staff, silence, NoContactOutcome::Reached).await
            }
        }
        .unwrap();
        let now = if what == "role" { NOW } else { now };
        climb.is_cleared(now, what).await;
    }
}

#[tokio::test]
async fn what_is_no_reply_to_the_mentor_clears_nothing() {
    let (climb, now) = unheard().await;
    let Walk { fixture, ray, dee, .. } = &climb.walk;
    fixture.send_at(*dee, fixture.message("to the circle"), now).await.unwrap();
    let direct = fixture.board(*ray, now).await[0].direct.unwrap();
    let from_ray = SendMessage { circle: direct, ..fixture.message("How are you?") };
    fixture.send_at(*ray, from_ray, now).await.unwrap();
    assert_eq!(climb.step().await, Some(FollowUpStep::NoContact));
}

#[tokio::test]
async fn an_attempt_takes_the_hello_off_the_board_until_the_next_step() {
    let mut climb = Climb::silent_since(NEW_YORK, NOW, NOW).await;
    for step in [FollowUpStep::Nudge, FollowUpStep::SayHello, FollowUpStep::Attempt] {
        let next = climb.next().await.unwrap();
        assert_eq!(climb.pass(next).await, [step]);
        let Walk { fixture, ray, .. } = &climb.walk;
        assert_eq!(
            fixture.board(*ray, next).await[0].hello_step.is_some(),
            step != FollowUpStep::Nudge
        );
        let (pairing, means, outcome) = (climb.pairing, Means::Message, OutreachOutcome::Attempt);
        let attempt = LogOutreach { pairing, means, outcome };
        log_outreach(context(&fixture.store, *ray, next), attempt).await.unwrap();
        fixture.heard();
        assert_eq!(fixture.board(*ray, next).await[0].hello_step, None);
        assert_eq!(climb.step().await, Some(step), "an attempt is not contact");
    }
}

#[tokio::test]
async fn nothing_is_said_during_a_pause_and_the_ladder_begins_after_it() {
    let mut climb = Climb::silent_since(NEW_YORK, NOW, NOW).await;
    climb.walk.fixture.pauses(climb.walk.dee, 30, NOW).await.unwrap();
    climb.walk.fixture.checks_in(climb.walk.dee, not_today(NOW), NOW).await.unwrap();
    climb.walk.fixture.heard();
    for day in 0..=30 {
        assert_eq!(climb.pass(NOW.plus_ms(day * DAY_MS)).await, [], "day {day}");
    }
    let climbs = climb.climbed().await;
    assert_eq!(climbs.len(), 5);
    // If the pause is ended early, the ladder starts tomorrow.
    let climb = Climb::silent_since(NEW_YORK, NOW, NOW).await;
    for days in [30, 0] {
        climb.walk.fixture.pauses(climb.walk.dee, days, NOW).await.unwrap();
    }
    assert_eq!(climb.follow_up().await.unwrap().due_at, at("2026-09-22T08:00:00-04:00"));
}

#[tokio::test]
async fn without_a_mentor_or_the_consent_there_is_no_ladder() {
    for what in ["revoked", "ended by the mentor", "ended by the alum", "stepped back"] {
        let (mut climb, now) = unheard().await;
        let Walk { fixture, ray, dee, .. } = &climb.walk;
        match what {
            "revoked" => fixture.takes_back(*dee, Consent::MentorSeesCheckIns, now).await,
            "ended by the mentor" => drop(fixture.end(*ray, climb.pairing).await.unwrap()),
            "ended by the alum" => drop(fixture.end(*dee, climb.pairing).await.unwrap()),
            _ => drop(
                stop_mentoring(context(&fixture.store, *ray, now), StopMentoring {}).await.unwrap(),
            ),
        }
        fixture.heard();
        assert_eq!((climb.follow_up().await, climb.next().await), (None, None), "{what}");
        assert_eq!(climb.pass(now.plus_ms(90 * DAY_MS)).await, []);
        assert!(!climb.walk.fixture.care(climb.walk.dee, now).await.hello_due);
    }
    // Both are needed, in either order.
    let walk = Walk::new().await;
    walk.fixture.gives(walk.dee, Consent::MentorSeesCheckIns, NOW).await.unwrap();
    let pairing = walk.pair(walk.dee).await;
    let climb = Climb { walk, pairing };
    assert!(climb.follow_up().await.is_some() && climb.next().await.is_some());
}

#[tokio::test]
async fn what_the_centre_closed_stays_closed_and_a_new_silence_is_told_anew() {
    let (mut climb, now) = unheard().await;
    let Walk { fixture, staff, .. } = &climb.walk;
    let first = fixture.silences(*staff).await[0].id;
    fixture.close_silence(*staff, first, NoContactOutcome::Closed).await.unwrap();
    fixture.heard();
    let close = climb.next().await.unwrap();
    assert_eq!(climb.pass(close).await, [FollowUpStep::Close]);
    let Walk { fixture, staff, dee, .. } = &climb.walk;
    assert_eq!(fixture.silences(*staff).await, []);
    fixture.checks_in(*dee, not_today(now), close).await.unwrap();
    fixture.heard();
    assert_eq!(climb.climbed().await.len(), 5);
    let again = climb.walk.fixture.silences(climb.walk.staff).await;
    assert_eq!((again.len(), again[0].close_due), (1, true));
    assert_ne!(again[0].id, first);
}
