//! Malformed frames: each is refused by name, and the socket survives.

use circles_protocol::requests::Ping;
use circles_protocol::{Refusal, RefusalCode, Request, RequestId};
use circles_tests::{Centre, Client};

async fn refused(socket: &mut Client, id: u32, text: &str) -> Refusal {
    socket.post_text(text).await;
    let outcome = socket.answer(RequestId(id)).await;
    outcome.err().unwrap_or_else(|| panic!("carried out: {text}"))
}

#[tokio::test]
async fn what_is_not_a_json_object_is_refused_and_the_socket_lives() {
    let mut centre = Centre::open().await;
    let socket = &mut centre.coordinator.socket;
    for text in ["", "hello", "{", "{\"request_id\":1,", "[]", "null", "7", "\"{}\"", "{'a':1}"] {
        socket.post_text(text).await;
        let refusal = socket.stray().await;
        assert_eq!(refusal.code, RefusalCode::NotJson, "{text}");
    }
    let deep = "[".repeat(30_000);
    socket.post_text(deep).await;
    assert_eq!(socket.stray().await.code, RefusalCode::NotJson);
    socket.done(Request::Ping(Ping {})).await;
}

#[tokio::test]
async fn an_unreadable_head_is_refused_by_its_field() {
    let mut centre = Centre::open().await;
    let socket = &mut centre.coordinator.socket;
    for (text, code, field) in [
        ("{}", RefusalCode::MissingField, "request_id"),
        ("{\"type\":\"ping\"}", RefusalCode::MissingField, "request_id"),
        ("{\"request_id\":-1,\"type\":\"ping\"}", RefusalCode::InvalidField, "request_id"),
        ("{\"request_id\":1.5,\"type\":\"ping\"}", RefusalCode::InvalidField, "request_id"),
        ("{\"request_id\":\"1\",\"type\":\"ping\"}", RefusalCode::InvalidField, "request_id"),
        ("{\"request_id\":4294967296,\"type\":\"ping\"}", RefusalCode::InvalidField, "request_id"),
    ] {
        socket.post_text(text).await;
        let refusal = socket.stray().await;
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some(field)), "{text}");
    }
    for (text, code) in [
        ("{\"request_id\":900}", RefusalCode::MissingField),
        ("{\"request_id\":900,\"type\":7}", RefusalCode::InvalidField),
        ("{\"request_id\":900,\"type\":\"sing\"}", RefusalCode::UnknownType),
        ("{\"request_id\":900,\"type\":\"Ping\"}", RefusalCode::UnknownType),
    ] {
        let refusal = refused(socket, 900, text).await;
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some("type")), "{text}");
    }
    socket.done(Request::Ping(Ping {})).await;
}

#[tokio::test]
async fn a_missing_or_wrong_field_is_named() {
    let mut centre = Centre::open().await;
    let socket = &mut centre.coordinator.socket;
    let id = "01900000-0000-7000-8000-000000000001";
    for (rest, code, field) in [
        ("\"type\":\"send_message\"".to_owned(), RefusalCode::MissingField, "id"),
        (
            format!("\"type\":\"send_message\",\"id\":\"{id}\",\"circle\":\"{id}\""),
            RefusalCode::MissingField,
            "body",
        ),
        (
            format!("\"type\":\"send_message\",\"id\":\"nonsense\",\"circle\":\"{id}\""),
            RefusalCode::InvalidField,
            "id",
        ),
        (
            format!(
                "\"type\":\"fetch_history\",\"circle\":\"{id}\",\"from\":{{\"type\":\"before\"}}"
            ),
            RefusalCode::MissingField,
            "from.seq",
        ),
        (
            format!("\"type\":\"fetch_history\",\"circle\":\"{id}\",\"from\":{{\"type\":\"x\"}}"),
            RefusalCode::InvalidField,
            "from",
        ),
        (
            format!(
                "\"type\":\"add_reaction\",\"circle\":\"{id}\",\"message\":\"{id}\",\
                 \"reaction\":\"thumb_down\""
            ),
            RefusalCode::InvalidField,
            "reaction",
        ),
        ("\"type\":\"create_circle\",\"name\":\"\"".to_owned(), RefusalCode::TextEmpty, "name"),
    ] {
        let refusal = refused(socket, 901, &format!("{{\"request_id\":901,{rest}}}")).await;
        assert_eq!(refusal.code, code, "{rest}");
        assert!(
            refusal.field.as_deref().is_some_and(|named| named.starts_with(field)),
            "{rest}: {refusal:?}"
        );
    }
    socket.done(Request::Ping(Ping {})).await;
}

#[tokio::test]
async fn a_field_the_server_does_not_know_is_passed_over() {
    let mut centre = Centre::open().await;
    let socket = &mut centre.coordinator.socket;
    socket.post_text("{\"type\":\"ping\",\"request_id\":902,\"from_the_future\":[1,{}]}").await;
    assert!(socket.answer(RequestId(902)).await.is_ok());
}

#[tokio::test]
async fn a_refusal_never_repeats_what_was_typed() {
    let mut centre = Centre::open().await;
    let socket = &mut centre.coordinator.socket;
    let text = "{\"request_id\":903,\"type\":\"create_circle\",\"name\":{\"confidential\":1}}";
    let refusal = refused(socket, 903, text).await;
    assert!(!refusal.message.contains("confidential"), "{}", refusal.message);
}

#[tokio::test]
async fn many_requests_at_once_get_one_answer_each() {
    let plan = circles_tests::server::Plan::default().unhurried();
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut asked = Vec::new();
    for nth in 0..200 {
        let said = circles_tests::client::message(circle, &format!("number {nth}"));
        asked.push(robin.socket.post(Request::SendMessage(said)).await);
    }
    let mut places = Vec::new();
    for id in asked {
        let reply = robin.socket.answer(id).await.expect("accepted");
        let circles_protocol::Reply::MessageAccepted { seq, .. } = reply else {
            panic!("answered {reply:?}")
        };
        places.push(seq);
    }
    places.sort();
    assert!(places.windows(2).all(|pair| pair[1] == pair[0].next()), "{places:?}");
}
