//! Recovery links: who makes, uses, stops and confirms one, who is told, and what is
//! written down.

use circles_protocol::http::{PreviewRecovery, RecoverAccount, RecoveryPreview, RecoveryToken};
use circles_protocol::requests::{
    ConfirmRecovery, CreateRecoveryLink, ListRecoveryLinks, StopRecoveryLink, WithdrawRecoveryLink,
};
use circles_protocol::{
    AccountRecovery, AuditAction, CloseCode, IdempotencyKey, Notice, Passphrase, RecoveryLinkId,
    RecoveryLinkState, RecoveryLinkView, SecurityNoticeKind as Kind,
};

use crate::clock::HOUR_MS;
use crate::commands::accounts::confirm_recovery::confirm_recovery;
use crate::commands::accounts::create_recovery_link::{create_by_operator, create_recovery_link};
use crate::commands::accounts::list_recovery_links::list_recovery_links;
use crate::commands::accounts::recover_account::{preview_recovery, recover_account};
use crate::commands::accounts::stop_recovery_link::stop_recovery_link;
use crate::commands::accounts::suspend_account::Whom;
use crate::commands::accounts::withdraw_recovery_link::withdraw_recovery_link;
use crate::commands::shared::accounts::begin_session::SignedIn;
use crate::commands::tests::accounts::security::Staff;
use crate::commands::tests::accounts::signing_in::{
    HOME, PASSPHRASE, authenticator, device, refused_with,
};
use crate::commands::tests::*;
use crate::domain::KeyedRequest;

const NEW: &str = "a lantern on the pier";
pub(super) const DAY: Timestamp = NOW.plus_ms(24 * HOUR_MS);

pub(super) struct Link {
    pub(super) id: RecoveryLinkId,
    pub(super) token: RecoveryToken,
}

impl Fixture {
    pub(super) async fn ask_for_link(
        &self,
        staff: &Staff,
        member: MemberId,
    ) -> Result<Link, Rejection> {
        let request = CreateRecoveryLink { circle: self.circle, member };
        let made = create_recovery_link(context(&staff.store, staff.actor(), NOW), request).await?;
        let Reply::RecoveryLinkCreated { link, path, .. } = made else { panic!("{made:?}") };
        Ok(Link { id: link, token: RecoveryToken(path.strip_prefix("/back#").unwrap().into()) })
    }

    /// The coordinator enters their passphrase again and makes a link.
    pub(super) async fn link_for(&self, staff: &Staff, member: MemberId) -> Link {
        staff.confirm(PASSPHRASE, NOW).await.unwrap();
        self.ask_for_link(staff, member).await.unwrap()
    }

    pub(super) async fn rejoin(
        &self,
        token: &RecoveryToken,
        passphrase: &str,
        at: Timestamp,
    ) -> Result<SignedIn, Rejection> {
        let passphrase = Passphrase::parse(passphrase).unwrap();
        let form = RecoverAccount { token: token.clone(), passphrase };
        recover_account(&self.store, &authenticator(), form, HOME, device(at)).await
    }

    async fn preview(
        &self,
        token: &RecoveryToken,
        at: Timestamp,
    ) -> Result<RecoveryPreview, Rejection> {
        preview_recovery(&self.store, PreviewRecovery { token: token.clone() }, at).await
    }

    async fn stop(&self, actor: Actor) -> Reply {
        let stop = stop_recovery_link(context(&self.store, actor, NOW), StopRecoveryLink {});
        stop.await.unwrap()
    }

    pub(super) async fn confirm_back(
        &self,
        staff: &Staff,
        link: RecoveryLinkId,
    ) -> Result<Reply, Rejection> {
        let request = ConfirmRecovery { link };
        confirm_recovery(context(&staff.store, staff.actor(), NOW), request).await
    }

    async fn links(&self, staff: &Staff) -> Vec<RecoveryLinkView> {
        let context = context(&staff.store, staff.actor(), NOW);
        let reply = list_recovery_links(context, ListRecoveryLinks {}).await.unwrap();
        let Reply::RecoveryLinks { links } = reply else { panic!("{reply:?}") };
        links
    }

