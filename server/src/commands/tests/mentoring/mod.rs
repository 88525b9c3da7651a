//! Pairings, from the proposal to the end: who may, who may not, and who is told.

pub(super) mod board;
pub(super) mod follow_up;
pub(super) mod follow_up_months;

use circles_protocol::requests::{
    AcceptPairing, AddMentor, EndPairing, ListMentors, ListPairings, LogOutreach, ProposePairing,
    RemoveMentor, SetNextContact, ShowBoard, ShowMentee, StopMentoring, WithdrawPairing,
};
use circles_protocol::{
    AuditAction, CentrePairing, Means, MentorEntry, MentorId, Notice, OutreachOutcome, PairingId,
    PairingState, UnassignedMentee,
};

use crate::commands::mentoring::accept_pairing::accept_pairing;
use crate::commands::mentoring::add_mentor::add_mentor;
use crate::commands::mentoring::end_pairing::end_pairing;
use crate::commands::mentoring::list_mentors::list_mentors;
use crate::commands::mentoring::list_pairings::list_pairings;
use crate::commands::mentoring::log_outreach::log_outreach;
use crate::commands::mentoring::propose_pairing::propose_pairing;
use crate::commands::mentoring::remove_mentor::remove_mentor;
use crate::commands::mentoring::set_next_contact::set_next_contact;
use crate::commands::mentoring::show_board::show_board;
use crate::commands::mentoring::show_mentee::show_mentee;
use crate::commands::mentoring::stop_mentoring::stop_mentoring;
use crate::commands::mentoring::withdraw_pairing::withdraw_pairing;
use crate::commands::tests::*;

const MADE_UP: PairingId = PairingId::from_bytes([9; 16]);

/// A centre's staff, a mentor, and somebody who graduated today.
pub(in crate::commands::tests) struct PairingFixture {
    pub(in crate::commands::tests) fixture: Fixture,
    pub(in crate::commands::tests) staff: Actor,
    pub(in crate::commands::tests) ray: Actor,
    pub(in crate::commands::tests) mentor: MentorId,
    pub(in crate::commands::tests) dee: Actor,
}

impl PairingFixture {
    pub(in crate::commands::tests) async fn new() -> Self {
        let fixture = Fixture::new().await;
        let staff = fixture.staff().await;
        let (ray, dee) = (fixture.member("Ray").await, fixture.member("Dee").await);
        let mentor = fixture.make_mentor(staff, ray).await;
        Self { fixture, staff, ray, mentor, dee }
    }

    /// The same, once the two are paired.
    pub(in crate::commands::tests) async fn paired() -> (Self, PairingId) {
        let paired = Self::new().await;
        let pairing = paired.pair(paired.dee).await;
        (paired, pairing)
    }

    pub(in crate::commands::tests) async fn pair(&self, mentee: Actor) -> PairingId {
        let pairing =
            self.fixture.propose_walk(self.staff, self.mentor, mentee, false).await.unwrap();
        for actor in [self.ray, mentee] {
            self.fixture.accept(actor, pairing).await.unwrap();
        }
        pairing
    }
}

impl Fixture {
    pub(in crate::commands::tests) async fn make_mentor(
        &self,
        staff: Actor,
        actor: Actor,
    ) -> MentorId {
        let request = AddMentor { member: self.member_id(actor).await };
        let reply = add_mentor(context(&self.store, staff, NOW), request).await.unwrap();
        let Reply::MentorAdded { mentor } = reply else { panic!("{reply:?}") };
        mentor
    }

    pub(in crate::commands::tests) async fn propose_walk(
        &self,
        staff: Actor,
        mentor: MentorId,
        mentee: Actor,
        over_caseload: bool,
    ) -> Result<PairingId, Rejection> {
        let mentee = self.member_id(mentee).await;
        let request = ProposePairing { mentor, mentee, over_caseload };
        let reply = propose_pairing(context(&self.store, staff, NOW), request).await?;
        let Reply::PairingProposed { pairing } = reply else { panic!("{reply:?}") };
        Ok(pairing)
    }

