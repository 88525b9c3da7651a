//! What an invite tells of the names that others have: little, and not for long.

use circles_protocol::http::{InviteToken, JoinCircle, PreviewInvite, SignUp};
use circles_protocol::{InviteRole, InviteState, Notice};

use crate::commands::circles::join_circle::join_circle;
use crate::commands::circles::preview_invite::preview_invite;
use crate::commands::shared::accounts::begin_session::SignedIn;
use crate::commands::tests::accounts::signing_in::{form, refused_with};
use crate::commands::tests::*;
use crate::store::damage;

impl House {
    /// With a sign-in name of its own beside the alias.
    async fn tries(
        &self,
        token: &InviteToken,
        alias: &str,
        sign_in_name: &str,
    ) -> Result<SignedIn, Rejection> {
        let sign_in_name = SignInName::parse(sign_in_name).unwrap();
        self.sign_up(SignUp { sign_in_name, ..form(token, alias) }).await
    }

    async fn asks_to_join(
        &self,
        actor: Actor,
        token: &InviteToken,
        alias: &str,
    ) -> Result<(), Rejection> {
        let alias = Alias::parse(alias).unwrap();
        let form = JoinCircle { token: token.clone(), alias: Some(alias.clone()) };
        let rules = CareRules::default();
        join_circle(&self.store, actor.account, alias, form, &rules, NOW).await.map(drop)
    }
}

#[tokio::test]
async fn an_invite_tells_of_three_sign_in_names_at_most_that_they_are_taken() {
    let house = House::new().await;
    for name in ["Sam", "Kit", "Robin"] {
        house.guest(name).await;
    }
    let token = house.token(InviteRole::Member, Some(house.circle)).await;
    refused_with(house.tries(&token, "Jo", "sam-name").await, RefusalCode::SignInNameTaken);
    refused_with(house.tries(&token, "Jo", "kit-name").await, RefusalCode::SignInNameTaken);
    refused_with(house.tries(&token, "Jo", "robin-name").await, RefusalCode::InviteLocked);
    // From now on it answers alike, whether a name is taken or not.
    let free = house.tries(&token, "Jo", "nobodys-name").await.err();
    assert_eq!(free, house.tries(&token, "Jo", "sam-name").await.err());
    assert_eq!(free.unwrap().0.code, RefusalCode::InviteLocked);
    let preview = preview_invite(&house.store, PreviewInvite { token }, NOW).await;
    assert_eq!(preview.unwrap_err().0.code, RefusalCode::InviteLocked);
    assert_eq!(house.invites().await[0].state, InviteState::Locked);
    // A new one is a new beginning.
    let another = house.token(InviteRole::Member, Some(house.circle)).await;
    assert!(house.tries(&another, "Jo", "nobodys-name").await.is_ok());
}

#[tokio::test]
async fn the_same_name_counts_once_and_the_count_outlasts_a_restart() {
    let mut house = House::new().await;
    house.guest("Sam").await;
    house.guest("Kit").await;
    let token = house.token(InviteRole::Member, Some(house.circle)).await;
    for alias in ["Jo", "Jo", "Alex", "Jo"] {
        refused_with(house.tries(&token, alias, "sam-name").await, RefusalCode::SignInNameTaken);
    }
    refused_with(house.tries(&token, "Kit", "jo-name").await, RefusalCode::AliasTaken);
    house.restart().await;
    refused_with(house.tries(&token, "Kit", "jo-name").await, RefusalCode::AliasTaken);
    let refused = house.tries(&token, "Jo", "kit-name").await;
    refused_with(refused, RefusalCode::InviteLocked);
}

#[tokio::test]
async fn two_taken_names_and_then_free_ones_make_a_member() {
    let house = House::new().await;
    house.guest("Sam").await;
    let token = house.token(InviteRole::Member, Some(house.circle)).await;
    refused_with(house.tries(&token, "Sam", "sam-name").await, RefusalCode::AliasTaken);
    let refused = house.tries(&token, "Sammy", "sam-name").await.err().unwrap();
    // The name that is offered is free.
    let offered = refused.0.message.split("such as ").nth(1).unwrap();
    let offered = offered.split(". ").next().unwrap();
    assert!(offered.starts_with("sam-name-"), "{offered}");
    assert!(refused.0.message.ends_with("ends this invite."), "{}", refused.0.message);
    assert!(house.tries(&token, "Sammy", offered).await.is_ok());
}

