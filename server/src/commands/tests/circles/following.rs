//! What following an invite brings beside its circle: an office, a day, a mentor.

use circles_protocol::http::{InviteToken, JoinCircle};
use circles_protocol::requests::CreateInvite;
use circles_protocol::{InviteRole, LocalDate, MentorId, Notice};

use crate::commands::circles::create_invite::create_invite;
use crate::commands::circles::join_circle::join_circle;
use crate::commands::mentoring::step_back::step_back;
use crate::commands::tests::mentoring::Walk;
use crate::commands::tests::*;
use crate::store::PairingRow;

impl House {
    async fn invite_with(&self, office: Actor, mentor: Option<MentorId>) -> InviteToken {
        let request = CreateInvite {
            role: InviteRole::Member,
            circle: Some(self.circle),
            label: None,
            mentor,
            graduated_on: LocalDate::parse("2026-09-01"),
        };
        let reply = create_invite(&self.store, office, request, 72, NOW).await.unwrap();
        let Reply::InviteCreated { path, .. } = reply else { panic!("{reply:?}") };
        InviteToken(path.strip_prefix("/join#").unwrap().to_owned())
    }

    /// Somebody who has just followed it.
    async fn follower(&self, token: InviteToken, alias: &str) -> Actor {
        let actor = self.stranger().await;
        let alias = Alias::parse(alias).unwrap();
        let (form, rules) = (JoinCircle { token, alias: None }, CareRules::default());
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
    let Walk { house, office, ray, mentor, .. } = Walk::new().await;
    let token = house.invite_with(office, Some(mentor)).await;
    let sam = house.follower(token, "Sam").await;
    let proposed = house.pairing_of(sam).await.unwrap();
    assert_eq!((proposed.mentor, proposed.active_since), (ray.account, None));
    let account = sam.account;
    let graduation = house.store.read(move |view| Ok(view.graduation(account)?)).await.unwrap();
    assert_eq!(graduation.on, LocalDate::parse("2026-09-01"));
}

#[tokio::test]
async fn where_there_is_no_room_by_then_the_invite_works_without_a_mentor() {
    let Walk { house, office, mentor, .. } = Walk::new().await;
    let token = house.invite_with(office, Some(mentor)).await;
    for nth in 0..8 {
        let mentee = house.member(&format!("Early {nth}")).await;
        house.propose_walk(office, mentor, mentee, false).await.unwrap();
    }
    house.heard();
    let sam = house.follower(token, "Sam").await;
    assert!(house.heard_by(&Notice::OfficeChanged).contains(&office.account));
    assert_eq!(house.pairing_of(sam).await, None);
}

#[tokio::test]
async fn a_mentors_own_invite_does_not_pair_them_with_themselves() {
    let Walk { house, office, ray, mentor, .. } = Walk::new().await;
    let token = house.invite_with(office, Some(mentor)).await;
    house.leave(ray, NOW).await;
    let form = JoinCircle { token, alias: None };
    let (alias, rules) = (Alias::parse("Ray").unwrap(), CareRules::default());
    join_circle(&house.store, ray.account, alias, form, &rules, NOW).await.unwrap();
    assert_eq!(house.pairing_of(ray).await, None);
}

#[tokio::test]
async fn whoever_has_a_mentor_keeps_them_over_a_further_invite() {
    let (Walk { house, office, ray, dee, .. }, pairing) = Walk::paired().await;
    let kim = house.member("Kim").await;
    let other = house.make_mentor(office, kim).await;
    let token = house.invite_with(office, Some(other)).await;
    house.leave(dee, NOW).await;
    let form = JoinCircle { token, alias: None };
    let (alias, rules) = (Alias::parse("Dee").unwrap(), CareRules::default());
    join_circle(&house.store, dee.account, alias, form, &rules, NOW).await.unwrap();
    assert_eq!(house.pairing_of(dee).await.unwrap().id, pairing);
    // Nobody but a mentor steps back from anybody.
    step_back(&house.store, dee, NOW).await.unwrap();
    assert_eq!(house.pairing_of(dee).await.unwrap().mentor, ray.account);
}

#[tokio::test]
async fn a_mentors_invite_makes_a_member_who_mentors() {
    let house = House::new().await;
    let (_, token) = house.invite(InviteRole::Mentor, Some(house.circle)).await;
    let sam = house.follower(token, "Sam").await;
    let (circle, account) = (house.circle, sam.account);
    let (role, mentor) = house
        .store
        .read(move |view| {
            let standing = view.standing(circle, account)?.ok_or_else(Rejection::not_found)?;
            Ok((standing.role, view.mentor_of(account)?))
        })
        .await
        .unwrap();
    assert_eq!(role, Role::Member);
    assert!(mentor.is_some());
}
