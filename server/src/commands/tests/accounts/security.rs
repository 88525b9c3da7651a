//! What a stolen browser, or a coordinator who was suspended, can no longer do; and what
//! people are told of it.

use std::time::Duration;

use circles_protocol::http::{ConfirmPassphrase, InviteToken, JoinCircle, PreviewInvite};
use circles_protocol::requests::{
    ChangeRole, CreateInvite, ListSecurityNotices, MarkSecurityNoticesSeen, RestoreAccount,
    SuspendAccount,
};
use circles_protocol::{
    EnteredPassphrase, InviteRole, Notice, Reason, SecurityNotice, SecurityNoticeKind as Kind,
};

use crate::auth::Authenticator;
use crate::commands::accounts::list_security_notices::list_security_notices;
use crate::commands::accounts::mark_security_notices_seen::mark_security_notices_seen;
use crate::commands::accounts::restore_account::restore_account;
use crate::commands::accounts::sign_in::sign_in;
use crate::commands::accounts::suspend_account::{Whom, suspend_account, suspend_by_operator};
use crate::commands::circles::change_role::change_role;
use crate::commands::circles::create_invite::create_invite;
use crate::commands::circles::join_circle::join_circle;
use crate::commands::circles::preview_invite::preview_invite;
use crate::commands::shared::accounts::authenticate::{AuthenticatedSession, authenticate};
use crate::commands::shared::accounts::begin_session::SignedIn;
use crate::commands::shared::accounts::confirm_passphrase::confirm_passphrase;
use crate::commands::tests::accounts::signing_in::{
    HOME, PASSPHRASE, authenticator, credentials, device, form, refused_with,
};
use crate::commands::tests::*;
use crate::limits::{CONFIRMED_MS, REPLACED_TOKEN_MS};

pub(in crate::commands::tests) struct Staff {
    session: AuthenticatedSession,
    pub(in crate::commands::tests) store: Store,
}

impl Staff {
    pub(in crate::commands::tests) fn actor(&self) -> Actor {
        self.session.actor
    }

    pub(in crate::commands::tests) async fn confirm(
        &self,
        passphrase: &str,
        at: Timestamp,
    ) -> Result<(), Rejection> {
        let passphrase = EnteredPassphrase::parse(passphrase).unwrap();
        let form = ConfirmPassphrase { passphrase };
        confirm_passphrase(&self.store, &authenticator(), self.session.clone(), form, at).await
    }

    async fn invite(&self, role: InviteRole, at: Timestamp) -> Result<InviteToken, Rejection> {
        let circle = None;
        let request = CreateInvite { role, circle, label: None, mentor: None, graduated_on: None };
        let reply = create_invite(context(&self.store, self.actor(), at), request).await?;
        let Reply::InviteCreated { path, .. } = reply else { panic!("{reply:?}") };
        Ok(InviteToken(path.strip_prefix("/join#").unwrap().to_owned()))
    }
}

impl Fixture {
    /// A coordinator who signed up with an invite, and is in the circle too.
    pub(in crate::commands::tests) async fn signed_in_staff(&self, alias: &str) -> Staff {
        let session = self.session(&self.guest(alias).await).await.unwrap();
        let account = session.actor.account;
        self.store.write(move |tx| Ok(tx.make_coordinator(account)?)).await.unwrap();
        let actor = Actor { account, coordinator: true };
        let session = AuthenticatedSession { actor, ..session };
        Staff { store: self.store.for_session(session.acting()), session }
    }

    async fn suspend_as(&self, staff: &Staff, other: &Staff) -> Result<Reply, Rejection> {
        let member = self.member_id(other.actor()).await;
        let request = SuspendAccount { circle: self.circle, member, reason: Reason::Danger };
        suspend_account(context(&staff.store, staff.actor(), NOW), request).await
    }

    pub(in crate::commands::tests) async fn security(&self, actor: Actor) -> Vec<SecurityNotice> {
        let reply = list_security_notices(context(&self.store, actor, NOW), ListSecurityNotices {})
            .await
            .unwrap();
        let Reply::SecurityNotices { notices } = reply else { panic!("{reply:?}") };
        notices
    }

