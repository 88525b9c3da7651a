//! Requests that are sent again because no answer came: done once, answered each time.

use circles_protocol::http::{ChangePassphrase, InviteToken, JoinCircle, PreviewInvite, SignUp};
use circles_protocol::requests::{AddShift, CreateCircle, CreateInvite, LogOutreach, MuteMember};
use circles_protocol::{
    IdempotencyKey, InviteRole, Means, MuteDuration, OnCallId, OutreachOutcome, PairingId,
    Passphrase, Rank, Reason,
};

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::accounts::change_passphrase::change_passphrase;
use crate::commands::accounts::list_sessions::list_sessions;
use crate::commands::accounts::sign_in::sign_in;
use crate::commands::accounts::sign_up::sign_up;
use crate::commands::circles::create_circle::create_circle;
use crate::commands::circles::create_invite::create_invite;
use crate::commands::circles::join_circle::join_circle;
use crate::commands::circles::preview_invite::preview_invite;
use crate::commands::help::add_on_call::add_on_call;
use crate::commands::help::add_shift::add_shift;
use crate::commands::mentoring::log_outreach::log_outreach;
use crate::commands::moderation::mute_member::mute_member;
use crate::commands::shared::accounts::authenticate::{authenticate, authenticate_before_change};
use crate::commands::shared::accounts::begin_session::SignedIn;
use crate::commands::tests::accounts::signing_in::{
    HOME, authenticator, credentials, device, form, refused_with,
};
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::*;
use crate::domain::KeyedRequest;
use crate::domain::PageBudget;

const KEY: IdempotencyKey = IdempotencyKey::from_bytes([1; 16]);
const ANOTHER: IdempotencyKey = IdempotencyKey::from_bytes([2; 16]);

impl Fixture {
    fn keyed(&self, key: IdempotencyKey, content: &str) -> Store {
        self.store.for_request(Some(KeyedRequest::new(key, content.as_bytes())))
    }

    async fn signs_up(&self, key: IdempotencyKey, form: &SignUp) -> Result<SignedIn, Rejection> {
        let store = self.keyed(key, &form.token.0);
        let authenticator = authenticator();
        sign_up(&store, &authenticator, form.clone(), HOME, device(NOW), &Rules::default()).await
    }

    async fn joins(
        &self,
        key: IdempotencyKey,
        actor: Actor,
        token: &InviteToken,
    ) -> Result<Option<CircleId>, Rejection> {
        let form = JoinCircle { token: token.clone(), alias: None };
        let (store, alias) = (self.keyed(key, &token.0), Alias::parse("Kit").unwrap());
        let joined =
            join_circle(&store, actor.account, alias, form, &Rules::default(), NOW).await?;
        Ok(joined.circle)
    }

    async fn circles(&self) -> usize {
        self.store
            .read(|view| Ok(view.centre_circles(None, PageBudget::page(10))?.items.len()))
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_sign_up_sent_again_signs_its_maker_in() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    let lost = fixture.signs_up(KEY, &form(&token, "Sam")).await.unwrap();
    let again = fixture.signs_up(KEY, &form(&token, "Sam")).await.unwrap();
    assert_eq!(again.account, lost.account);
    let session = fixture.session(&again).await.unwrap();
    // The session whose cookie never arrived is not left behind.
    refused_with(fixture.session(&lost).await, RefusalCode::NotSignedIn);
    assert_eq!(list_sessions(&fixture.store, session, NOW).await.unwrap().sessions.len(), 1);
}

#[tokio::test]
async fn two_equal_sign_ups_at_once_make_one_account() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    let form = form(&token, "Sam");
    let (one, other) = tokio::join!(fixture.signs_up(KEY, &form), fixture.signs_up(KEY, &form));
    assert_eq!(one.unwrap().account, other.unwrap().account);
}

#[tokio::test]
async fn the_key_alone_opens_nothing() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    fixture.signs_up(KEY, &form(&token, "Sam")).await.unwrap();
    let guessed = Passphrase::parse("a quiet river at dusk").unwrap();
    let guess = SignUp { passphrase: guessed, ..form(&token, "Sam") };
    let code = RefusalCode::IdempotencyKeyReused;
    refused_with(fixture.signs_up(KEY, &guess).await, code);
    refused_with(fixture.signs_up(KEY, &form(&token, "Kit")).await, code);
}

#[tokio::test]
async fn an_invite_used_by_somebody_else_stays_refused() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    fixture.signs_up(KEY, &form(&token, "Sam")).await.unwrap();
    let used = fixture.signs_up(ANOTHER, &form(&token, "Sam")).await.err();
    let wrong = InviteToken("nobody-has-this-one-00".to_owned());
    assert_eq!(used, fixture.signs_up(ANOTHER, &form(&wrong, "Sam")).await.err());
    assert_eq!(used, fixture.signs_up(KEY, &form(&wrong, "Sam")).await.err());
    assert_eq!(used.unwrap().0.code, RefusalCode::InviteInvalid);
}

