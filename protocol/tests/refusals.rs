//! Bad frames: each is refused with a code, the field at fault and its number.

use circles_protocol::{Body, RefusalCode, RequestId, TextRule, decode_request, limits};
use serde_json::json;

fn refusal(text: &str) -> (Option<u32>, &'static str, Option<String>) {
    let (id, refusal) = decode_request(text).expect_err("this frame is bad");
    (id.map(|RequestId(id)| id), refusal.code.as_str(), refusal.field)
}

fn send(body: &str) -> String {
    json!({
        "request_id": 3, "type": "send_message",
        "id": "01900000-0000-7000-8000-0000000000e1",
        "circle": "01900000-0000-7000-8000-0000000000c1",
        "body": body,
    })
    .to_string()
}

#[test]
fn what_is_not_a_json_object_is_not_json() {
    for text in ["", "hello", "[1]", "\"x\"", "{\"request_id\":1,", "null"] {
        assert_eq!(refusal(text), (None, "not_json", None), "{text}");
    }
}

#[test]
fn an_unknown_type_is_named() {
    let text = r#"{"request_id":9,"type":"dance"}"#;
    assert_eq!(refusal(text), (Some(9), "unknown_type", Some("type".into())));
}

#[test]
fn a_missing_field_is_named() {
    assert_eq!(refusal("{}"), (None, "missing_field", Some("request_id".into())));
    assert_eq!(refusal(r#"{"request_id":1}"#), (Some(1), "missing_field", Some("type".into())));
    let text = r#"{"request_id":2,"type":"mark_read","seq":4}"#;
    assert_eq!(refusal(text), (Some(2), "missing_field", Some("circle".into())));
}

#[test]
fn a_field_of_the_wrong_type_is_named() {
    let text = r#"{"request_id":-1,"type":"ping"}"#;
    assert_eq!(refusal(text), (None, "invalid_field", Some("request_id".into())));
    let text = r#"{"request_id":2,"type":"close_circle","circle":"x"}"#;
    assert_eq!(refusal(text), (Some(2), "invalid_field", Some("circle".into())));
    let text = r#"{"request_id":2,"type":"hello","cursors":[{"circle":"01900000-0000-7000-8000-0000000000c1","seq":"9"}]}"#;
    assert_eq!(refusal(text), (Some(2), "invalid_field", Some("cursors[0].seq".into())));
}

#[test]
fn an_unknown_field_is_passed_over() {
    assert!(decode_request(r#"{"request_id":2,"type":"ping","later":{"x":1}}"#).is_ok());
}

#[test]
fn a_body_is_refused_by_the_rule_it_breaks() {
    let long = "é".repeat(limits::BODY_CHARS + 1);
    for (body, code) in [
        ("", "text_empty"),
        (long.as_str(), "text_too_long"),
        (" \u{200B}\u{3164}\n", "text_invisible"),
        ("a\u{0007}b", "text_control"),
    ] {
        assert_eq!(refusal(&send(body)), (Some(3), code, Some("body".into())));
    }
}

#[test]
fn a_body_keeps_every_character_the_member_wrote() {
    let longest = "é".repeat(limits::BODY_CHARS);
    for body in ["  two\n\tlines  ", "👩‍👩‍👧 ok", "e\u{0301}", longest.as_str()] {
        assert_eq!(Body::parse(body).unwrap().as_str(), body);
    }
}

#[test]
fn a_refusal_never_repeats_what_was_typed() {
    let text = r#"{"request_id":2,"type":"close_circle","circle":"my secret"}"#;
    let (_, refusal) = decode_request(text).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::InvalidField);
    assert!(!refusal.message.contains("secret"));
}

#[test]
fn debug_output_never_shows_text() {
    let shown = format!("{:?}", decode_request(&send("my secret")).unwrap());
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn a_rule_reads_as_a_sentence() {
    assert_eq!(
        TextRule::TooShort { min_chars: 3 }.to_string(),
        "This needs at least 3 characters."
    );
}