    pub(in crate::commands::tests) async fn security_kinds(&self, actor: Actor) -> Vec<Kind> {
        self.security(actor).await.into_iter().map(|notice| notice.kind).collect()
    }

    async fn leads_somewhere(&self, token: &InviteToken) -> bool {
        let form = PreviewInvite { token: token.clone() };
        preview_invite(&self.store, form, NOW).await.is_ok()
    }

    async fn sign_in_on(&self, before: &SignedIn) -> SignedIn {
        let tokens = (Some(before.token.as_str()), Some(before.device_token.as_str()));
        let session = device(NOW).on(tokens.0, tokens.1);
        let form = credentials("sam-name", PASSPHRASE);
        sign_in(&self.store, &authenticator(), form, HOME, session).await.unwrap()
    }
}

#[tokio::test]
async fn inviting_a_coordinator_takes_the_passphrase_each_time() {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let invite = |at| kim.invite(InviteRole::Coordinator, at);
    refused_with(invite(NOW).await, RefusalCode::PassphraseNeeded);
    refused_with(kim.confirm("not my passphrase", NOW).await, RefusalCode::SignInFailed);
    refused_with(invite(NOW).await, RefusalCode::PassphraseNeeded);
    kim.confirm(PASSPHRASE, NOW).await.unwrap();
    invite(NOW).await.unwrap();
    refused_with(invite(NOW).await, RefusalCode::PassphraseNeeded);
    kim.confirm(PASSPHRASE, NOW).await.unwrap();
    refused_with(invite(NOW.plus_ms(CONFIRMED_MS)).await, RefusalCode::PassphraseNeeded);
}

#[tokio::test]
async fn every_coordinator_hears_of_an_invite_and_of_a_suspension() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    let max = fixture.signed_in_staff("Max").await;
    kim.confirm(PASSPHRASE, NOW).await.unwrap();
    fixture.heard();
    kim.invite(InviteRole::Coordinator, NOW).await.unwrap();
    let heard = fixture.heard();
    for staff in [&kim, &lou, &max] {
        assert_eq!(fixture.security_kinds(staff.actor()).await, [Kind::CoordinatorInvited]);
        let account = staff.actor().account;
        assert!(heard.contains(&Publication::Notice { account, notice: Notice::SecurityNoticed }));
    }
    kim.confirm(PASSPHRASE, NOW).await.unwrap();
    fixture.suspend_as(&kim, &max).await.unwrap();
    let notice = fixture.security(lou.actor()).await.remove(0);
    assert_eq!(notice.kind, Kind::CoordinatorSuspended);
    let named = |alias: Option<Alias>| alias.map(|alias| alias.as_str().to_owned());
    assert_eq!(named(notice.actor).as_deref(), Some("Kim"));
    assert_eq!(named(notice.about).as_deref(), Some("Max"));
    assert!(!notice.seen);
    let seen = MarkSecurityNoticesSeen { through: NOW };
    mark_security_notices_seen(context(&fixture.store, lou.actor(), NOW), seen).await.unwrap();
    assert!(fixture.security(lou.actor()).await.iter().all(|notice| notice.seen));
    assert!(fixture.security(kim.actor()).await.iter().all(|notice| !notice.seen));
}

#[tokio::test]
async fn who_becomes_a_coordinator_is_no_news_to_themselves() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Coordinator, None).await;
    let kim = fixture.session(&fixture.sign_up(form(&token, "Kim")).await.unwrap()).await.unwrap();
    assert_eq!(fixture.security(kim.actor).await, []);
    let lou = fixture.session(&fixture.guest("Lou").await).await.unwrap();
    let token = fixture.token(InviteRole::Coordinator, None).await;
    let alias = lou.alias.clone();
    let joins = JoinCircle { token, alias: None };
    let rules = Rules::default();
    let account = lou.actor.account;
    join_circle(&fixture.store, account, alias, joins, &rules, NOW).await.unwrap();
    assert_eq!(fixture.security(lou.actor).await, []);
    let told = fixture.security_kinds(kim.actor).await;
    assert_eq!(told, [Kind::CoordinatorJoined, Kind::CoordinatorInvited]);
}

