//! Signing up, in and out, over a real store.

use std::net::{IpAddr, Ipv4Addr};

use circles_protocol::http::{
    ChangePassphrase, InviteToken, JoinCircle, PreviewInvite, SignIn, SignUp,
};
use circles_protocol::{CircleId, CloseCode, EnteredPassphrase, InviteRole, Notice, Passphrase};

use crate::auth::Authenticator;
use crate::clock::DAY_MS;
use crate::commands::accounts::{
    change_passphrase::change_passphrase, end_session::end_session, list_sessions::list_sessions,
    sign_in::sign_in, sign_out::sign_out, sign_up::sign_up,
};
use crate::commands::circles::join_circle::join_circle;
use crate::commands::circles::preview_invite::preview_invite;
use crate::commands::shared::accounts::authenticate::{AuthenticatedSession, authenticate};
use crate::commands::shared::accounts::begin_session::{Beginning, SignedIn};
use crate::commands::tests::*;

const DAYS: u32 = 30;
pub(in crate::commands::tests) const PASSPHRASE: &str = "a quiet river at dawn";

pub(in crate::commands::tests) fn authenticator() -> Authenticator {
    Authenticator::new(2, 100)
}

/// The address from which they sign in.
pub(in crate::commands::tests) const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

pub(in crate::commands::tests) fn device(at: Timestamp) -> Beginning {
    Beginning::draw("Safari on an iPhone".to_owned(), DAYS, at).unwrap()
}

pub(in crate::commands::tests) fn form(token: &InviteToken, alias: &str) -> SignUp {
    SignUp {
        token: token.clone(),
        alias: Alias::parse(alias).unwrap(),
        sign_in_name: SignInName::parse(&format!("{alias}-name")).unwrap(),
        passphrase: Passphrase::parse(PASSPHRASE).unwrap(),
    }
}

pub(in crate::commands::tests) fn credentials(name: &str, passphrase: &str) -> SignIn {
    SignIn {
        sign_in_name: SignInName::parse(name).unwrap(),
        passphrase: EnteredPassphrase::parse(passphrase).unwrap(),
    }
}

impl Fixture {
    pub(in crate::commands::tests) async fn token(
        &self,
        role: InviteRole,
        circle: Option<CircleId>,
    ) -> InviteToken {
        self.invite(role, circle).await.1
    }

    pub(in crate::commands::tests) async fn sign_up(
        &self,
        form: SignUp,
    ) -> Result<SignedIn, Rejection> {
        sign_up(&self.store, &authenticator(), form, HOME, device(NOW), &Rules::default()).await
    }

    pub(in crate::commands::tests) async fn sign_in(
        &self,
        name: &str,
        passphrase: &str,
    ) -> Result<SignedIn, Rejection> {
        let form = credentials(name, passphrase);
        sign_in(&self.store, &authenticator(), form, HOME, device(NOW)).await
    }

    pub(in crate::commands::tests) async fn session(
        &self,
        signed_in: &SignedIn,
    ) -> Result<AuthenticatedSession, Rejection> {
        let recognised = authenticate(&self.store, Some(signed_in.token.as_str()), NOW).await;
        recognised.map(|(session, _)| session)
    }

    /// A member who signed up with an invite, and is signed in.
    pub(in crate::commands::tests) async fn guest(&self, alias: &str) -> SignedIn {
        let token = self.token(InviteRole::Member, Some(self.circle)).await;
        self.sign_up(form(&token, alias)).await.unwrap()
    }
}

#[track_caller]
pub(in crate::commands::tests) fn refused_with<T>(result: Result<T, Rejection>, code: RefusalCode) {
    assert_refused(result.map(drop), code);
}

#[tokio::test]
async fn an_invite_makes_a_member_who_is_signed_in() {
    let fixture = Fixture::new().await;
    let sam = fixture.guest("Sam").await;
    let session = fixture.session(&sam).await.unwrap();
    assert_eq!((session.alias.as_str(), session.actor.coordinator), ("Sam", false));
    assert!(fixture.say(session.actor, "hello").await.1 > Seq(0));
}

#[tokio::test]
async fn an_invite_lets_one_person_in_and_no_second() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    fixture.sign_up(form(&token, "Sam")).await.unwrap();
    refused_with(fixture.sign_up(form(&token, "Kit")).await, RefusalCode::InviteInvalid);
}

