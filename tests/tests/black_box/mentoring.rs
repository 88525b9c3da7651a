//! Mentoring over real sockets: proposed by the centre, accepted by both, ended by either,
//! and leaving nothing to be found afterwards.

use circles_protocol::requests::*;
use circles_protocol::{
    CentrePairing, CircleId, InviteRole, Means, MemberId, MentorId, Notice, OutreachOutcome,
    PairingId, RefusalCode, Reply, Request, UnassignedMentee,
};
use circles_tests::centre::secret_of;
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};

/// A centre with a mentor, Ray, and a graduate, Dee.
pub(super) struct PairingFixture {
    pub(super) centre: Centre,
    pub(super) circle: CircleId,
    pub(super) ray: Person,
    mentor: MentorId,
    pub(super) d: Person,
}

impl PairingFixture {
    async fn begin() -> Self {
        Self::begin_at(Centre::open().await).await
    }

    pub(super) async fn begin_at(mut centre: Centre) -> Self {
        let circle = centre.circle("Tuesday").await;
        let ray = centre.mentor(circle, "Ray").await;
        let mentor = mentors(&mut centre).await.remove(0);
        let d = centre.member(circle, "Dee").await;
        Self { centre, circle, ray, mentor, d }
    }

    async fn propose(&mut self, mentee: MemberId, over_caseload: bool) -> Outcome {
        let request = ProposePairing { mentor: self.mentor, mentee, over_caseload };
        match self.centre.coordinator.socket.ask(Request::ProposePairing(request)).await {
            Ok(Reply::PairingProposed { pairing }) => Ok(pairing),
            Ok(reply) => panic!("answered {reply:?}"),
            Err(refusal) => Err(refusal.code),
        }
    }

    pub(super) async fn pair(&mut self) -> PairingId {
        let mentee = self.d.id_in(self.circle).await;
        let pairing = self.propose(mentee, false).await.unwrap();
        for person in [&mut self.d, &mut self.ray] {
            person.socket.done(accept(pairing)).await;
        }
        pairing
    }

    async fn pairings(&mut self) -> (Vec<CentrePairing>, Vec<UnassignedMentee>) {
        let staff = &mut self.centre.coordinator.socket;
        let reply = staff.done(Request::ListPairings(ListPairings { after: None })).await;
        let Reply::Pairings { pairings, unassigned, .. } = reply else { panic!("{reply:?}") };
        (pairings, unassigned)
    }
}

type Outcome = Result<PairingId, RefusalCode>;

async fn mentors(centre: &mut Centre) -> Vec<MentorId> {
    let reply = centre.coordinator.socket.done(Request::ListMentors(ListMentors {})).await;
    let Reply::Mentors { mentors } = reply else { panic!("answered {reply:?}") };
    mentors.into_iter().map(|mentor| mentor.id).collect()
}

fn accept(pairing: PairingId) -> Request {
    Request::AcceptPairing(AcceptPairing { pairing })
}

fn end(pairing: PairingId) -> Request {
    Request::EndPairing(EndPairing { pairing })
}

async fn board(socket: &mut Client) -> Vec<PairingId> {
    let reply = socket.done(Request::ShowBoard(ShowBoard {})).await;
    let Reply::Board { cards } = reply else { panic!("answered {reply:?}") };
    cards.into_iter().map(|card| card.pairing).collect()
}

/// Everything that a mentor could request about a mentee.
fn about(pairing: PairingId) -> [Request; 5] {
    let (means, outcome) = (Means::Message, OutreachOutcome::Reached);
    [
        Request::ShowMentee(ShowMentee { pairing, before: None }),
        Request::LogOutreach(LogOutreach { pairing, means, outcome }),
        Request::SetNextContact(SetNextContact { pairing, at: None }),
        accept(pairing),
        end(pairing),
    ]
}

#[tokio::test]
async fn a_mentor_sees_a_mentee_once_both_have_said_yes() {
    let mut paired = PairingFixture::begin().await;
    assert!(paired.ray.reconnect(&paired.centre.server).await.mentor);
    assert!(!paired.d.reconnect(&paired.centre.server).await.mentor);
    let mentee = paired.d.id_in(paired.circle).await;
    let pairing = paired.propose(mentee, false).await.unwrap();
    assert_eq!(paired.d.socket.notice().await, Notice::CareChanged);
    paired.ray.socket.done(accept(pairing)).await;
    assert!(board(&mut paired.ray.socket).await.is_empty());
    paired.d.socket.done(accept(pairing)).await;
    assert_eq!(board(&mut paired.ray.socket).await, [pairing]);
    assert!(paired.pairings().await.0[0].active);
}

#[tokio::test]
async fn once_ended_by_either_it_is_as_if_it_had_never_been() {
    for by_mentor in [true, false] {
        let mut paired = PairingFixture::begin().await;
        let pairing = paired.pair().await;
        let mut open_page = paired.ray.other_device(&paired.centre.server).await;
        assert_eq!(board(&mut open_page.socket).await, [pairing]);
        let by = if by_mentor { &mut paired.ray } else { &mut paired.d };
        assert_eq!(by.socket.done(end(pairing)).await, Reply::Done);
        while open_page.socket.notice().await != Notice::BoardChanged {}
        assert!(board(&mut open_page.socket).await.is_empty());
        let made_up = PairingId(uuid::Uuid::now_v7());
        for (request, invented) in about(pairing).into_iter().zip(about(made_up)) {
            let refused = paired.ray.socket.refusal(request.clone()).await;
            assert_eq!(refused.code, RefusalCode::NotFound);
            assert_eq!(refused, paired.ray.socket.refusal(invented.clone()).await);
            assert_eq!(refused, paired.d.socket.refusal(request).await);
        }
        assert_eq!(paired.pairings().await, (Vec::new(), Vec::new()));
    }
}