#[tokio::test]
async fn suspending_a_coordinator_takes_the_passphrase_and_leaves_one_beside_oneself() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    kim.confirm(PASSPHRASE, NOW).await.unwrap();
    refused_with(fixture.suspend_as(&kim, &lou).await, RefusalCode::LastCoordinator);
    fixture.signed_in_staff("Max").await;
    fixture.suspend_as(&kim, &lou).await.unwrap();
    let ned = fixture.signed_in_staff("Ned").await;
    refused_with(fixture.suspend_as(&kim, &ned).await, RefusalCode::PassphraseNeeded);
}

#[tokio::test]
async fn of_two_coordinators_who_suspend_each_other_one_stays() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    fixture.signed_in_staff("Max").await;
    for staff in [&kim, &lou] {
        staff.confirm(PASSPHRASE, NOW).await.unwrap();
    }
    let (one, other) = tokio::join!(fixture.suspend_as(&kim, &lou), fixture.suspend_as(&lou, &kim));
    assert!(one.is_ok() != other.is_ok());
    refused_with(one.and(other), RefusalCode::NotSignedIn);
}

#[tokio::test]
async fn letting_a_coordinator_in_again_takes_the_passphrase_too() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    fixture.signed_in_staff("Max").await;
    kim.confirm(PASSPHRASE, NOW).await.unwrap();
    fixture.suspend_as(&kim, &lou).await.unwrap();
    let request =
        RestoreAccount { circle: fixture.circle, member: fixture.member_id(lou.actor()).await };
    let restore = || restore_account(context(&kim.store, kim.actor(), NOW), request.clone());
    refused_with(restore().await, RefusalCode::PassphraseNeeded);
    kim.confirm(PASSPHRASE, NOW).await.unwrap();
    restore().await.unwrap();
    let told = fixture.security(kim.actor()).await.remove(0);
    assert_eq!(told.kind, Kind::CoordinatorRestored);
}

#[tokio::test]
async fn the_operator_suspends_the_last_coordinator_too() {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let name = |name: &str| Whom::Named(SignInName::parse(name).unwrap());
    refused_with(
        suspend_by_operator(&fixture.store, name("nobody"), NOW).await,
        RefusalCode::NotFound,
    );
    let unknown = Whom::Account(AccountId(Uuid::from_u128(1)));
    refused_with(suspend_by_operator(&fixture.store, unknown, NOW).await, RefusalCode::NotFound);
    suspend_by_operator(&fixture.store, name("kim-name"), NOW).await.unwrap();
    let lou = fixture.signed_in_staff("Lou").await;
    let account = Whom::Account(lou.session.account);
    suspend_by_operator(&fixture.store, account, NOW).await.unwrap();
    refused_with(lou.invite(InviteRole::Coordinator, NOW).await, RefusalCode::NotSignedIn);
    refused_with(kim.invite(InviteRole::Coordinator, NOW).await, RefusalCode::NotSignedIn);
}

#[tokio::test]
async fn open_invites_end_with_the_suspension_of_their_maker() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    fixture.signed_in_staff("Max").await;
    for staff in [&kim, &lou] {
        staff.confirm(PASSPHRASE, NOW).await.unwrap();
    }
    let of_kim = kim.invite(InviteRole::Coordinator, NOW).await.unwrap();
    let of_lou = lou.invite(InviteRole::Coordinator, NOW).await.unwrap();
    kim.confirm(PASSPHRASE, NOW).await.unwrap();
    fixture.suspend_as(&kim, &lou).await.unwrap();
    assert!(fixture.leads_somewhere(&of_kim).await);
    assert!(!fixture.leads_somewhere(&of_lou).await);
}

