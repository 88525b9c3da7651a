//! A mentor's board over a real store: only what is shared at that moment, in the order
//! in which somebody may be needed.

use circles_protocol::requests::{
    CloseNoContact, ListNoContacts, LogOutreach, SendCheckIn, SetContact, SetNextContact,
};
use circles_protocol::{
    Attention, Consent, Means, Milestone, NoContactId, NoContactOutcome, NoContactView, Notice,
    OutreachOutcome,
};

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::care::set_contact::set_contact;
use crate::commands::mentoring::close_no_contact::close_no_contact;
use crate::commands::mentoring::list_no_contacts::list_no_contacts;
use crate::commands::mentoring::log_outreach::log_outreach;
use crate::commands::mentoring::set_next_contact::set_next_contact;
use crate::commands::tests::care::check_ins::low;
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::*;
use crate::domain::AccountKey;

impl Fixture {
    async fn given(&self, of: Actor, consent: Consent, at: Timestamp) {
        self.gives(of, consent, at).await.unwrap();
    }

    async fn taken_back(&self, of: Actor, consent: Consent) {
        self.takes_back(of, consent, NOW).await;
    }

    async fn checked_in(&self, of: Actor, at: Timestamp, wants_call: bool) {
        let check_in = SendCheckIn { wants_call, ..low(at, "a long day") };
        self.checks_in(of, check_in, at).await.unwrap();
    }

    async fn silent(&self, of: Actor, close_due: bool) -> NoContactId {
        let (id, account) = (NoContactId(Uuid::new_v4()), of.account);
        self.store
            .write(move |tx| {
                tx.open_no_contact(id, account, NOW)?;
                if close_due {
                    tx.make_close_due(account)?;
                }
                Ok(())
            })
            .await
            .unwrap();
        id
    }

    pub(in crate::commands::tests) async fn silences(&self, staff: Actor) -> Vec<NoContactView> {
        let reply =
            list_no_contacts(context(&self.store, staff, NOW), ListNoContacts {}).await.unwrap();
        let Reply::NoContacts { no_contacts } = reply else { panic!("{reply:?}") };
        no_contacts
    }

    pub(in crate::commands::tests) async fn close_silence(
        &self,
        staff: Actor,
        no_contact: NoContactId,
        outcome: NoContactOutcome,
    ) -> Result<Reply, Rejection> {
        let request = CloseNoContact { no_contact, outcome };
        close_no_contact(context(&self.store, staff, NOW), request).await
    }
}

fn hours(hours: i64) -> Timestamp {
    NOW.plus_ms(hours * HOUR_MS)
}

#[tokio::test]
async fn check_ins_are_seen_from_the_consent_on_and_none_once_it_is_taken_back() {
    let (PairingFixture { fixture, ray, dee, .. }, pairing) = PairingFixture::paired().await;
    fixture.checked_in(dee, hours(1), true).await;
    let card = fixture.board(ray, hours(2)).await.remove(0);
    assert_eq!((card.shares_check_ins, card.last_check_in), (false, None));
    assert_eq!((card.attention, card.wants_call_since), (Attention::Nothing, None));
    fixture.given(dee, Consent::MentorSeesCheckIns, hours(2)).await;
    assert_eq!(fixture.board(ray, hours(3)).await[0].last_check_in, None);
    fixture.checked_in(dee, hours(3), true).await;
    fixture.checked_in(dee, hours(4), false).await;
    let opened = fixture.mentee(ray, pairing).await.unwrap();
    let times: Vec<_> = opened.check_ins.iter().map(|check_in| check_in.at).collect();
    assert_eq!(times, [hours(4), hours(3)]);
    assert_eq!(opened.card.wants_call_since, Some(hours(3)));
    fixture.taken_back(dee, Consent::MentorSeesCheckIns).await;
    let opened = fixture.mentee(ray, pairing).await.unwrap();
    assert!(opened.check_ins.is_empty());
    assert_eq!((opened.card.last_check_in, opened.card.wants_call_since), (None, None));
    // A consent that is given again shows nothing from before.
    fixture.given(dee, Consent::MentorSeesCheckIns, hours(5)).await;
    assert!(fixture.mentee(ray, pairing).await.unwrap().check_ins.is_empty());
}