    /// Sam, who signed up and is signed in.
    pub(super) async fn sam(&self) -> (SignedIn, Actor, MemberId) {
        let sam = self.guest("Sam").await;
        let actor = self.session(&sam).await.unwrap().actor;
        let member = self.member_id(actor).await;
        (sam, actor, member)
    }
}

#[tokio::test]
async fn a_link_sets_a_new_passphrase_and_ends_every_session() {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let (sam, actor, member) = fixture.sam().await;
    let link = fixture.link_for(&kim, member).await;
    let preview = fixture.preview(&link.token, NOW).await.unwrap();
    assert_eq!(preview.sign_in_name.as_str(), "sam-name");
    assert_eq!(preview.expires_at, DAY);
    fixture.heard();
    let back = fixture.rejoin(&link.token, NEW, NOW).await.unwrap();
    let closed = fixture.heard().into_iter().any(|one| {
        matches!(one, Publication::SessionClosed { account, code: CloseCode::SessionEnded, .. }
            if account == actor.account)
    });
    assert!(closed);
    refused_with(fixture.session(&sam).await, RefusalCode::NotSignedIn);
    assert_eq!(fixture.session(&back).await.unwrap().actor, actor);
    refused_with(fixture.sign_in("sam-name", PASSPHRASE).await, RefusalCode::SignInFailed);
    fixture.sign_in("sam-name", NEW).await.map(drop).unwrap();
    // Circles stay open.
    assert_eq!(fixture.member_id(actor).await, member);
    fixture.say(actor, "back again").await;
    let actions = [AuditAction::RecoveryLinkUsed, AuditAction::RecoveryLinkMade];
    assert_eq!(fixture.audited().await[..2], actions);
}

#[tokio::test]
async fn used_late_replaced_and_made_up_links_get_one_answer() {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let (_, _, member) = fixture.sam().await;
    let replaced = fixture.link_for(&kim, member).await.token;
    let used = fixture.link_for(&kim, member).await.token;
    let made_up = RecoveryToken("never-was".to_owned());
    let before = Timestamp(DAY.0 - 1);
    assert!(fixture.preview(&used, before).await.is_ok());
    let late = fixture.rejoin(&used, NEW, DAY).await.map(drop).unwrap_err();
    assert_eq!(late.0.code, RefusalCode::RecoveryLinkInvalid);
    fixture.rejoin(&used, NEW, NOW).await.map(drop).unwrap();
    for token in [&used, &replaced, &made_up] {
        let refused = fixture.rejoin(token, "another one entirely", NOW).await.map(drop);
        assert_eq!(refused, Err(late.clone()));
        assert_eq!(fixture.preview(token, NOW).await, Err(late.clone()));
    }
    fixture.sign_in("sam-name", NEW).await.map(drop).unwrap();
}

#[tokio::test]
async fn two_at_once_with_one_link_set_one_passphrase() {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let (_, _, member) = fixture.sam().await;
    let token = fixture.link_for(&kim, member).await.token;
    let (one, other) = tokio::join!(
        fixture.rejoin(&token, NEW, NOW),
        fixture.rejoin(&token, "another one entirely", NOW)
    );
    assert!(one.is_ok() != other.is_ok());
}

#[tokio::test]
async fn a_weak_passphrase_is_refused_and_leaves_the_link_open() {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let (sam, _, member) = fixture.sam().await;
    let token = fixture.link_for(&kim, member).await.token;
    let weak = fixture.rejoin(&token, "sam-name-sam-name", NOW).await;
    refused_with(weak, RefusalCode::PassphraseTooCommon);
    fixture.session(&sam).await.map(drop).unwrap();
    fixture.rejoin(&token, NEW, NOW).await.map(drop).unwrap();
}

#[tokio::test]
async fn whose_answer_was_lost_asks_again_and_is_signed_in() {
    let mut fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let (_, actor, member) = fixture.sam().await;
    let token = fixture.link_for(&kim, member).await.token;
    let key = KeyedRequest::new(IdempotencyKey(Uuid::new_v4()), b"this link");
    fixture.store = fixture.store.for_request(Some(key));
    let lost = fixture.rejoin(&token, NEW, NOW).await.unwrap();
    assert!(fixture.preview(&token, NOW).await.is_ok());
    let other = fixture.rejoin(&token, "another one entirely", NOW).await;
    refused_with(other, RefusalCode::IdempotencyKeyReused);
    let again = fixture.rejoin(&token, NEW, NOW).await.unwrap();
    assert_eq!(fixture.session(&again).await.unwrap().actor, actor);
    refused_with(fixture.session(&lost).await, RefusalCode::NotSignedIn);
}