#[tokio::test]
async fn two_at_once_with_one_invite_make_one_member() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    let (one, other) =
        tokio::join!(fixture.sign_up(form(&token, "Sam")), fixture.sign_up(form(&token, "Kit")));
    assert!(one.is_ok() != other.is_ok());
}

#[tokio::test]
async fn wrong_used_and_expired_invites_get_one_answer() {
    let fixture = Fixture::new().await;
    let used = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    fixture.sign_up(form(&used, "Sam")).await.unwrap();
    let late = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    let after = NOW.plus_ms(4 * DAY_MS);
    let look = |token, now| preview_invite(&fixture.store, PreviewInvite { token }, now);
    assert!(look(late.clone(), NOW).await.is_ok());
    let answers = [
        look(InviteToken("never-was".to_owned()), NOW).await.unwrap_err(),
        look(used, NOW).await.unwrap_err(),
        look(late, after).await.unwrap_err(),
    ];
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(answers[0].0.code, RefusalCode::InviteInvalid);
}

#[tokio::test]
async fn a_refused_sign_up_leaves_no_account_and_the_invite_open() {
    let fixture = Fixture::new().await;
    fixture.guest("Sam").await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    // The sign-in name is free, but the alias is not.
    let mut again = form(&token, "Sam");
    again.sign_in_name = SignInName::parse("another").unwrap();
    refused_with(fixture.sign_up(again.clone()).await, RefusalCode::AliasTaken);
    refused_with(fixture.sign_in("another", PASSPHRASE).await, RefusalCode::SignInFailed);
    again.alias = Alias::parse("Moderator Sam").unwrap();
    refused_with(fixture.sign_up(again.clone()).await, RefusalCode::AliasReserved);
    again.alias = Alias::parse("Samuel").unwrap();
    assert!(fixture.sign_up(again).await.is_ok());
}

#[tokio::test]
async fn a_taken_sign_in_name_is_told_to_invited_people_only() {
    let fixture = Fixture::new().await;
    fixture.guest("Sam").await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    let mut same_name = form(&token, "Kit");
    same_name.sign_in_name = SignInName::parse("sam-name").unwrap();
    refused_with(fixture.sign_up(same_name.clone()).await, RefusalCode::SignInNameTaken);
    same_name.token = InviteToken("never-was".to_owned());
    refused_with(fixture.sign_up(same_name).await, RefusalCode::InviteInvalid);
}

#[tokio::test]
async fn the_right_passphrase_signs_in_and_everything_else_is_refused_alike() {
    let fixture = Fixture::new().await;
    fixture.guest("Sam").await;
    assert!(fixture.sign_in("SAM-name", PASSPHRASE).await.is_ok());
    let wrong = fixture.sign_in("sam-name", "a quiet river at dusk").await.err().unwrap();
    let unknown = fixture.sign_in("nobody", PASSPHRASE).await.err().unwrap();
    assert_eq!(wrong, unknown);
    assert_eq!(wrong.0.code, RefusalCode::SignInFailed);
}

#[tokio::test]
async fn guessing_is_slowed_for_unknown_names_too() {
    let fixture = Fixture::new().await;
    let authenticator = Authenticator::new(2, 1);
    let attempt = || {
        sign_in(
            &fixture.store,
            &authenticator,
            credentials("nobody", PASSPHRASE),
            HOME,
            device(NOW),
        )
    };
    refused_with(attempt().await, RefusalCode::SignInFailed);
    refused_with(attempt().await, RefusalCode::RateLimited);
}

#[tokio::test]
async fn signing_in_rightly_never_shuts_anybody_out() {
    let fixture = Fixture::new().await;
    fixture.guest("Sam").await;
    let authenticator = Authenticator::new(2, 2);
    let attempt = |passphrase| {
        sign_in(
            &fixture.store,
            &authenticator,
            credentials("sam-name", passphrase),
            HOME,
            device(NOW),
        )
    };
    for _ in 0..6 {
        assert!(attempt(PASSPHRASE).await.is_ok());
    }
    refused_with(attempt("a quiet river at dusk").await, RefusalCode::SignInFailed);
    assert!(attempt(PASSPHRASE).await.is_ok());
    refused_with(attempt("a quiet river at dusk").await, RefusalCode::SignInFailed);
    refused_with(attempt(PASSPHRASE).await, RefusalCode::RateLimited);
}