    pub(in crate::commands::tests) async fn accept(
        &self,
        actor: Actor,
        pairing: PairingId,
    ) -> Result<Reply, Rejection> {
        let request = AcceptPairing { pairing };
        accept_pairing(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn end(
        &self,
        actor: Actor,
        pairing: PairingId,
    ) -> Result<Reply, Rejection> {
        end_pairing(context(&self.store, actor, NOW), EndPairing { pairing }).await
    }

    pub(in crate::commands::tests) async fn board(
        &self,
        actor: Actor,
        now: Timestamp,
    ) -> Vec<circles_protocol::MenteeCard> {
        let reply = show_board(context(&self.store, actor, now), ShowBoard {}).await.unwrap();
        let Reply::Board { cards } = reply else { panic!("{reply:?}") };
        cards
    }

    pub(in crate::commands::tests) async fn mentee(
        &self,
        actor: Actor,
        pairing: PairingId,
    ) -> Result<circles_protocol::MenteeView, Rejection> {
        let request = ShowMentee { pairing, before: None };
        let reply = show_mentee(context(&self.store, actor, NOW), request).await?;
        let Reply::Mentee { mentee } = reply else { panic!("{reply:?}") };
        Ok(*mentee)
    }

    pub(in crate::commands::tests) async fn log(
        &self,
        actor: Actor,
        pairing: PairingId,
        means: Means,
        at: Timestamp,
    ) -> Result<Reply, Rejection> {
        let request = LogOutreach { pairing, means, outcome: OutreachOutcome::Reached };
        log_outreach(context(&self.store, actor, at), request).await
    }

    async fn states(&self, actor: Actor) -> Vec<(bool, PairingState)> {
        let own = self.store.read(move |view| Ok(view.own_pairings(actor.account)?)).await.unwrap();
        own.into_iter().map(|pairing| (pairing.mentor, pairing.state)).collect()
    }

    async fn mentors(&self, staff: Actor) -> Vec<MentorEntry> {
        let reply = list_mentors(context(&self.store, staff, NOW), ListMentors {}).await.unwrap();
        let Reply::Mentors { mentors } = reply else { panic!("{reply:?}") };
        mentors
    }

    async fn pairings(&self, staff: Actor) -> (Vec<CentrePairing>, Vec<UnassignedMentee>) {
        let reply = list_pairings(context(&self.store, staff, NOW), ListPairings { after: None })
            .await
            .unwrap();
        let Reply::Pairings { pairings, unassigned, .. } = reply else { panic!("{reply:?}") };
        (pairings, unassigned)
    }

    /// Who was told this since the last call.
    pub(in crate::commands::tests) fn heard_by(
        &self,
        notice: &Notice,
    ) -> Vec<crate::domain::AccountKey> {
        let of = |publication| match publication {
            Publication::Notice { account, notice: told } if told == *notice => Some(account),
            Publication::Notice { .. }
            | Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        };
        self.heard().into_iter().filter_map(of).collect()
    }
}

#[tokio::test]
async fn two_walk_together_once_both_have_said_yes() {
    let PairingFixture { fixture, staff, ray, mentor, dee } = PairingFixture::new().await;
    let pairing = fixture.propose_walk(staff, mentor, dee, false).await.unwrap();
    assert_eq!(fixture.states(ray).await, [(true, PairingState::Proposed)]);
    fixture.accept(dee, pairing).await.unwrap();
    assert_eq!(fixture.states(dee).await, [(false, PairingState::Accepted)]);
    assert!(fixture.board(ray, NOW).await.is_empty());
    assert_refused(fixture.mentee(ray, pairing).await, RefusalCode::NotFound);
    // Accepted twice, it still counts as one acceptance.
    fixture.accept(dee, pairing).await.unwrap();
    fixture.accept(ray, pairing).await.unwrap();
    assert_eq!(fixture.states(dee).await, [(false, PairingState::Active)]);
    assert_eq!(fixture.board(ray, NOW).await[0].pairing, pairing);
    assert_eq!(fixture.audited().await[0], AuditAction::PairingProposed);
}

#[tokio::test]
async fn either_ends_it_and_from_then_on_nothing_is_there() {
    for by_mentor in [true, false] {
        let (paired, pairing) = PairingFixture::paired().await;
        let PairingFixture { fixture, staff, ray, dee, .. } = paired;
        assert!(fixture.mentee(ray, pairing).await.is_ok());
        fixture.heard();
        fixture.end(if by_mentor { ray } else { dee }, pairing).await.unwrap();
        let told = fixture.heard_by(&Notice::CareChanged);
        assert_eq!(told, [ray.account, dee.account]);
        let made_up = fixture.mentee(ray, MADE_UP).await.unwrap_err();
        assert_eq!(fixture.mentee(ray, pairing).await.unwrap_err(), made_up);
        let logged = fixture.log(ray, pairing, Means::Message, NOW).await;
        assert_eq!(logged.unwrap_err(), made_up);
        assert_eq!(fixture.end(dee, pairing).await.unwrap_err(), made_up);
        assert_eq!(fixture.accept(dee, pairing).await.unwrap_err(), made_up);
        assert!(fixture.board(ray, NOW).await.is_empty());
        assert!(fixture.states(dee).await.is_empty());
        // Nobody learns which of the two ended it.
        assert_eq!(fixture.pairings(staff).await, (Vec::new(), Vec::new()));
    }
}

#[tokio::test]
async fn another_mentors_mentee_is_not_there() {
    let (paired, pairing) = PairingFixture::paired().await;
    let PairingFixture { fixture, staff, dee, .. } = paired;
    let kim = fixture.member("Kim").await;
    fixture.make_mentor(staff, kim).await;
    let made_up = fixture.mentee(kim, MADE_UP).await.unwrap_err();
    for other in [kim, staff, dee] {
        assert_eq!(fixture.mentee(other, pairing).await.unwrap_err(), made_up);
        let logged = fixture.log(other, pairing, Means::Message, NOW).await;
        assert_eq!(logged.unwrap_err(), made_up);
        let agree = SetNextContact { pairing, at: None };
        let agreed = set_next_contact(context(&fixture.store, other, NOW), agree).await;
        assert_eq!(agreed.unwrap_err(), made_up);
    }
    for other in [kim, staff] {
        assert_eq!(fixture.end(other, pairing).await.unwrap_err(), made_up);
        assert_eq!(fixture.accept(other, pairing).await.unwrap_err(), made_up);
    }
}

#[tokio::test]
async fn a_ninth_new_graduate_and_a_sixteenth_of_all_need_the_centres_word() {
    let PairingFixture { fixture, staff, mentor, .. } = PairingFixture::new().await;
    for nth in 0..8 {
        let mentee = fixture.member(&format!("Early {nth}")).await;
        fixture.propose_walk(staff, mentor, mentee, false).await.unwrap();
    }
    let ninth = fixture.member("Early 9").await;
    let refused = fixture.propose_walk(staff, mentor, ninth, false).await;
    assert_refused(refused, RefusalCode::CaseloadFull);
    for nth in 0..7 {
        let mentee = fixture.member(&format!("Long since {nth}")).await;
        fixture.graduated_long_ago(mentee).await;
        fixture.propose_walk(staff, mentor, mentee, false).await.unwrap();
    }
    let sixteenth = fixture.member("Long since 16").await;
    fixture.graduated_long_ago(sixteenth).await;
    let refused = fixture.propose_walk(staff, mentor, sixteenth, false).await;
    assert_refused(refused, RefusalCode::CaseloadFull);
    fixture.propose_walk(staff, mentor, sixteenth, true).await.unwrap();
    fixture.propose_walk(staff, mentor, ninth, true).await.unwrap();
    let entry = &fixture.mentors(staff).await[0];
    assert_eq!((entry.caseload, entry.caseload_early), (17, 9));
}

impl Fixture {
    async fn graduated_long_ago(&self, actor: Actor) {
        let on = circles_protocol::LocalDate::parse("2020-02-29").unwrap();
        let account = actor.account;
        self.store.write(move |tx| Ok(tx.set_graduation(account, on)?)).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_is_paired_with_themselves_with_a_stranger_or_twice() {
    let PairingFixture { fixture, staff, ray, mentor, dee } = PairingFixture::new().await;
    let own = fixture.propose_walk(staff, mentor, ray, false).await.unwrap_err();
    assert_eq!((own.0.code, own.0.field.as_deref()), (RefusalCode::InvalidField, Some("mentee")));
    let stranger =
        ProposePairing { mentor, mentee: MemberId::from_bytes([8; 16]), over_caseload: false };
    let refused = propose_pairing(context(&fixture.store, staff, NOW), stranger).await;
    assert_refused(refused, RefusalCode::NotFound);
    let nobody = MentorId::from_bytes([8; 16]);
    assert_refused(fixture.propose_walk(staff, nobody, dee, false).await, RefusalCode::NotFound);
    fixture.propose_walk(staff, mentor, dee, false).await.unwrap();
    let again = fixture.propose_walk(staff, mentor, dee, true).await;
    assert_refused(again, RefusalCode::AlreadyHandled);
    let sam = fixture.member("Sam").await;
    let mentee = fixture.member_id(sam).await;
    fixture.leave(sam, NOW).await;
    let gone = ProposePairing { mentor, mentee, over_caseload: false };
    let refused = propose_pairing(context(&fixture.store, staff, NOW), gone).await;
    assert_refused(refused, RefusalCode::NotFound);
}

#[tokio::test]
async fn stepping_back_hands_everyone_over_and_a_new_mentor_is_found() {
    let (paired, _) = PairingFixture::paired().await;
    let PairingFixture { fixture, staff, ray, mentor, dee } = paired;
    let sam = fixture.member("Sam").await;
    fixture.propose_walk(staff, mentor, sam, false).await.unwrap();
    fixture.heard();
    stop_mentoring(context(&fixture.store, ray, NOW), StopMentoring {}).await.unwrap();
    assert!(fixture.heard_by(&Notice::CareChanged).contains(&dee.account));
    let (pairings, unassigned) = fixture.pairings(staff).await;
    assert!(pairings.is_empty());
    assert_eq!(unassigned.len(), 2);
    assert_eq!(unassigned[0].mentee.member, fixture.member_id(dee).await);
    assert_eq!(fixture.mentors(staff).await[0].caseload, 0, "they stay a mentor");
    fixture.propose_walk(staff, mentor, dee, false).await.unwrap();
    assert_eq!(fixture.pairings(staff).await.1.len(), 1);
}

#[tokio::test]
async fn whoever_is_no_mentor_any_more_has_no_board_and_no_mentees() {
    let (paired, pairing) = PairingFixture::paired().await;
    let PairingFixture { fixture, staff, ray, mentor, dee } = paired;
    let request = RemoveMentor { mentor };
    remove_mentor(context(&fixture.store, staff, NOW), request.clone()).await.unwrap();
    assert_refused(fixture.mentee(ray, pairing).await, RefusalCode::NotFound);
    assert!(fixture.states(dee).await.is_empty());
    assert_eq!(fixture.pairings(staff).await.1.len(), 1);
    assert!(fixture.mentors(staff).await.is_empty());
    assert_refused(fixture.propose_walk(staff, mentor, dee, false).await, RefusalCode::NotFound);
    let again = remove_mentor(context(&fixture.store, staff, NOW), request).await;
    assert_refused(again, RefusalCode::NotFound);
    // Somebody who becomes a mentor again has the same id.
    assert_eq!(fixture.make_mentor(staff, ray).await, mentor);
    let audited = fixture.audited().await;
    assert_eq!(
        audited[..4],
        [
            AuditAction::MentorAdded,
            AuditAction::MentorRemoved,
            AuditAction::PairingProposed,
            AuditAction::MentorAdded
        ]
    );
}

#[tokio::test]
async fn the_centre_withdraws_a_pairing_and_it_is_written_down() {
    let (paired, pairing) = PairingFixture::paired().await;
    let PairingFixture { fixture, staff, ray, dee, .. } = paired;
    fixture.heard();
    let request = WithdrawPairing { pairing };
    withdraw_pairing(context(&fixture.store, staff, NOW), request.clone()).await.unwrap();
    assert!(fixture.heard_by(&Notice::BoardChanged).contains(&ray.account));
    assert_eq!(fixture.audited().await[0], AuditAction::PairingEnded);
    assert!(fixture.states(dee).await.is_empty());
    let again = withdraw_pairing(context(&fixture.store, staff, NOW), request).await;
    assert_refused(again, RefusalCode::NotFound);
}

#[tokio::test]
async fn the_centres_side_is_not_there_for_anyone_else() {
    let (paired, pairing) = PairingFixture::paired().await;
    let PairingFixture { fixture, staff, ray, mentor, dee } = paired;
    let member = fixture.member_id(dee).await;
    for actor in [ray, dee, fixture.moderator("Kim").await] {
        let refused = [
            list_mentors(context(&fixture.store, actor, NOW), ListMentors {}).await,
            list_pairings(context(&fixture.store, actor, NOW), ListPairings { after: None }).await,
            add_mentor(context(&fixture.store, actor, NOW), AddMentor { member }).await,
            remove_mentor(context(&fixture.store, actor, NOW), RemoveMentor { mentor }).await,
            withdraw_pairing(context(&fixture.store, actor, NOW), WithdrawPairing { pairing })
                .await,
        ];
        for reply in refused {
            assert_refused(reply, RefusalCode::NotFound);
        }
        assert_refused(
            fixture.propose_walk(actor, mentor, dee, false).await,
            RefusalCode::NotFound,
        );
    }
    assert_eq!(fixture.pairings(staff).await.0.len(), 1);
}
