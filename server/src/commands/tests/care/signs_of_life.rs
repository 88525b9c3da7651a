//! What clears a hello ladder and what removes it, over a real store: signs of life,
//! pauses, and the end of sharing.

use circles_protocol::requests::{LogOutreach, StopMentoring};
use circles_protocol::{Consent, DirectWith, Means, NoContactOutcome, OutreachOutcome};

use crate::clock::DAY_MS;
use crate::commands::mentoring::log_outreach::log_outreach;
use crate::commands::mentoring::stop_mentoring::stop_mentoring;
use crate::commands::tests::care::check_ins::{low, not_today};
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::mentoring::follow_up::{FollowUpFixture, LORD_HOWE, NEW_YORK, at};
use crate::commands::tests::*;
use crate::domain::schedule::follow_up::FollowUpStep;

/// Until the centre is told, in the morning of the fifth day.
async fn unheard() -> (FollowUpFixture, Timestamp) {
    let mut ladder = FollowUpFixture::silent_since(NEW_YORK, NOW, NOW).await;
    // The mentor opened their conversation before the silence began.
    let with = DirectWith::ByPairing { pairing: ladder.pairing };
    ladder.paired.fixture.try_open(ladder.paired.ray, with, Some("Hello"), NOW).await.unwrap();
    ladder.paired.fixture.heard();
    while ladder.step().await != Some(FollowUpStep::NoContact) {
        let next = ladder.next().await.unwrap();
        ladder.pass(next).await;
    }
    (ladder, at("2026-09-27T12:00:00-04:00"))
}

impl FollowUpFixture {
    async fn is_cleared(&self, now: Timestamp, what: &str) {
        let PairingFixture { fixture, staff, ray, dee, .. } = &self.paired;
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
        let (ladder, now) = unheard().await;
        let PairingFixture { fixture, staff, ray, dee, .. } = &ladder.paired;
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
            "reached" => fixture.log(*ray, ladder.pairing, Means::InPerson, now).await,
            _ => {
                let silence = fixture.silences(*staff).await[0].id;
                fixture.close_silence(*staff, silence, NoContactOutcome::Reached).await
            }
        }
        .unwrap();
        let now = if what == "role" { NOW } else { now };
        ladder.is_cleared(now, what).await;
    }
}

#[tokio::test]
async fn what_is_no_reply_to_the_mentor_clears_nothing() {
    let (ladder, now) = unheard().await;
    let PairingFixture { fixture, ray, dee, .. } = &ladder.paired;
    fixture.send_at(*dee, fixture.message("to the circle"), now).await.unwrap();
    let direct = fixture.board(*ray, now).await[0].direct.unwrap();
    let from_ray = SendMessage { circle: direct, ..fixture.message("How are you?") };
    fixture.send_at(*ray, from_ray, now).await.unwrap();
    assert_eq!(ladder.step().await, Some(FollowUpStep::NoContact));
}

#[tokio::test]
async fn an_attempt_takes_the_hello_off_the_board_until_the_next_step() {
    let mut ladder = FollowUpFixture::silent_since(NEW_YORK, NOW, NOW).await;
    for step in [FollowUpStep::Nudge, FollowUpStep::SayHello, FollowUpStep::Attempt] {
        let next = ladder.next().await.unwrap();
        assert_eq!(ladder.pass(next).await, [step]);
        let PairingFixture { fixture, ray, .. } = &ladder.paired;
        assert_eq!(
            fixture.board(*ray, next).await[0].hello_step.is_some(),
            step != FollowUpStep::Nudge
        );
        let (pairing, means, outcome) = (ladder.pairing, Means::Message, OutreachOutcome::Attempt);
        let attempt = LogOutreach { pairing, means, outcome };
        log_outreach(context(&fixture.store, *ray, next), attempt).await.unwrap();
        fixture.heard();
        assert_eq!(fixture.board(*ray, next).await[0].hello_step, None);
        assert_eq!(ladder.step().await, Some(step), "an attempt is not contact");
    }
}

#[tokio::test]
async fn nothing_is_said_during_a_pause_and_the_ladder_begins_after_it() {
    let mut ladder = FollowUpFixture::silent_since(NEW_YORK, NOW, NOW).await;
    ladder.paired.fixture.pauses(ladder.paired.dee, 30, NOW).await.unwrap();
    ladder.paired.fixture.checks_in(ladder.paired.dee, not_today(NOW), NOW).await.unwrap();
    ladder.paired.fixture.heard();
    for day in 0..=30 {
        assert_eq!(ladder.pass(NOW.plus_ms(day * DAY_MS)).await, [], "day {day}");
    }
    let climbs = ladder.steps_taken().await;
    assert_eq!(climbs.len(), 5);
    // If the pause is ended early, the ladder starts tomorrow.
    let ladder = FollowUpFixture::silent_since(NEW_YORK, NOW, NOW).await;
    for days in [30, 0] {
        ladder.paired.fixture.pauses(ladder.paired.dee, days, NOW).await.unwrap();
    }
    assert_eq!(ladder.follow_up().await.unwrap().due_at, at("2026-09-22T08:00:00-04:00"));
}

#[tokio::test]
async fn without_a_mentor_or_the_consent_there_is_no_ladder() {
    for what in ["revoked", "ended by the mentor", "ended by the alum", "stepped back"] {
        let (mut ladder, now) = unheard().await;
        let PairingFixture { fixture, ray, dee, .. } = &ladder.paired;
        match what {
            "revoked" => fixture.takes_back(*dee, Consent::MentorSeesCheckIns, now).await,
            "ended by the mentor" => drop(fixture.end(*ray, ladder.pairing).await.unwrap()),
            "ended by the alum" => drop(fixture.end(*dee, ladder.pairing).await.unwrap()),
            _ => drop(
                stop_mentoring(context(&fixture.store, *ray, now), StopMentoring {}).await.unwrap(),
            ),
        }
        fixture.heard();
        assert_eq!((ladder.follow_up().await, ladder.next().await), (None, None), "{what}");
        assert_eq!(ladder.pass(now.plus_ms(90 * DAY_MS)).await, []);
        assert!(!ladder.paired.fixture.care(ladder.paired.dee, now).await.hello_due);
    }
    // Both are needed, in either order.
    let paired = PairingFixture::new().await;
    paired.fixture.gives(paired.dee, Consent::MentorSeesCheckIns, NOW).await.unwrap();
    let pairing = paired.pair(paired.dee).await;
    let ladder = FollowUpFixture { paired, pairing };
    assert!(ladder.follow_up().await.is_some() && ladder.next().await.is_some());
}

#[tokio::test]
async fn what_the_centre_closed_stays_closed_and_a_new_silence_is_told_anew() {
    let (mut ladder, now) = unheard().await;
    let PairingFixture { fixture, staff, .. } = &ladder.paired;
    let first = fixture.silences(*staff).await[0].id;
    fixture.close_silence(*staff, first, NoContactOutcome::Closed).await.unwrap();
    fixture.heard();
    let close = ladder.next().await.unwrap();
    assert_eq!(ladder.pass(close).await, [FollowUpStep::Close]);
    let PairingFixture { fixture, staff, dee, .. } = &ladder.paired;
    assert_eq!(fixture.silences(*staff).await, []);
    fixture.checks_in(*dee, not_today(now), close).await.unwrap();
    fixture.heard();
    assert_eq!(ladder.steps_taken().await.len(), 5);
    let again = ladder.paired.fixture.silences(ladder.paired.staff).await;
    assert_eq!((again.len(), again[0].close_due), (1, true));
    assert_ne!(again[0].id, first);
}