#[tokio::test]
async fn many_guesses_at_once_get_no_further_than_one_after_another() {
    let fixture = Fixture::new().await;
    fixture.guest("Sam").await;
    let authenticator = Authenticator::new(2, 3);
    let guess = || {
        let form = credentials("sam-name", "a quiet river at dusk");
        sign_in(&fixture.store, &authenticator, form, HOME, device(NOW))
    };
    let answers = futures_util::future::join_all((0..20).map(|_| guess())).await;
    let codes: Vec<_> = answers.into_iter().map(|answer| answer.err().unwrap().0.code).collect();
    let tried = codes.iter().filter(|&&code| code == RefusalCode::SignInFailed).count();
    assert_eq!(tried, 3);
}

#[tokio::test]
async fn a_passphrase_that_everybody_uses_is_refused_and_the_invite_stays_open() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    for passphrase in ["passwordpassword", "sam-name-sam-name", "Recovery Circles"] {
        let passphrase = Passphrase::parse(passphrase).unwrap();
        let refused = fixture.sign_up(SignUp { passphrase, ..form(&token, "Sam") }).await;
        let refusal = refused.err().unwrap().0;
        assert_eq!(refusal.code, RefusalCode::PassphraseTooCommon);
        assert_eq!(refusal.field.as_deref(), Some("passphrase"));
    }
    assert!(fixture.sign_up(form(&token, "Sam")).await.is_ok());
}

#[tokio::test]
async fn a_space_typed_after_the_passphrase_makes_no_difference() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    let passphrase = Passphrase::parse("a quiet river at dawn ").unwrap();
    fixture.sign_up(SignUp { passphrase, ..form(&token, "Sam") }).await.unwrap();
    for typed in [PASSPHRASE, "a quiet river at dawn ", " a quiet river at dawn"] {
        assert!(fixture.sign_in("sam-name", typed).await.is_ok(), "{typed:?}");
    }
}

