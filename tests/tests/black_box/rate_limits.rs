//! Too much, too fast: refused with a time to wait, or closed.

use std::time::{Duration, Instant};

use circles_protocol::limits::BODY_CHARS;
use circles_protocol::requests::{DeleteMessage, Ping, SendCheckIn, SendMessage};
use circles_protocol::{CheckInId, CircleId, RefusalCode, Request, Timestamp};
use circles_tests::client::message;
use circles_tests::raw::{self, RawSocket};
use circles_tests::server::Plan;
use circles_tests::{Centre, Client};
use uuid::Uuid;

use super::help;

/// Sends many messages without waiting for answers. Returns the last refused one, and how
/// long to wait with it.
async fn too_many(socket: &mut Client, circle: CircleId) -> (SendMessage, u32) {
    let mut sent = Vec::new();
    for _ in 0..20 {
        let said = message(circle, "again");
        sent.push((socket.post(Request::SendMessage(said.clone())).await, said));
    }
    let mut refused = None;
    for (id, said) in sent {
        if let Err(refusal) = socket.answer(id).await {
            assert_eq!(refusal.code, RefusalCode::RateLimited);
            let wait_ms = refusal.retry_after_ms.expect("a time to wait");
            assert!((1..=1_000).contains(&wait_ms), "{wait_ms}");
            refused = Some((said, wait_ms));
        }
    }
    refused.expect("twenty messages at once went through")
}

#[tokio::test]
async fn too_many_messages_are_refused_with_a_time_to_wait() {
    let plan = Plan::default().set("message_rate_per_second", 1).set("message_burst", 3);
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    too_many(&mut robin.socket, circle).await;
    // Another account is not slowed, another socket of the same one is.
    sam.socket.say(circle, "unhurried").await;
    let mut phone = Client::join(centre.server.address, &robin.browser).await;
    let (said, wait_ms) = too_many(&mut phone, circle).await;
    // After the given time, the very same message goes through.
    phone.bide(Instant::now() + Duration::from_millis(wait_ms.into())).await;
    phone.done(Request::SendMessage(said)).await;
}

fn wish() -> Request {
    Request::SendCheckIn(SendCheckIn {
        id: CheckInId(Uuid::now_v7()),
        at: Timestamp(chrono::Utc::now().timestamp_millis()),
        how: None,
        wants_call: true,
        tell_centre: true,
    })
}

#[tokio::test]
async fn more_than_a_days_share_of_the_disk_waits_and_nothing_else_does() {
    let plan = Plan::default()
        .set("message_rate_per_second", 1_000)
        .set("message_burst", 1_000)
        .set("daily_mib_per_account", 1);
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let story = "長".repeat(BODY_CHARS);
    let mut taken = Vec::new();
    let refusal = loop {
        let said = message(circle, &story);
        match robin.socket.ask(Request::SendMessage(said.clone())).await {
            Ok(_) => taken.push(said.id),
            Err(refused) => break refused,
        }
    };
    assert_eq!(refusal.code, RefusalCode::DailyLimit);
    // Each takes 24,000 bytes and its rows.
    assert!((35..=43).contains(&taken.len()), "{}", taken.len());
    let wait_ms = refusal.retry_after_ms.expect("a time to wait");
    assert!((1..=3_600_000).contains(&wait_ms), "{wait_ms}");
    // Another account has its own share, and deleting is never held up.
    let mut sam = centre.member(circle, "Sam").await;
    sam.socket.say(circle, &story).await;
    let delete = DeleteMessage { circle, message: taken[0] };
    robin.socket.done(Request::DeleteMessage(delete)).await;
    robin.socket.done(help::ask()).await;
    // A few words and a wish for a call have a reserve.
    robin.socket.say(circle, "and I want to go on").await;
    robin.socket.done(wish()).await;
}

#[tokio::test]
async fn a_flood_of_frames_closes_the_socket() {
    let centre = Centre::open_with(Plan::default().set("frames_per_second", 10)).await;
    let mut socket = Client::join(centre.server.address, &centre.coordinator.browser).await;
    for _ in 0..200 {
        socket.post(Request::Ping(Ping {})).await;
    }
    assert_eq!(socket.closed().await, 4004);
    let mut other = centre.coordinator.socket;
    other.settle().await;
}

/// A continuation frame with nothing in it, which is not the last one.
fn empty_piece(opcode: u8) -> Vec<u8> {
    let mut piece = raw::client_frame(opcode, b"");
    piece[0] &= 0x7f;
    piece
}

/// The opcode of a continuation frame.
const GOES_ON: u8 = 0x0;

#[tokio::test]
async fn frames_without_a_message_flood_too() {
    let centre = Centre::open_with(Plan::default().set("frames_per_second", 10)).await;
    let floods = [
        raw::client_frame(raw::PING, b"").repeat(2_000),
        raw::client_frame(raw::PONG, b"nobody asked").repeat(2_000),
        raw::client_frame(raw::TEXT, b"").repeat(2_000),
        [empty_piece(raw::TEXT), empty_piece(GOES_ON).repeat(2_000)].concat(),
    ];
    for (number, flood) in floods.iter().enumerate() {
        let browser = &centre.coordinator.browser;
        let mut socket = RawSocket::open(centre.server.address, browser).await;
        socket.write(flood).await;
        assert_eq!(socket.closed().await, 4004, "flood {number}");
    }
    let mut other = centre.coordinator.socket;
    other.settle().await;
}

#[tokio::test]
async fn a_message_in_some_pieces_among_pings_is_heard() {
    let centre = Centre::open_with(Plan::default().set("frames_per_second", 20)).await;
    let mut socket = RawSocket::open(centre.server.address, &centre.coordinator.browser).await;
    let hello = br#"{"request_id":1,"type":"hello"}"#;
    let mut frames = Vec::new();
    for (at, byte) in hello.chunks(4).enumerate() {
        let mut piece = raw::client_frame(if at == 0 { raw::TEXT } else { GOES_ON }, byte);
        piece[0] &= 0x7f;
        frames.extend(piece);
        // A control frame may come between the fragments of a message.
        if at == 2 {
            frames.extend(raw::client_frame(raw::PING, b"still there"));
        }
    }
    frames.extend(raw::client_frame(GOES_ON, b""));
    socket.write(&frames).await;
    let mut heard = Vec::new();
    while heard.len() < 2 {
        heard.push(socket.read().await.expect("an answer"));
    }
    assert!(heard.contains(&(raw::PONG, b"still there".to_vec())), "{heard:?}");
    assert!(heard.iter().any(|(opcode, _)| *opcode == raw::TEXT), "{heard:?}");
}