#[tokio::test]
async fn whoever_used_an_invite_and_got_no_answer_may_look_once_more() {
    let fixture = Fixture::new().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    fixture.signs_up(KEY, &form(&token, "Sam")).await.unwrap();
    let look = |key| {
        let (store, form) = (fixture.keyed(key, &token.0), PreviewInvite { token: token.clone() });
        async move { preview_invite(&store, form, NOW).await }
    };
    assert!(look(KEY).await.is_ok());
    refused_with(look(ANOTHER).await, RefusalCode::InviteInvalid);
}

#[tokio::test]
async fn joining_again_under_the_same_key_leads_to_the_same_circle() {
    let fixture = Fixture::new().await;
    let kit = fixture.stranger().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    assert_eq!(fixture.joins(KEY, kit, &token).await.unwrap(), Some(fixture.circle));
    assert_eq!(fixture.joins(KEY, kit, &token).await.unwrap(), Some(fixture.circle));
    refused_with(fixture.joins(ANOTHER, kit, &token).await, RefusalCode::InviteInvalid);
    let other = fixture.stranger().await;
    refused_with(fixture.joins(KEY, other, &token).await, RefusalCode::InviteInvalid);
}

#[tokio::test]
async fn a_key_means_one_invite() {
    let fixture = Fixture::new().await;
    let kit = fixture.stranger().await;
    let token = fixture.token(InviteRole::Member, Some(fixture.circle)).await;
    fixture.joins(KEY, kit, &token).await.unwrap();
    let elsewhere = fixture.another_circle("Dawn").await;
    let other = fixture.token(InviteRole::Member, Some(elsewhere)).await;
    refused_with(fixture.joins(KEY, kit, &other).await, RefusalCode::IdempotencyKeyReused);
    assert!(fixture.joins(ANOTHER, kit, &other).await.is_ok());
}

#[tokio::test]
async fn signing_in_again_under_the_same_key_leaves_one_session() {
    let fixture = Fixture::new().await;
    fixture.guest("Sam").await;
    let store = fixture.keyed(KEY, "sign-in");
    let sign_in = || {
        let form = credentials("sam-name", "a quiet river at dawn");
        async { sign_in(&store, &authenticator(), form, HOME, device(NOW)).await.unwrap() }
    };
    let lost = sign_in().await;
    let kept = sign_in().await;
    refused_with(fixture.session(&lost).await, RefusalCode::NotSignedIn);
    let session = fixture.session(&kept).await.unwrap();
    // The session from signing up, and this one.
    assert_eq!(list_sessions(&fixture.store, session, NOW).await.unwrap().sessions.len(), 2);
}

#[tokio::test]
async fn changing_the_passphrase_again_under_the_same_key_is_done() {
    let fixture = Fixture::new().await;
    let sam = fixture.guest("Sam").await;
    let session = fixture.session(&sam).await.unwrap();
    let change = |key: IdempotencyKey, again: bool, new: &str| {
        let current = circles_protocol::EnteredPassphrase::parse("a quiet river at dawn").unwrap();
        let new = Passphrase::parse(new).unwrap();
        let form = ChangePassphrase { current, new, end_calendar_feed: false };
        let (store, session) = (fixture.keyed(key, "passphrase"), session.clone());
        async move { change_passphrase(&store, &authenticator(), session, again, form, NOW).await }
    };
    let lost = change(KEY, false, "another river altogether").await.unwrap();
    // Its cookie was lost with the answer. With the earlier one they only ask for that
    // change again, and get a new cookie.
    let before = Some(sam.token.as_str());
    refused_with(authenticate(&fixture.store, before, NOW).await, RefusalCode::NotSignedIn);
    assert_eq!(authenticate_before_change(&fixture.store, before, NOW).await.unwrap(), session);
    let code = RefusalCode::NotSignedIn;
    refused_with(change(KEY, true, "some third river for once").await, code);
    refused_with(change(ANOTHER, true, "another river altogether").await, code);
    let got = change(KEY, true, "another river altogether").await.unwrap();
    refused_with(authenticate(&fixture.store, Some(lost.as_str()), NOW).await, code);
    assert!(authenticate(&fixture.store, Some(got.as_str()), NOW).await.is_ok());
    assert!(authenticate_before_change(&fixture.store, before, NOW).await.is_ok());
}

#[tokio::test]
async fn a_circle_asked_for_twice_is_made_once() {
    let fixture = Fixture::new().await;
    let staff = fixture.coordinator().await;
    let create = |key, name: &str| {
        let request = CreateCircle { name: CircleName::parse(name).unwrap(), member_limit: None };
        let store = fixture.keyed(key, name);
        async move { create_circle(context(&store, staff, NOW), request).await }
    };
    let before = fixture.circles().await;
    let made = create(KEY, "Dawn").await.unwrap();
    assert_eq!(create(KEY, "Dawn").await.unwrap(), made);
    assert_eq!(fixture.circles().await, before + 1);
    assert_refused(create(KEY, "Dusk").await, RefusalCode::IdempotencyKeyReused);
    assert_ne!(create(ANOTHER, "Dawn").await.unwrap(), made);
}