#[tokio::test]
async fn a_session_ends_with_its_days() {
    let fixture = Fixture::new().await;
    let sam = fixture.guest("Sam").await;
    let token = Some(sam.token.as_str());
    let last = NOW.plus_ms(i64::from(DAYS) * DAY_MS);
    assert!(authenticate(&fixture.store, token, last.plus_ms(-1)).await.is_ok());
    refused_with(authenticate(&fixture.store, token, last).await, RefusalCode::NotSignedIn);
    refused_with(authenticate(&fixture.store, None, NOW).await, RefusalCode::NotSignedIn);
    refused_with(authenticate(&fixture.store, Some(""), NOW).await, RefusalCode::NotSignedIn);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_sockets() {
    let fixture = Fixture::new().await;
    let sam = fixture.guest("Sam").await;
    let session = fixture.session(&sam).await.unwrap();
    fixture.heard();
    sign_out(&fixture.store, session.clone()).await.unwrap();
    let (account, session) = (session.actor.account, session.session);
    assert_eq!(
        fixture.heard(),
        [Publication::SessionClosed { account, session, code: CloseCode::SessionEnded }]
    );
    refused_with(fixture.session(&sam).await, RefusalCode::NotSignedIn);
}

#[tokio::test]
async fn a_session_is_listed_and_ended_from_another_device() {
    let fixture = Fixture::new().await;
    let phone = fixture.guest("Sam").await;
    let laptop = fixture.sign_in("sam-name", PASSPHRASE).await.unwrap();
    let at_laptop = fixture.session(&laptop).await.unwrap();
    let listed = list_sessions(&fixture.store, at_laptop.clone(), NOW).await.unwrap().sessions;
    assert_eq!(listed.iter().filter(|session| session.current).count(), 1);
    let other = listed.iter().find(|session| !session.current).unwrap();
    end_session(&fixture.store, at_laptop.actor.account, other.id).await.unwrap();
    refused_with(fixture.session(&phone).await, RefusalCode::NotSignedIn);
    assert!(fixture.session(&laptop).await.is_ok());
}

#[tokio::test]
async fn nobody_ends_a_session_of_someone_else() {
    let fixture = Fixture::new().await;
    let sam = fixture.guest("Sam").await;
    let session = fixture.session(&sam).await.unwrap().session;
    let kit = fixture.stranger().await;
    refused_with(end_session(&fixture.store, kit.account, session).await, RefusalCode::NotFound);
    assert!(fixture.session(&sam).await.is_ok());
}

#[tokio::test]
async fn a_new_passphrase_ends_every_other_session() {
    let fixture = Fixture::new().await;
    let phone = fixture.guest("Sam").await;
    let laptop = fixture.sign_in("sam-name", PASSPHRASE).await.unwrap();
    let at_laptop = fixture.session(&laptop).await.unwrap();
    let new = Passphrase::parse("another river altogether").unwrap();
    let change = |current: &str| {
        let current = EnteredPassphrase::parse(current).unwrap();
        let form = ChangePassphrase { current, new: new.clone(), end_calendar_feed: false };
        let (store, session) = (fixture.store.clone(), at_laptop.clone());
        async move { change_passphrase(&store, &authenticator(), session, false, form, NOW).await }
    };
    refused_with(change("not my passphrase").await, RefusalCode::SignInFailed);
    assert!(fixture.session(&phone).await.is_ok());
    fixture.heard();
    let token = change(PASSPHRASE).await.unwrap();
    let (account, session) = (at_laptop.actor.account, at_laptop.session);
    let renewed = Publication::SessionClosed { account, session, code: CloseCode::SessionRenewed };
    assert!(fixture.heard().contains(&renewed));
    refused_with(fixture.session(&phone).await, RefusalCode::NotSignedIn);
    // A copy of the laptop's cookie is worthless too.
    refused_with(fixture.session(&laptop).await, RefusalCode::NotSignedIn);
    assert!(authenticate(&fixture.store, Some(token.as_str()), NOW).await.is_ok());
    refused_with(fixture.sign_in("sam-name", PASSPHRASE).await, RefusalCode::SignInFailed);
    assert!(fixture.sign_in("sam-name", new.as_str()).await.is_ok());
}

#[tokio::test]
async fn the_oldest_sign_in_makes_room_for_too_many() {
    let fixture = Fixture::new().await;
    let first = fixture.guest("Sam").await;
    let account = fixture.session(&first).await.unwrap().actor.account;
    fixture
        .store
        .write(move |tx| {
            for _ in 0..crate::limits::SESSIONS_PER_ACCOUNT {
                let row = tx.account(account)?.expect("Sam's");
                crate::commands::shared::accounts::begin_session::begin_session(
                    tx,
                    &row,
                    device(NOW),
                )?;
            }
            Ok(())
        })
        .await
        .unwrap();
    refused_with(fixture.session(&first).await, RefusalCode::NotSignedIn);
}

#[tokio::test]
async fn a_further_invite_leads_into_a_further_circle() {
    let fixture = Fixture::new().await;
    let sam = fixture.session(&fixture.guest("Sam").await).await.unwrap();
    let other = fixture.another_circle("Night shift").await;
    let token = fixture.token(InviteRole::Moderator, Some(other)).await;
    fixture.heard();
    let rules = Rules::default();
    let follow = |token: InviteToken| {
        let form = JoinCircle { token, alias: None };
        join_circle(&fixture.store, sam.actor.account, sam.alias.clone(), form, &rules, NOW)
    };
    assert_eq!(follow(token.clone()).await.unwrap().circle, Some(other));
    let account = sam.actor.account;
    let notice = Publication::Notice { account, notice: Notice::CirclesChanged };
    assert!(fixture.heard().contains(&notice));
    refused_with(follow(token).await, RefusalCode::InviteInvalid);
    let again = fixture.token(InviteRole::Member, Some(other)).await;
    refused_with(follow(again.clone()).await, RefusalCode::AlreadyMember);
    // It was refused, so somebody else can still use the invite.
    assert!(fixture.sign_up(form(&again, "Kit")).await.is_ok());
}

#[tokio::test]
async fn an_account_becomes_coordinator_by_an_invite_for_one() {
    let fixture = Fixture::new().await;
    let sam = fixture.session(&fixture.guest("Sam").await).await.unwrap();
    let token = fixture.token(InviteRole::Coordinator, None).await;
    let form = |token| JoinCircle { token, alias: None };
    let rules = Rules::default();
    let account = sam.actor.account;
    let follow =
        |token| join_circle(&fixture.store, account, sam.alias.clone(), form(token), &rules, NOW);
    assert_eq!(follow(token).await.unwrap().circle, None);
    let row = fixture.store.read(move |view| Ok(view.account(account)?)).await.unwrap().unwrap();
    assert!(row.coordinator);
    let again = fixture.token(InviteRole::Coordinator, None).await;
    refused_with(follow(again).await, RefusalCode::AlreadyMember);
}