#[tokio::test]
async fn making_a_link_takes_the_passphrase_and_the_office_each_time() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    let (_, actor, member) = fixture.sam().await;
    refused_with(fixture.ask_for_link(&kim, member).await, RefusalCode::PassphraseNeeded);
    fixture.link_for(&kim, member).await;
    refused_with(fixture.ask_for_link(&kim, member).await, RefusalCode::PassphraseNeeded);
    kim.confirm(PASSPHRASE, NOW).await.unwrap();
    let nobody = MemberId(Uuid::new_v4());
    refused_with(fixture.ask_for_link(&kim, nobody).await, RefusalCode::NotFound);
    // A coordinator's account, one's own or another's.
    for staff in [&kim, &lou] {
        let member = fixture.member_id(staff.actor()).await;
        refused_with(fixture.ask_for_link(&kim, member).await, RefusalCode::NotAllowed);
    }
    let jo = fixture.moderator("Jo").await;
    for other in [actor, jo] {
        let request = CreateRecoveryLink { circle: fixture.circle, member };
        let refused = create_recovery_link(context(&fixture.store, other, NOW), request).await;
        assert_refused(refused, RefusalCode::NotFound);
        let list = list_recovery_links(context(&fixture.store, other, NOW), ListRecoveryLinks {});
        assert_refused(list.await, RefusalCode::NotFound);
    }
    fixture.suspend(kim.actor(), member).await.unwrap();
    refused_with(fixture.ask_for_link(&kim, member).await, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn the_member_is_told_at_once_and_can_stop_it() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    let (sam, actor, member) = fixture.sam().await;
    fixture.heard();
    let token = fixture.link_for(&kim, member).await.token;
    let told = |recovery| Publication::Notice {
        account: actor.account,
        notice: Notice::AccountRecoveryChanged { recovery },
    };
    let heard = fixture.heard();
    let open = AccountRecovery { link_until: Some(DAY), closed_until: None };
    assert!(heard.contains(&told(open)));
    let account = actor.account;
    assert!(heard.contains(&Publication::Notice { account, notice: Notice::SecurityNoticed }));
    assert_eq!(fixture.security_kinds(actor).await, [Kind::RecoveryLinkMade]);

    fixture.stop(actor).await;
    fixture.stop(actor).await;
    assert!(fixture.heard().contains(&told(AccountRecovery::default())));
    let refused = fixture.rejoin(&token, NEW, NOW).await;
    refused_with(refused, RefusalCode::RecoveryLinkInvalid);
    fixture.session(&sam).await.map(drop).unwrap();
    // Coordinators hear who made it, and not in the notice whose account it was.
    let notice = fixture.security(lou.actor()).await.remove(0);
    assert_eq!((notice.kind, notice.about), (Kind::RecoveryLinkStopped, None));
    assert_eq!(notice.actor.unwrap().as_str(), "Kim");
    assert_eq!(fixture.security(lou.actor()).await.len(), 1);
    let listed = fixture.links(&lou).await;
    assert_eq!(listed[0].state, RecoveryLinkState::Stopped);
    let actions = [AuditAction::RecoveryLinkStopped, AuditAction::RecoveryLinkMade];
    assert_eq!(fixture.audited().await[..2], actions);
}

#[tokio::test]
async fn a_stranger_stops_nothing() {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let (_, _, member) = fixture.sam().await;
    let token = fixture.link_for(&kim, member).await.token;
    let jo = fixture.member("Jo").await;
    fixture.stop(jo).await;
    assert!(fixture.preview(&token, NOW).await.is_ok());
}

