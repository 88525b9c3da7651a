//! What an invite reveals about the names that others have: little, and not for long.

use circles_protocol::http::{InviteToken, JoinCircle, PreviewInvite, SignUp};
use circles_protocol::{InviteRole, InviteState, Notice};

use crate::commands::circles::join_circle::join_circle;
use crate::commands::circles::preview_invite::preview_invite;
use crate::commands::shared::accounts::begin_session::SignedIn;
use crate::commands::tests::accounts::signing_in::{form, refused_with};
use crate::commands::tests::*;
use crate::store::damage;

impl Fixture {
    /// With a sign-in name that differs from the alias.
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
        let rules = Rules::default();
        join_circle(&self.store, actor.account, alias, form, &rules, NOW).await.map(drop)
    }
}

#[tokio::test]
async fn an_invite_tells_of_three_sign_in_names_at_most_that_they_are_taken() {
    let fixture = Fixture::new().await;
    for name in ["Sam", "Kit", "Robin"] {
        fixture.guest(name).await;
    }
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    refused_with(fixture.tries(&token, "Jo", "sam-name").await, RefusalCode::SignInNameTaken);
    refused_with(fixture.tries(&token, "Jo", "kit-name").await, RefusalCode::SignInNameTaken);
    refused_with(fixture.tries(&token, "Jo", "robin-name").await, RefusalCode::InviteLocked);
    // From now on it gives the same answer, whether a name is taken or not.
    let free = fixture.tries(&token, "Jo", "nobodys-name").await.err();
    assert_eq!(free, fixture.tries(&token, "Jo", "sam-name").await.err());
    assert_eq!(free.unwrap().0.code, RefusalCode::InviteLocked);
    let preview = preview_invite(&fixture.store, PreviewInvite { token }, NOW).await;
    assert_eq!(preview.unwrap_err().0.code, RefusalCode::InviteLocked);
    assert_eq!(fixture.invites().await[0].state, InviteState::Locked);
    // A new invite starts from zero.
    let another = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    assert!(fixture.tries(&another, "Jo", "nobodys-name").await.is_ok());
}

#[tokio::test]
async fn the_same_name_counts_once_and_the_count_outlasts_a_restart() {
    let mut fixture = Fixture::new().await;
    fixture.guest("Sam").await;
    fixture.guest("Kit").await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    for alias in ["Jo", "Jo", "Alex", "Jo"] {
        refused_with(fixture.tries(&token, alias, "sam-name").await, RefusalCode::SignInNameTaken);
    }
    refused_with(fixture.tries(&token, "Kit", "jo-name").await, RefusalCode::AliasTaken);
    fixture.restart().await;
    refused_with(fixture.tries(&token, "Kit", "jo-name").await, RefusalCode::AliasTaken);
    let refused = fixture.tries(&token, "Jo", "kit-name").await;
    refused_with(refused, RefusalCode::InviteLocked);
}

#[tokio::test]
async fn two_taken_names_and_then_free_ones_make_a_member() {
    let fixture = Fixture::new().await;
    fixture.guest("Sam").await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    refused_with(fixture.tries(&token, "Sam", "sam-name").await, RefusalCode::AliasTaken);
    let refused = fixture.tries(&token, "Sammy", "sam-name").await.err().unwrap();
    // The suggested name is free.
    let offered = refused.0.message.split("such as ").nth(1).unwrap();
    let offered = offered.split(". ").next().unwrap();
    assert!(offered.starts_with("sam-name-"), "{offered}");
    assert!(refused.0.message.ends_with("ends this invite."), "{}", refused.0.message);
    assert!(fixture.tries(&token, "Sammy", offered).await.is_ok());
}

