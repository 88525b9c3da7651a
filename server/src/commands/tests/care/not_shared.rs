//! What is not shared with a mentor never reaches them: not through a fast clock, and not
//! through a hint that something changed.

use circles_protocol::requests::{DeleteCheckIn, DeleteLapse, RecordLapse, SetContact};
use circles_protocol::{Consent, DateChoice, LapseId, LapseSharing, Notice, Phone};

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::care::delete_check_in::delete_check_in;
use crate::commands::care::delete_lapse::delete_lapse;
use crate::commands::care::record_lapse::record_lapse;
use crate::commands::care::set_contact::set_contact;
use crate::commands::tests::care::check_ins::low;
use crate::commands::tests::care::milestones::day;
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::*;

impl Fixture {
    async fn lapses_today(
        &self,
        actor: Actor,
        shared_with: LapseSharing,
        now: Timestamp,
    ) -> LapseId {
        let (id, on) = (LapseId(Uuid::now_v7()), day("2026-09-01"));
        let date = DateChoice::ChangeDate { date: on };
        let request = RecordLapse { id, from: on, to: on, shared_with, date };
        record_lapse(context(&self.store, actor, now), request).await.unwrap();
        id
    }
}

#[tokio::test]
async fn a_fast_clock_shows_nothing_from_before_it_was_shared() {
    let (PairingFixture { fixture, ray, dee, .. }, pairing) = PairingFixture::paired().await;
    let mut ahead = low(NOW.plus_ms(2 * MINUTE_MS), "to myself");
    ahead.wants_call = true;
    fixture.checks_in(dee, ahead, NOW).await.unwrap();
    fixture.gives(dee, Consent::MentorSeesCheckIns, NOW.plus_ms(MINUTE_MS)).await.unwrap();
    let mentee = fixture.mentee(ray, pairing).await.unwrap();
    assert_eq!((mentee.check_ins, mentee.card.wants_call_since), (Vec::new(), None));
}

#[tokio::test]
async fn what_is_older_than_a_consent_changes_without_a_hint() {
    let (PairingFixture { fixture, dee, .. }, _) = PairingFixture::paired().await;
    let before = low(NOW, "to myself");
    let check_in = before.id;
    fixture.checks_in(dee, before, NOW).await.unwrap();
    let lapse = fixture.lapses_today(dee, LapseSharing::Mentor, NOW).await;
    let later = NOW.plus_ms(DAY_MS);
    for consent in [Consent::MentorSeesCheckIns, Consent::MentorToldOfLapse] {
        fixture.gives(dee, consent, later).await.unwrap();
    }
    fixture.heard();
    fixture.checks_in(dee, low(NOW, "made without a network"), later).await.unwrap();
    delete_check_in(context(&fixture.store, dee, NOW), DeleteCheckIn { check_in }).await.unwrap();
    delete_lapse(context(&fixture.store, dee, NOW), DeleteLapse { lapse }).await.unwrap();
    assert_eq!(fixture.heard_by(&Notice::BoardChanged), []);
}

#[tokio::test]
async fn a_lapse_told_to_nobody_is_no_hint_where_there_is_no_date() {
    let (PairingFixture { fixture, ray, dee, .. }, _) = PairingFixture::paired().await;
    fixture.gives(dee, Consent::MentorSeesDates, NOW).await.unwrap();
    fixture.heard();
    fixture.lapses_today(dee, LapseSharing::Nobody, NOW).await;
    assert_eq!(fixture.heard_by(&Notice::BoardChanged), []);
    // With a date set, it is the date that changed, and that is shared.
    fixture.counts_from(dee, "2026-06-01", NOW).await.unwrap();
    fixture.heard();
    fixture.lapses_today(dee, LapseSharing::Nobody, NOW).await;
    assert_eq!(fixture.heard_by(&Notice::BoardChanged), [ray.account]);
}

#[tokio::test]
async fn each_hears_of_the_number_they_may_see_and_of_no_other() {
    let (PairingFixture { fixture, staff, ray, dee, .. }, _) = PairingFixture::paired().await;
    for consent in [Consent::MayBePhoned, Consent::EmergencyContact] {
        fixture.gives(dee, consent, NOW).await.unwrap();
    }
    fixture.leaves_numbers(dee).await;
    let care = fixture.care(dee, NOW).await;
    let (phone, al) = (care.phone, care.emergency_contact);
    let other = Some(Phone::parse("555 0199").unwrap());
    for (notice, told, phone, emergency_contact) in [
        (Notice::BoardChanged, None, phone.clone(), None),
        (Notice::CentreChanged, Some(staff), phone, al.clone()),
        (Notice::BoardChanged, Some(ray), other, al.clone()),
        (Notice::CentreChanged, None, None, al),
    ] {
        fixture.heard();
        let request = SetContact { phone, emergency_contact };
        set_contact(context(&fixture.store, dee, NOW), request).await.unwrap();
        assert_eq!(fixture.heard_by(&notice), Vec::from_iter(told.map(|told| told.account)));
    }
}

#[tokio::test]
async fn what_the_alum_alone_was_asked_is_cleared_without_a_hint() {
    let (PairingFixture { fixture, dee, .. }, _) = PairingFixture::paired().await;
    fixture.gives(dee, Consent::MentorSeesCheckIns, NOW).await.unwrap();
    // The nudge came at eight in the evening of the next day, and nothing else did.
    let evening = NOW.plus_ms(34 * HOUR_MS);
    fixture.time_passes(evening).await;
    assert!(fixture.care(dee, evening).await.hello_due);
    fixture.heard();
    fixture.lives_in(dee, "America/Chicago", 480, evening).await.unwrap();
    assert!(!fixture.care(dee, evening).await.hello_due);
    assert_eq!(fixture.heard_by(&Notice::BoardChanged), []);
}
