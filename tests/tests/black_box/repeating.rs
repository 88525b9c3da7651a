//! A request is repeated because its answer was lost: the same answer, nothing done twice.

use circles_protocol::http::{Joined, Me};
use circles_protocol::requests::{CreateCircle, ListCircles};
use circles_protocol::{CircleName, InviteRole, RefusalCode, Reply, Request};
use circles_tests::browser::PASSPHRASE;
use circles_tests::client::Outcome;
use circles_tests::{Browser, Centre};
use serde_json::json;
use uuid::Uuid;

fn another_key() -> Option<String> {
    Some(Uuid::new_v4().to_string())
}

#[tokio::test]
async fn a_sign_up_whose_answer_was_lost_signs_its_maker_in() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut sam = Browser::at(&centre.server);
    sam.idempotency_key = another_key();
    let lost = sam.sign_up(&token, "Sam", "sam").await.read::<Me>();
    sam.cookie = None;
    assert_eq!(sam.look(&token).await.status, 200);
    let again = sam.sign_up(&token, "Sam", "sam").await;
    assert_eq!((again.status, again.read::<Me>().account), (200, lost.account));
    assert_eq!(sam.me().await.sign_in_name.unwrap().as_str(), "sam");
    assert_eq!(sam.sessions().await.sessions.len(), 1);
}

#[tokio::test]
async fn the_key_opens_nothing_without_the_passphrase() {
    let mut centre = Centre::open().await;
    let token = centre.invite(InviteRole::Coordinator, None).await;
    let mut sam = Browser::at(&centre.server);
    sam.idempotency_key = another_key();
    assert_eq!(sam.sign_up(&token, "Sam", "sam").await.status, 200);
    sam.cookie = None;
    let form = json!({
        "token": token, "alias": "Sam", "sign_in_name": "sam", "passphrase": "a quiet river at dusk",
    });
    let answer = sam.post("/api/sign-up", &form).await;
    assert_eq!((answer.status, answer.refusal()), (422, RefusalCode::IdempotencyKeyReused));
    assert_eq!(sam.cookie, None);
}

#[tokio::test]
async fn a_used_invite_answers_like_a_wrong_one_to_everybody_else() {
    let mut centre = Centre::open().await;
    let token = centre.invite(InviteRole::Coordinator, None).await;
    let mut sam = Browser::at(&centre.server);
    sam.idempotency_key = another_key();
    assert_eq!(sam.sign_up(&token, "Sam", "sam").await.status, 200);
    let mut kit = Browser::at(&centre.server);
    for key in [None, another_key()] {
        kit.idempotency_key = key;
        let used = kit.sign_up(&token, "Sam", "sam").await;
        let wrong = kit.sign_up("AAAAAAAAAAAAAAAAAAAAAA", "Sam", "sam").await;
        assert_eq!(used.refusal(), RefusalCode::InviteInvalid);
        assert_eq!((used.status, used.body), (wrong.status, wrong.body));
        assert_eq!(kit.look(&token).await.refusal(), RefusalCode::InviteInvalid);
    }
}

#[tokio::test]
async fn joining_again_under_the_same_key_gets_the_same_answer() {
    let mut centre = Centre::open().await;
    let (first, second) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(first, "Robin").await;
    let token = centre.invite(InviteRole::Member, Some(second)).await;
    robin.browser.idempotency_key = another_key();
    for _ in 0..2 {
        let joined = robin.browser.join(&token, None).await.read::<Joined>();
        assert_eq!(joined.circle, Some(second));
    }
    robin.browser.idempotency_key = another_key();
    assert_eq!(robin.browser.join(&token, None).await.refusal(), RefusalCode::InviteInvalid);
}

#[tokio::test]
async fn a_circle_asked_for_again_over_another_socket_is_made_once() {
    let mut centre = Centre::open().await;
    let key = another_key().unwrap();
    let frame = |name: &str| {
        json!({ "request_id": 77, "idempotency_key": key, "type": "create_circle", "name": name })
            .to_string()
    };
    let id = circles_protocol::RequestId(77);
    let socket = &mut centre.coordinator.socket;
    socket.post_text(frame("Dawn")).await;
    let made: Outcome = socket.answer(id).await;
    assert!(matches!(made, Ok(Reply::CircleCreated { .. })), "{made:?}");
    centre.coordinator.reconnect(&centre.server).await;
    let socket = &mut centre.coordinator.socket;
    socket.post_text(frame("Dawn")).await;
    assert_eq!(socket.answer(id).await, made);
    socket.post_text(frame("Dusk")).await;
    assert_eq!(socket.answer(id).await.unwrap_err().code, RefusalCode::IdempotencyKeyReused);
    // Without a key each request counts as a new one, as before.
    let name = CircleName::from_stored("Dawn".to_owned());
    let request = Request::CreateCircle(CreateCircle { name, member_limit: None });
    socket.done(request).await;
    let reply = socket.done(Request::ListCircles(ListCircles { after: None })).await;
    let Reply::Circles { circles, .. } = reply else { panic!("answered {reply:?}") };
    assert_eq!(circles.len(), 2);
}

#[tokio::test]
async fn right_sign_ins_shut_nobody_out_and_the_right_passphrase_may_have_a_space_after_it() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    for typed in [PASSPHRASE.to_owned(), format!("{PASSPHRASE} "), format!(" {PASSPHRASE}")] {
        for _ in 0..3 {
            assert_eq!(browser.sign_in("dana", &typed).await.status, 200);
        }
    }
}

#[tokio::test]
async fn a_passphrase_that_everybody_uses_is_refused_by_name() {
    let mut centre = Centre::open().await;
    let token = centre.invite(InviteRole::Coordinator, None).await;
    let mut browser = Browser::at(&centre.server);
    let form = json!({
        "token": token, "alias": "Sam", "sign_in_name": "sam", "passphrase": "password1234",
    });
    let answer = browser.post("/api/sign-up", &form).await;
    assert_eq!((answer.status, answer.refusal()), (400, RefusalCode::PassphraseTooCommon));
    let dana = &mut centre.coordinator.browser;
    let form = json!({ "current": PASSPHRASE, "new": "qwertyuiop123" });
    let answer = dana.post("/api/passphrase", &form).await;
    let refusal: circles_protocol::Refusal = answer.read();
    assert_eq!(refusal.code, RefusalCode::PassphraseTooCommon);
    assert_eq!(refusal.field.as_deref(), Some("new"));
}