#[tokio::test]
async fn a_form_that_is_wrong_in_anything_else_tells_nothing_of_sign_in_names() {
    let fixture = Fixture::new().await;
    fixture.guest("Sam").await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    for (alias, code) in [
        ("Moderator", RefusalCode::AliasReserved),
        ("You", RefusalCode::AliasReserved),
        ("J\u{43E}", RefusalCode::AliasMixedScripts),
        ("Sam", RefusalCode::AliasTaken),
    ] {
        let taken = fixture.tries(&token, alias, "sam-name").await.err();
        assert_eq!(taken, fixture.tries(&token, alias, "nobodys-name").await.err(), "{alias}");
        assert_eq!(taken.unwrap().0.code, code, "{alias}");
    }
    // Only the taken alias was counted.
    let taken = fixture.store.read(move |view| Ok(view.newest_invites(1)?.remove(0).status)).await;
    assert_eq!(taken.unwrap().taken_names, 1);
    let request = circles_protocol::requests::CloseCircle { circle: fixture.circle };
    let staff = fixture.coordinator().await;
    crate::commands::circles::close_circle::close_circle(
        context(&fixture.store, staff, NOW),
        request,
    )
    .await
    .unwrap();
    for name in ["sam-name", "nobodys-name"] {
        refused_with(fixture.tries(&token, "Jo", name).await, RefusalCode::CircleClosed);
    }
}

#[tokio::test]
async fn aliases_that_are_tried_with_an_account_count_too() {
    let fixture = Fixture::new().await;
    for alias in ["Sam", "Kit", "Robin"] {
        fixture.member(alias).await;
    }
    let jo = fixture.stranger().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    for alias in ["sam", "K1t"] {
        refused_with(fixture.asks_to_join(jo, &token, alias).await, RefusalCode::AliasTaken);
    }
    refused_with(fixture.asks_to_join(jo, &token, "R0bin").await, RefusalCode::InviteLocked);
    refused_with(fixture.asks_to_join(jo, &token, "Jo").await, RefusalCode::InviteLocked);
    let in_circle = fixture.store.read({
        let circle = fixture.circle;
        move |view| Ok(view.membership(circle, jo.account)?.is_some())
    });
    assert!(!in_circle.await.unwrap());
}

#[tokio::test]
async fn coordinators_learn_that_an_invite_is_locked() {
    let fixture = Fixture::new().await;
    for alias in ["Sam", "Kit", "Robin"] {
        fixture.member(alias).await;
    }
    let staff = fixture.stranger().await;
    fixture.store.write(move |tx| Ok(tx.make_coordinator(staff.account)?)).await.unwrap();
    let jo = fixture.stranger().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    for alias in ["Sam", "Kit", "Robin"] {
        fixture.heard();
        fixture.asks_to_join(jo, &token, alias).await.unwrap_err();
    }
    let told = fixture.heard().into_iter().any(|publication| {
        matches!(publication, Publication::Notice { account, notice: Notice::CentreChanged }
                 if account == staff.account)
    });
    assert!(told);
}

#[tokio::test]
async fn looking_at_an_invite_counts_nothing() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    for _ in 0..5 {
        let form = PreviewInvite { token: token.clone() };
        assert!(preview_invite(&fixture.store, form, NOW).await.is_ok());
    }
    assert!(fixture.tries(&token, "Jo", "jo-name").await.is_ok());
}

#[tokio::test]
async fn aliases_are_compared_by_todays_rules_after_an_upgrade() {
    let mut fixture = Fixture::new().await;
    fixture.member("Bob").await;
    damage::age_alias_forms(fixture.folder.path());
    fixture.restart().await;
    for alias in ["bob", "ΒΟΒ", "B0b"] {
        let other = fixture.stranger().await;
        assert_refused(fixture.join(other, alias, Role::Member).await, RefusalCode::AliasTaken);
    }
}

#[tokio::test]
async fn the_alias_that_somebody_had_before_is_free_for_others_once_they_came_back() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    let leave = circles_protocol::requests::LeaveCircle { circle: fixture.circle };
    crate::commands::circles::leave_circle::leave_circle(context(&fixture.store, sam, NOW), leave)
        .await
        .unwrap();
    // While they are away the name is kept for them.
    let kit = fixture.stranger().await;
    assert_refused(fixture.join(kit, "Sam", Role::Member).await, RefusalCode::AliasTaken);
    fixture.join(sam, "Sasha", Role::Member).await.unwrap();
    fixture.join(kit, "Sam", Role::Member).await.unwrap();
    let lee = fixture.stranger().await;
    assert_refused(fixture.join(lee, "Sasha", Role::Member).await, RefusalCode::AliasTaken);
}