#[tokio::test]
async fn an_invite_asked_for_twice_is_one_with_the_newest_secret() {
    let fixture = Fixture::new().await;
    let staff = fixture.coordinator().await;
    let create = || {
        let request = CreateInvite {
            role: InviteRole::Member,
            circle: Some(fixture.circle),
            label: None,
            mentor: None,
            graduated_on: None,
        };
        let store = fixture.keyed(KEY, "invite");
        async move {
            let reply = create_invite(context(&store, staff, NOW), request).await?;
            let Reply::InviteCreated { invite, path, .. } = reply else { panic!("{reply:?}") };
            Ok((invite, InviteToken(path["/join#".len()..].to_owned())))
        }
    };
    let (id, lost) = create().await.unwrap();
    let (same, token) = create().await.unwrap();
    assert_eq!(id, same);
    let kit = fixture.stranger().await;
    refused_with(fixture.joins(KEY, kit, &lost).await, RefusalCode::InviteInvalid);
    fixture.joins(ANOTHER, kit, &token).await.unwrap();
    // Once the invite was used, there is nothing left to show.
    assert_refused(create().await, RefusalCode::InviteInvalid);
}

#[tokio::test]
async fn a_shift_asked_for_twice_is_on_the_rota_once() {
    let fixture = Fixture::new().await;
    let staff = fixture.coordinator().await;
    let request = circles_protocol::requests::AddOnCall { member: None };
    let reply = add_on_call(context(&fixture.store, staff, NOW), request).await.unwrap();
    let Reply::OnCallAdded { person } = reply else { panic!("{reply:?}") };
    let add = |person: OnCallId| {
        let (from, to) = (NOW.plus_ms(HOUR_MS), NOW.plus_ms(2 * HOUR_MS));
        let (store, request) =
            (fixture.keyed(KEY, "shift"), AddShift { person, rank: Rank::First, from, to });
        async move { add_shift(context(&store, staff, NOW), request).await.unwrap() }
    };
    let made = add(person).await;
    assert_eq!(add(person).await, made);
    let to_come = fixture.store.read(|view| Ok(view.count_shifts_to_come(NOW)?)).await.unwrap();
    assert_eq!(to_come, 1);
}

#[tokio::test]
async fn outreach_logged_twice_under_one_key_is_logged_once() {
    let (PairingFixture { fixture, ray, .. }, pairing) = PairingFixture::paired().await;
    let log = |key, pairing: PairingId| {
        let (means, outcome) = (Means::Message, OutreachOutcome::Attempt);
        let request = LogOutreach { pairing, means, outcome };
        let store = fixture.keyed(key, "outreach");
        async move { log_outreach(context(&store, ray, NOW), request).await.unwrap() }
    };
    for key in [KEY, KEY, ANOTHER] {
        assert_eq!(log(key, pairing).await, Reply::Done);
    }
    let logged = fixture.store.read(move |view| {
        let pairing = view.pairing(pairing)?.ok_or_else(Rejection::not_found)?;
        Ok(view.newest_outreach(pairing.key, 50)?.len())
    });
    assert_eq!(logged.await.unwrap(), 2);
}

#[tokio::test]
async fn a_mute_sent_again_is_one_action() {
    let fixture = Fixture::new().await;
    let (moderator, sam) = (fixture.moderator("Mo").await, fixture.member("Sam").await);
    let member = fixture.member_id(sam).await;
    let mute = |at| {
        let request = MuteMember {
            circle: fixture.circle,
            member,
            duration: MuteDuration::OneHour,
            reason: Reason::Other,
        };
        let store = fixture.keyed(KEY, "mute");
        async move { mute_member(context(&store, moderator, at), request).await.unwrap() }
    };
    let action = mute(NOW).await;
    assert_eq!(mute(NOW.plus_ms(15_000)).await, action);
}

#[tokio::test]
async fn a_key_is_its_accounts_own_and_forgotten_after_its_time() {
    let fixture = Fixture::new().await;
    let (one, other) = (fixture.coordinator().await, fixture.coordinator().await);
    let create = |staff| {
        let request = CreateCircle { name: CircleName::parse("Dawn").unwrap(), member_limit: None };
        let store = fixture.keyed(KEY, "Dawn");
        async move { create_circle(context(&store, staff, NOW), request).await.unwrap() }
    };
    let made = create(one).await;
    assert_ne!(create(other).await, made);
    let later = NOW.plus_ms(DAY_MS);
    fixture.store.write(move |tx| Ok(tx.purge_idempotency_keys(later)?)).await.unwrap();
    assert_ne!(create(one).await, made);
}