#[tokio::test]
async fn check_ins_from_before_a_pairing_are_not_the_next_mentors() {
    let (PairingFixture { fixture, staff, ray, dee, .. }, pairing) = PairingFixture::paired().await;
    fixture.given(dee, Consent::MentorSeesCheckIns, hours(-9)).await;
    fixture.checked_in(dee, hours(-1), false).await;
    assert_eq!(fixture.board(ray, hours(2)).await[0].last_check_in, None);
    fixture.checked_in(dee, hours(1), false).await;
    assert!(fixture.board(ray, hours(2)).await[0].last_check_in.is_some());
    fixture.end(dee, pairing).await.unwrap();
    let kim = fixture.member("Kim").await;
    let mentor = fixture.make_mentor(staff, kim).await;
    let next = fixture.propose_walk(staff, mentor, dee, false).await.unwrap();
    fixture.accept(dee, next).await.unwrap();
    let accept = circles_protocol::requests::AcceptPairing { pairing: next };
    crate::commands::mentoring::accept_pairing::accept_pairing(
        context(&fixture.store, kim, hours(2)),
        accept,
    )
    .await
    .unwrap();
    assert_eq!(fixture.board(kim, hours(3)).await[0].last_check_in, None);
}

#[tokio::test]
async fn whoever_wants_a_call_is_first_until_they_are_reached() {
    let (PairingFixture { fixture, staff, ray, mentor, dee }, _) = PairingFixture::paired().await;
    let (bo, ari) = (fixture.member("Bo").await, fixture.member("Ari").await);
    let paired = PairingFixture { fixture, staff, ray, mentor, dee };
    let (with_bo, _) = (paired.pair(bo).await, paired.pair(ari).await);
    let fixture = &paired.fixture;
    for mentee in [bo, ari] {
        fixture.given(mentee, Consent::MentorSeesCheckIns, NOW).await;
    }
    fixture.checked_in(bo, hours(5), true).await;
    fixture.checked_in(ari, hours(2), true).await;
    let order = |cards: Vec<circles_protocol::MenteeCard>| {
        cards.into_iter().map(|card| card.pairing).collect::<Vec<_>>()
    };
    let before = order(fixture.board(ray, hours(6)).await);
    assert_eq!(before[1], with_bo, "whoever has waited longer stands first");
    let attempt = LogOutreach {
        pairing: before[0],
        means: Means::Message,
        outcome: OutreachOutcome::Attempt,
    };
    log_outreach(context(&fixture.store, ray, hours(6)), attempt).await.unwrap();
    assert_eq!(order(fixture.board(ray, hours(6)).await), before, "an attempt is not contact");
    fixture.heard();
    fixture.log(ray, before[0], Means::InPerson, hours(7)).await.unwrap();
    assert_eq!(fixture.heard_by(&Notice::BoardChanged), [ray.account]);
    let after = fixture.board(ray, hours(7)).await;
    assert_eq!(after[0].pairing, with_bo);
    let reached = after.iter().find(|card| card.pairing == before[0]).unwrap();
    assert_eq!(reached.attention, Attention::Nothing);
    assert_eq!(reached.last_outreach.unwrap().means, Means::InPerson);
    // A new wish starts counting again.
    fixture.checked_in(ari, hours(8), true).await;
    assert_eq!(fixture.board(ray, hours(9)).await[1].pairing, before[0]);
}

#[tokio::test]
async fn the_telephone_is_offered_and_logged_only_where_that_was_agreed() {
    let (PairingFixture { fixture, ray, dee, .. }, pairing) = PairingFixture::paired().await;
    fixture.leaves_numbers(dee).await;
    let card = fixture.board(ray, NOW).await.remove(0);
    assert_eq!((card.phone, card.means), (None, vec![Means::Message, Means::InPerson]));
    let refused = fixture.log(ray, pairing, Means::Phone, NOW).await;
    assert_refused(refused, RefusalCode::NotAllowed);
    fixture.given(dee, Consent::MayBePhoned, NOW).await;
    assert!(fixture.board(ray, NOW).await[0].phone.is_some());
    fixture.log(ray, pairing, Means::Phone, NOW).await.unwrap();
    fixture.taken_back(dee, Consent::MayBePhoned).await;
    let refused = fixture.log(ray, pairing, Means::Phone, NOW).await;
    assert_refused(refused, RefusalCode::NotAllowed);
    assert_eq!(fixture.board(ray, NOW).await[0].phone, None);
}