#[tokio::test]
async fn a_withdrawn_link_is_over_and_a_used_one_stays_used() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    let (_, _, member) = fixture.sam().await;
    let withdraw = |link| {
        let request = WithdrawRecoveryLink { link };
        withdraw_recovery_link(context(&lou.store, lou.actor(), NOW), request)
    };
    let link = fixture.link_for(&kim, member).await;
    assert_eq!(fixture.links(&lou).await[0].state, RecoveryLinkState::Open);
    withdraw(link.id).await.unwrap();
    withdraw(link.id).await.unwrap();
    assert_eq!(fixture.links(&lou).await, []);
    let refused = fixture.rejoin(&link.token, NEW, NOW).await;
    refused_with(refused, RefusalCode::RecoveryLinkInvalid);
    let used = fixture.link_for(&kim, member).await;
    fixture.rejoin(&used.token, NEW, NOW).await.map(drop).unwrap();
    refused_with(withdraw(used.id).await, RefusalCode::NotAllowed);
    refused_with(withdraw(RecoveryLinkId(Uuid::new_v4())).await, RefusalCode::NotFound);
    assert_eq!(fixture.links(&lou).await[0].state, RecoveryLinkState::Used);
}

#[tokio::test]
async fn links_end_with_their_makers_role_and_with_a_suspension() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    fixture.signed_in_staff("Max").await;
    let (_, _, member) = fixture.sam().await;
    let by_kim = fixture.link_for(&kim, member).await.token;
    let kims = fixture.member_id(kim.actor()).await;
    lou.confirm(PASSPHRASE, NOW).await.unwrap();
    let suspend = circles_protocol::requests::SuspendAccount {
        circle: fixture.circle,
        member: kims,
        reason: circles_protocol::Reason::Danger,
    };
    let suspended = crate::commands::accounts::suspend_account::suspend_account(
        context(&lou.store, lou.actor(), NOW),
        suspend,
    );
    suspended.await.unwrap();
    refused_with(fixture.preview(&by_kim, NOW).await, RefusalCode::RecoveryLinkInvalid);
    let by_lou = fixture.link_for(&lou, member).await.token;
    fixture.suspend(lou.actor(), member).await.unwrap();
    fixture.restore(lou.actor(), member).await.unwrap();
    refused_with(fixture.preview(&by_lou, NOW).await, RefusalCode::RecoveryLinkInvalid);
}

#[tokio::test]
async fn a_link_made_for_a_member_does_not_lead_into_a_coordinators_account() {
    let fixture = Fixture::new().await;
    let kim = fixture.signed_in_staff("Kim").await;
    let (_, actor, member) = fixture.sam().await;
    let token = fixture.link_for(&kim, member).await.token;
    let account = actor.account;
    fixture.store.write(move |tx| Ok(tx.make_coordinator(account)?)).await.unwrap();
    let refused = fixture.rejoin(&token, NEW, NOW).await;
    refused_with(refused, RefusalCode::RecoveryLinkInvalid);
}

#[tokio::test]
async fn the_operator_lets_a_coordinator_back_in_and_the_others_are_told() {
    let fixture = Fixture::new().await;
    let (kim, lou) = (fixture.signed_in_staff("Kim").await, fixture.signed_in_staff("Lou").await);
    fixture.sam().await;
    let named = |name: &str| Whom::Named(SignInName::parse(name).unwrap());
    for name in ["sam-name", "nobody-here"] {
        let refused = create_by_operator(&fixture.store, named(name), NOW).await;
        refused_with(refused, RefusalCode::NotFound);
    }
    let path = create_by_operator(&fixture.store, named("kim-name"), NOW).await.unwrap();
    let notice = fixture.security(lou.actor()).await.remove(0);
    assert_eq!(notice.kind, Kind::CoordinatorRecoveryLinkMade);
    assert_eq!(notice.about.unwrap().as_str(), "Kim");
    assert_eq!(fixture.security_kinds(kim.actor()).await, [Kind::RecoveryLinkMade]);
    let token = RecoveryToken(path.strip_prefix("/back#").unwrap().to_owned());
    let back = fixture.rejoin(&token, NEW, NOW).await.unwrap();
    let actor = fixture.session(&back).await.unwrap().actor;
    assert!(actor.coordinator);
    // Whoever printed the link can read the database: nothing is closed.
    let account = actor.account;
    let closed = fixture.store.read(move |view| Ok(view.is_recovering(account)?)).await.unwrap();
    assert!(!closed);
}
