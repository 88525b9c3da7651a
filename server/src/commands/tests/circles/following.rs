//! What an invite brings besides its circle: a role, a graduation date, a mentor.

use circles_protocol::http::{InviteToken, JoinCircle};
use circles_protocol::requests::{CreateInvite, StopMentoring};
use circles_protocol::{InviteRole, LocalDate, MentorId, Notice};

use crate::commands::circles::create_invite::create_invite;
use crate::commands::circles::join_circle::join_circle;
use crate::commands::mentoring::stop_mentoring::stop_mentoring;
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::*;
use crate::store::PairingRow;

impl Fixture {
    async fn invite_with(&self, staff: Actor, mentor: Option<MentorId>) -> InviteToken {
        let request = CreateInvite {
            role: InviteRole::Member,
            circle: Some(self.circle),
            label: None,
            mentor,
            graduated_on: LocalDate::parse("2026-09-01"),
        };
        let reply = create_invite(context(&self.store, staff, NOW), request).await.unwrap();
        let Reply::InviteCreated { path, .. } = reply else { panic!("{reply:?}") };
        InviteToken(path.strip_prefix("/join#").unwrap().to_owned())
    }

    /// Somebody who has just used it.
    async fn follower(&self, token: InviteToken, alias: &str) -> Actor {
        let actor = self.stranger().await;
        let alias = Alias::parse(alias).unwrap();
        let (form, rules) = (JoinCircle { token, alias: None }, Rules::default());
        join_circle(&self.store, actor.account, alias, form, &rules, NOW).await.unwrap();
        actor
    }

    async fn pairing_of(&self, actor: Actor) -> Option<PairingRow> {
        let account = actor.account;
        self.store.read(move |view| Ok(view.pairing_of_mentee(account)?)).await.unwrap()
    }
}

#[tokio::test]
async fn an_invite_proposes_its_mentor_and_says_when_they_graduated() {
    let PairingFixture { fixture, staff, ray, mentor, .. } = PairingFixture::new().await;
    let token = fixture.invite_with(staff, Some(mentor)).await;
    let sam = fixture.follower(token, "Sam").await;
    let proposed = fixture.pairing_of(sam).await.unwrap();
    assert_eq!((proposed.mentor, proposed.active_since), (ray.account, None));
    let account = sam.account;
    let graduation = fixture.store.read(move |view| Ok(view.graduation(account)?)).await.unwrap();
    assert_eq!(graduation.on, LocalDate::parse("2026-09-01"));
}

#[tokio::test]
async fn where_there_is_no_room_by_then_the_invite_works_without_a_mentor() {
    let PairingFixture { fixture, staff, mentor, .. } = PairingFixture::new().await;
    let token = fixture.invite_with(staff, Some(mentor)).await;
    for nth in 0..8 {
        let mentee = fixture.member(&format!("Early {nth}")).await;
        fixture.propose_walk(staff, mentor, mentee, false).await.unwrap();
    }
    fixture.heard();
    let sam = fixture.follower(token, "Sam").await;
    assert!(fixture.heard_by(&Notice::CentreChanged).contains(&staff.account));
    assert_eq!(fixture.pairing_of(sam).await, None);
}

#[tokio::test]
async fn a_mentors_own_invite_does_not_pair_them_with_themselves() {
    let PairingFixture { fixture, staff, ray, mentor, .. } = PairingFixture::new().await;
    let token = fixture.invite_with(staff, Some(mentor)).await;
    fixture.leave(ray, NOW).await;
    let form = JoinCircle { token, alias: None };
    let (alias, rules) = (Alias::parse("Ray").unwrap(), Rules::default());
    join_circle(&fixture.store, ray.account, alias, form, &rules, NOW).await.unwrap();
    assert_eq!(fixture.pairing_of(ray).await, None);
}

#[tokio::test]
async fn whoever_has_a_mentor_keeps_them_over_a_further_invite() {
    let (PairingFixture { fixture, staff, ray, dee, .. }, pairing) = PairingFixture::paired().await;
    let kim = fixture.member("Kim").await;
    let other = fixture.make_mentor(staff, kim).await;
    let token = fixture.invite_with(staff, Some(other)).await;
    fixture.leave(dee, NOW).await;
    let form = JoinCircle { token, alias: None };
    let (alias, rules) = (Alias::parse("Dee").unwrap(), Rules::default());
    join_circle(&fixture.store, dee.account, alias, form, &rules, NOW).await.unwrap();
    assert_eq!(fixture.pairing_of(dee).await.unwrap().id, pairing);
    // Only a mentor can step back.
    stop_mentoring(context(&fixture.store, dee, NOW), StopMentoring {}).await.unwrap();
    assert_eq!(fixture.pairing_of(dee).await.unwrap().mentor, ray.account);
}

#[tokio::test]
async fn a_mentors_invite_makes_a_member_who_mentors() {
    let fixture = Fixture::new().await;
    let (_, token) = fixture.invite(InviteRole::Mentor, Some(fixture.circle)).await;
    let sam = fixture.follower(token, "Sam").await;
    let (circle, account) = (fixture.circle, sam.account);
    let (role, mentor) = fixture
        .store
        .read(move |view| {
            let membership = view.membership(circle, account)?.ok_or_else(Rejection::not_found)?;
            Ok((membership.role, view.mentor_of(account)?))
        })
        .await
        .unwrap();
    assert_eq!(role, Role::Member);
    assert!(mentor.is_some());
}