#[tokio::test]
async fn a_kind_word_is_in_place_from_the_day_before_a_milestone_to_three_days_after() {
    let (PairingFixture { fixture, ray, dee, .. }, _) = PairingFixture::paired().await;
    fixture.counts_from(dee, "2026-09-21", NOW).await.unwrap();
    let days = |days| NOW.plus_ms(days * DAY_MS);
    let offered = async |at| {
        let card = fixture.board(ray, at).await.remove(0);
        (card.congratulate.map(|milestone| milestone.milestone), card.attention)
    };
    assert_eq!(offered(days(29)).await, (None, Attention::Nothing), "it is not shared");
    fixture.given(dee, Consent::MentorSeesDates, NOW).await;
    let month = Some(Milestone::Days(30));
    assert_eq!(offered(days(22)).await, (None, Attention::Nothing));
    assert_eq!(offered(days(28)).await, (None, Attention::Milestone));
    assert_eq!(offered(days(29)).await, (month, Attention::Milestone));
    assert_eq!(offered(days(30)).await, (month, Attention::Milestone), "not yet asked");
    fixture.time_passes(days(31)).await;
    for day in [30, 31, 33] {
        assert_eq!(offered(days(day)).await, (month, Attention::Milestone), "{day}");
    }
    assert_eq!(offered(days(34)).await, (None, Attention::Nothing));
    fixture.taken_back(dee, Consent::MentorSeesDates).await;
    assert_eq!(offered(days(31)).await, (None, Attention::Nothing));
}

#[tokio::test]
async fn two_agree_on_a_time_to_come() {
    let (PairingFixture { fixture, ray, .. }, pairing) = PairingFixture::paired().await;
    let agree = async |at| {
        let request = SetNextContact { pairing, at };
        set_next_contact(context(&fixture.store, ray, NOW), request).await
    };
    assert_refused(agree(Some(NOW)).await, RefusalCode::InvalidField);
    let too_far = NOW.plus_ms(400 * DAY_MS);
    assert_refused(agree(Some(too_far)).await, RefusalCode::InvalidField);
    agree(Some(hours(48))).await.unwrap();
    assert_eq!(fixture.board(ray, NOW).await[0].next_contact_at, Some(hours(48)));
    agree(None).await.unwrap();
    assert_eq!(fixture.board(ray, NOW).await[0].next_contact_at, None);
}

#[tokio::test]
async fn the_centre_learns_whom_to_call_only_when_it_is_time_and_agreed() {
    let (PairingFixture { fixture, staff, dee, .. }, _) = PairingFixture::paired().await;
    fixture.leaves_numbers(dee).await;
    fixture.given(dee, Consent::EmergencyContact, NOW).await;
    let silence = fixture.silent(dee, false).await;
    let shown = fixture.silences(staff).await.remove(0);
    assert_eq!((shown.id, shown.close_due, shown.emergency_contact), (silence, false, None));
    let called = NoContactOutcome::EmergencyContactCalled;
    assert_refused(fixture.close_silence(staff, silence, called).await, RefusalCode::NotAllowed);
    fixture.silent(dee, true).await;
    let shown = fixture.silences(staff).await;
    assert_eq!(shown.len(), 1, "one silence is told once");
    assert!(shown[0].emergency_contact.is_some());
    // The consent was given, but nobody is named any more.
    let nobody = SetContact { phone: None, emergency_contact: None };
    set_contact(context(&fixture.store, dee, NOW), nobody).await.unwrap();
    assert_refused(fixture.close_silence(staff, silence, called).await, RefusalCode::NotAllowed);
    fixture.leaves_numbers(dee).await;
    fixture.taken_back(dee, Consent::EmergencyContact).await;
    assert!(fixture.silences(staff).await.is_empty(), "revoking it is a sign of life");
    let silence = fixture.silent(dee, true).await;
    assert_eq!(fixture.silences(staff).await[0].emergency_contact, None);
    assert_refused(fixture.close_silence(staff, silence, called).await, RefusalCode::NotAllowed);
    fixture.close_silence(staff, silence, NoContactOutcome::Closed).await.unwrap();
    assert!(fixture.silences(staff).await.is_empty());
    assert_eq!(fixture.audited().await[0], circles_protocol::AuditAction::NoContactClosed);
    let again = fixture.close_silence(staff, silence, NoContactOutcome::Closed).await;
    assert_refused(again, RefusalCode::AlreadyHandled);
    let made_up = NoContactId::from_bytes([7; 16]);
    let refused = fixture.close_silence(staff, made_up, NoContactOutcome::Closed).await;
    assert_refused(refused, RefusalCode::NotFound);
    let stranger = Actor { account: AccountKey(1), coordinator: false };
    assert_refused(
        list_no_contacts(context(&fixture.store, stranger, NOW), ListNoContacts {}).await,
        RefusalCode::NotFound,
    );
}