#[tokio::test]
async fn an_office_renews_the_secret_of_every_browser_once() {
    let fixture = Fixture::new().await;
    let sam = fixture.guest("Sam").await;
    let old = Some(sam.token.as_str());
    let (session, renewed) = authenticate(&fixture.store, old, NOW).await.unwrap();
    assert!(renewed.is_none());
    let member = fixture.member_id(session.actor).await;
    let request = ChangeRole { circle: fixture.circle, member, role: Role::Moderator };
    let account = session.actor.account;
    fixture.heard();
    change_role(context(&fixture.store, fixture.staff().await, NOW), request).await.unwrap();
    let told = Publication::Notice { account, notice: Notice::SessionRenewalDue };
    assert!(fixture.heard().contains(&told));
    let (again, renewed) = authenticate(&fixture.store, old, NOW).await.unwrap();
    let renewed = renewed.expect("another secret");
    assert_eq!(again, session);
    // A concurrent request, or one repeated after a lost answer, gets the same one.
    let (_, repeated) = authenticate(&fixture.store, old, NOW.plus_ms(1)).await.unwrap();
    assert!(repeated.is_some_and(|repeated| repeated.as_str() == renewed.as_str()));
    let late = NOW.plus_ms(REPLACED_TOKEN_MS);
    refused_with(authenticate(&fixture.store, old, late).await, RefusalCode::NotSignedIn);
    let (_, settled) = authenticate(&fixture.store, Some(renewed.as_str()), late).await.unwrap();
    assert!(settled.is_none());
}

#[tokio::test]
async fn signing_in_again_on_a_browser_ends_what_it_held() {
    let fixture = Fixture::new().await;
    let first = fixture.guest("Sam").await;
    let second = fixture.sign_in_on(&first).await;
    refused_with(fixture.session(&first).await, RefusalCode::NotSignedIn);
    assert!(fixture.session(&second).await.is_ok());
}

#[tokio::test]
async fn a_browser_that_is_not_known_is_told_of_and_a_known_one_is_not() {
    let fixture = Fixture::new().await;
    let first = fixture.guest("Sam").await;
    let actor = fixture.session(&first).await.unwrap().actor;
    assert_eq!(fixture.security(actor).await, []);
    let second = fixture.sign_in_on(&first).await;
    assert_eq!(fixture.security(actor).await, []);
    fixture.sign_in("sam-name", PASSPHRASE).await.unwrap();
    let told = fixture.security(actor).await;
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].kind, told[0].device.as_deref()),
        (Kind::NewDevice, Some("Safari on an iPhone"))
    );
    // The browser's earlier token no longer identifies it.
    fixture.sign_in_on(&first).await;
    assert_eq!(fixture.security(actor).await.len(), 2);
    fixture.sign_in_on(&second).await;
    assert_eq!(fixture.security(actor).await.len(), 2);
}

#[tokio::test]
async fn wrong_tries_elsewhere_keep_no_known_browser_out_and_are_told_of_once() {
    let fixture = Fixture::new().await;
    let sam = fixture.guest("Sam").await;
    let actor = fixture.session(&sam).await.unwrap().actor;
    let authenticator = Authenticator::new(2, 5);
    let attempt = |passphrase: &str, known: bool| {
        let session = device(NOW).on(None, known.then_some(sam.device_token.as_str()));
        let form = credentials("sam-name", passphrase);
        sign_in(&fixture.store, &authenticator, form, HOME, session)
    };
    let mut last = Ok(());
    for _ in 0..20 {
        last = attempt("not my passphrase", false).await.map(drop);
    }
    refused_with(last, RefusalCode::RateLimited);
    refused_with(attempt(PASSPHRASE, false).await, RefusalCode::RateLimited);
    attempt(PASSPHRASE, true).await.unwrap();
    // It is written apart from the answer, so that nobody can measure it.
    let told = async {
        while fixture.security(actor).await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), told).await.expect("a notice");
    assert_eq!(fixture.security_kinds(actor).await, [Kind::SignInsThrottled]);
}