#[tokio::test]
async fn a_form_that_is_wrong_in_anything_else_tells_nothing_of_sign_in_names() {
    let house = House::new().await;
    house.guest("Sam").await;
    let token = house.token(InviteRole::Member, Some(house.circle)).await;
    for (alias, code) in [
        ("Moderator", RefusalCode::AliasReserved),
        ("You", RefusalCode::AliasReserved),
        ("J\u{43E}", RefusalCode::AliasMixedScripts),
        ("Sam", RefusalCode::AliasTaken),
    ] {
        let taken = house.tries(&token, alias, "sam-name").await.err();
        assert_eq!(taken, house.tries(&token, alias, "nobodys-name").await.err(), "{alias}");
        assert_eq!(taken.unwrap().0.code, code, "{alias}");
    }
    // Only the alias that is taken has counted.
    let taken = house.store.read(move |view| Ok(view.newest_invites(1)?.remove(0).fate)).await;
    assert_eq!(taken.unwrap().taken_names, 1);
    let request = circles_protocol::requests::CloseCircle { circle: house.circle };
    let office = house.coordinator().await;
    crate::commands::circles::close_circle::close_circle(&house.store, office, request, NOW)
        .await
        .unwrap();
    for name in ["sam-name", "nobodys-name"] {
        refused_with(house.tries(&token, "Jo", name).await, RefusalCode::CircleClosed);
    }
}

#[tokio::test]
async fn aliases_that_are_tried_with_an_account_count_too() {
    let house = House::new().await;
    for alias in ["Sam", "Kit", "Robin"] {
        house.member(alias).await;
    }
    let jo = house.stranger().await;
    let token = house.token(InviteRole::Member, Some(house.circle)).await;
    for alias in ["sam", "K1t"] {
        refused_with(house.asks_to_join(jo, &token, alias).await, RefusalCode::AliasTaken);
    }
    refused_with(house.asks_to_join(jo, &token, "R0bin").await, RefusalCode::InviteLocked);
    refused_with(house.asks_to_join(jo, &token, "Jo").await, RefusalCode::InviteLocked);
    let in_circle = house.store.read({
        let circle = house.circle;
        move |view| Ok(view.standing(circle, jo.account)?.is_some())
    });
    assert!(!in_circle.await.unwrap());
}

#[tokio::test]
async fn coordinators_learn_that_an_invite_is_locked() {
    let house = House::new().await;
    for alias in ["Sam", "Kit", "Robin"] {
        house.member(alias).await;
    }
    let office = house.stranger().await;
    house.store.write(move |tx| Ok(tx.make_coordinator(office.account)?)).await.unwrap();
    let jo = house.stranger().await;
    let token = house.token(InviteRole::Member, Some(house.circle)).await;
    for alias in ["Sam", "Kit", "Robin"] {
        house.heard();
        house.asks_to_join(jo, &token, alias).await.unwrap_err();
    }
    let told = house.heard().into_iter().any(|publication| {
        matches!(publication, Publication::Notice { account, notice: Notice::OfficeChanged }
                 if account == office.account)
    });
    assert!(told);
}

#[tokio::test]
async fn looking_at_an_invite_counts_nothing() {
    let house = House::new().await;
    let token = house.token(InviteRole::Member, Some(house.circle)).await;
    for _ in 0..5 {
        let form = PreviewInvite { token: token.clone() };
        assert!(preview_invite(&house.store, form, NOW).await.is_ok());
    }
    assert!(house.tries(&token, "Jo", "jo-name").await.is_ok());
}

#[tokio::test]
async fn aliases_are_compared_by_todays_rules_after_an_upgrade() {
    let mut house = House::new().await;
    house.member("Bob").await;
    damage::age_alias_forms(house.folder.path());
    house.restart().await;
    for alias in ["bob", "ΒΟΒ", "B0b"] {
        let other = house.stranger().await;
        assert_refused(house.join(other, alias, Role::Member).await, RefusalCode::AliasTaken);
    }
}

#[tokio::test]
async fn the_alias_that_somebody_had_before_is_free_for_others_once_they_came_back() {
    let house = House::new().await;
    let sam = house.member("Sam").await;
    let leave = circles_protocol::requests::LeaveCircle { circle: house.circle };
    crate::commands::circles::leave_circle::leave_circle(&house.store, sam, leave, NOW)
        .await
        .unwrap();
    // While they are away it is kept for them.
    let kit = house.stranger().await;
    assert_refused(house.join(kit, "Sam", Role::Member).await, RefusalCode::AliasTaken);
    house.join(sam, "Sasha", Role::Member).await.unwrap();
    house.join(kit, "Sam", Role::Member).await.unwrap();
    let lee = house.stranger().await;
    assert_refused(house.join(lee, "Sasha", Role::Member).await, RefusalCode::AliasTaken);
}