#[tokio::test]
async fn another_mentors_mentee_is_answered_like_a_made_up_one() {
    let mut paired = PairingFixture::begin().await;
    let pairing = paired.pair().await;
    let mut kim = paired.centre.mentor(paired.circle, "Kim").await;
    let made_up = PairingId(uuid::Uuid::now_v7());
    for (request, invented) in about(pairing).into_iter().zip(about(made_up)) {
        let refused = kim.socket.refusal(request).await;
        assert_eq!(refused.code, RefusalCode::NotFound);
        assert_eq!(refused, kim.socket.refusal(invented).await);
    }
    assert_eq!(board(&mut paired.ray.socket).await, [pairing]);
}

#[tokio::test]
async fn a_ninth_new_graduate_needs_the_centres_word() {
    // The centre does more at once here than a person could.
    let plan = Plan::default().unhurried();
    let mut paired = PairingFixture::begin_at(Centre::open_with(plan).await).await;
    for nth in 1..=8 {
        let mut mentee = paired.centre.member(paired.circle, &format!("Early {nth}")).await;
        let mentee = mentee.id_in(paired.circle).await;
        paired.propose(mentee, false).await.unwrap();
    }
    let ninth = paired.d.id_in(paired.circle).await;
    assert_eq!(paired.propose(ninth, false).await, Err(RefusalCode::CaseloadFull));
    paired.propose(ninth, true).await.unwrap();
    assert_eq!(paired.propose(ninth, true).await, Err(RefusalCode::AlreadyHandled));
}

#[tokio::test]
async fn nobody_walks_beside_themselves_or_a_stranger() {
    let mut paired = PairingFixture::begin().await;
    let oneself = paired.ray.id_in(paired.circle).await;
    assert_eq!(paired.propose(oneself, true).await, Err(RefusalCode::InvalidField));
    let stranger = MemberId(uuid::Uuid::now_v7());
    assert_eq!(paired.propose(stranger, true).await, Err(RefusalCode::NotFound));
    let d = paired.d.id_in(paired.circle).await;
    paired.mentor = MentorId(uuid::Uuid::now_v7());
    assert_eq!(paired.propose(d, true).await, Err(RefusalCode::NotFound));
}

#[tokio::test]
async fn whoever_steps_back_is_nobodys_mentor_and_the_centre_knows_whose_they_were() {
    let mut paired = PairingFixture::begin().await;
    let pairing = paired.pair().await;
    paired.ray.socket.done(Request::StopMentoring(StopMentoring {})).await;
    assert!(board(&mut paired.ray.socket).await.is_empty());
    assert_eq!(paired.d.socket.refused(end(pairing)).await, RefusalCode::NotFound);
    let (pairings, unassigned) = paired.pairings().await;
    assert!(pairings.is_empty());
    assert_eq!(unassigned[0].mentee.member, paired.d.id_in(paired.circle).await);
    paired.pair().await;
    assert!(paired.pairings().await.1.is_empty());
}

#[tokio::test]
async fn an_invite_brings_its_mentor_and_the_day_of_graduating() {
    let mut paired = PairingFixture::begin().await;
    let invite = |role, mentor| {
        Request::CreateInvite(CreateInvite {
            role,
            circle: Some(paired.circle),
            label: None,
            mentor,
            graduated_on: circles_protocol::LocalDate::parse("2020-01-31"),
        })
    };
    let (good, odd) = (InviteRole::Member, InviteRole::Moderator);
    let requests = [
        invite(odd, Some(paired.mentor)),
        invite(odd, None),
        invite(good, Some(MentorId(uuid::Uuid::now_v7()))),
        invite(good, Some(paired.mentor)),
    ];
    let [with_mentor, with_day, unknown, fitting] = requests;
    let staff = &mut paired.centre.coordinator.socket;
    for (request, field) in [(with_mentor, "mentor"), (with_day, "graduated_on")] {
        assert_eq!(staff.refusal(request).await.field.as_deref(), Some(field));
    }
    assert_eq!(staff.refused(unknown).await, RefusalCode::NotFound);
    let reply = staff.done(fitting).await;
    let Reply::InviteCreated { path, .. } = reply else { panic!("answered {reply:?}") };
    let mut e = Person::sign_up(&paired.centre.server, &secret_of(&path), "Eli").await;
    let proposed = paired.pairings().await.0.remove(0);
    assert_eq!(proposed.mentee.unwrap().member, e.id_in(paired.circle).await);
    e.socket.done(accept(proposed.id)).await;
    paired.ray.socket.done(accept(proposed.id)).await;
    let reply = paired.ray.socket.done(Request::ShowBoard(ShowBoard {})).await;
    let Reply::Board { cards } = reply else { panic!("answered {reply:?}") };
    assert!(cards[0].weeks > 250, "{}", cards[0].weeks);
    assert_eq!(cards[0].alias.as_str(), "Eli");
}
