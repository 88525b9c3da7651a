//! How a websocket opens, and how it closes.

use circles_protocol::requests::ListCircles;
use circles_protocol::{RefusalCode, Request};
use circles_tests::raw::{self, RawSocket};
use circles_tests::server::Plan;
use circles_tests::upgrade::{headers, upgrade};
use circles_tests::{Browser, Centre, Client};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn a_foreign_or_missing_origin_gets_403_before_the_upgrade() {
    let centre = Centre::open().await;
    let mut browser = centre.coordinator.browser.clone();
    let own = browser.origin.clone();
    let longer = format!("{own}0");
    let secure = own.replace("http:", "https:");
    for origin in ["", "null", "https://evil.example", "http://localhost", &longer, &secure] {
        origin.clone_into(&mut browser.origin);
        let refused = upgrade(centre.server.address, &headers(&browser)).await.unwrap_err();
        assert_eq!(refused.status(), 403, "{origin:?}");
        assert!(refused.body().contains("foreign_origin"), "{}", refused.body());
    }
    browser.origin = own;
    Client::join(centre.server.address, &browser).await;
}

#[tokio::test]
async fn no_session_gets_401_before_the_upgrade() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    for cookie in [None, Some("circles=AAAAAAAAAAAAAAAAAAAAAA".to_owned())] {
        browser.cookie = cookie;
        let refused = upgrade(centre.server.address, &headers(&browser)).await.unwrap_err();
        assert_eq!(refused.status(), 401);
        assert!(refused.body().contains("not_signed_in"), "{}", refused.body());
    }
}

#[tokio::test]
async fn a_request_before_hello_is_refused_and_the_socket_lives() {
    let centre = Centre::open().await;
    let mut socket = Client::open(centre.server.address, &centre.coordinator.browser).await;
    let refused = socket.refused(Request::ListCircles(ListCircles { after: None })).await;
    assert_eq!(refused, RefusalCode::HelloFirst);
    socket.hello(None, &[]).await;
    socket.done(Request::ListCircles(ListCircles { after: None })).await;
}

#[tokio::test]
async fn who_never_says_hello_is_closed() {
    let centre = Centre::open_with(Plan::default().set("handshake_ms", 200)).await;
    let mut socket = Client::open(centre.server.address, &centre.coordinator.browser).await;
    assert_eq!(socket.closed().await, 4006);
}

#[tokio::test]
async fn one_socket_too_many_closes_the_oldest() {
    let centre = Centre::open_with(Plan::default().set("sockets_per_account", 2)).await;
    let mut first = centre.coordinator.socket;
    let browser = centre.coordinator.browser;
    let mut second = Client::join(centre.server.address, &browser).await;
    let mut third = Client::join(centre.server.address, &browser).await;
    assert_eq!(first.closed().await, 4005);
    second.settle().await;
    third.settle().await;
}

#[tokio::test]
async fn one_address_has_a_bounded_number_of_sockets() {
    let centre = Centre::open_with(Plan::default().set("sockets_per_address", 2)).await;
    let browser = &centre.coordinator.browser;
    let second = Client::join(centre.server.address, browser).await;
    let refused = upgrade(centre.server.address, &headers(browser)).await.unwrap_err();
    assert_eq!(refused.status(), 429);
    drop(second);
    let mut centre_socket = centre.coordinator.socket;
    centre_socket.settle().await;
}

#[tokio::test]
async fn a_binary_frame_closes_with_1003() {
    let centre = Centre::open().await;
    let mut socket = centre.coordinator.socket;
    socket.post_frame(Message::binary(vec![1, 2, 3])).await;
    assert_eq!(socket.closed().await, 1003);
}

#[tokio::test]
async fn text_that_is_not_utf8_closes_with_1007() {
    let centre = Centre::open().await;
    let mut socket = RawSocket::open(centre.server.address, &centre.coordinator.browser).await;
    socket.write(&raw::client_frame(raw::TEXT, &[b'{', 0xff, 0xfe, b'}'])).await;
    assert_eq!(socket.closed().await, 1007);
}

#[tokio::test]
async fn a_frame_over_the_limit_closes_with_1009_before_it_is_read() {
    let centre = Centre::open().await;
    let mut socket = RawSocket::open(centre.server.address, &centre.coordinator.browser).await;
    // Only announced: a frame of this size need never arrive.
    socket.write(&raw::client_frame_head(raw::TEXT, 64 * 1024 + 1)).await;
    assert_eq!(socket.closed().await, 1009);
    let mut socket = RawSocket::open(centre.server.address, &centre.coordinator.browser).await;
    socket.write(&raw::client_frame_head(raw::TEXT, 1 << 40)).await;
    assert_eq!(socket.closed().await, 1009);
}

#[tokio::test]
async fn a_message_in_pieces_over_the_limit_closes_with_1009() {
    let centre = Centre::open().await;
    let mut socket = RawSocket::open(centre.server.address, &centre.coordinator.browser).await;
    let piece = vec![b' '; 60 * 1024];
    let mut first = raw::client_frame(raw::TEXT, &piece);
    first[0] &= 0x7f;
    let mut second = raw::client_frame(0, &piece);
    second[0] &= 0x7f;
    socket.write(&first).await;
    socket.write(&second).await;
    assert_eq!(socket.closed().await, 1009);
}

#[tokio::test]
async fn a_frame_that_breaks_the_protocol_closes_with_1002() {
    let centre = Centre::open().await;
    let mut socket = RawSocket::open(centre.server.address, &centre.coordinator.browser).await;
    // Reserved opcode 3.
    socket.write(&raw::client_frame(0x3, b"x")).await;
    assert_eq!(socket.closed().await, 1002);
}

#[tokio::test]
async fn an_unanswered_ping_closes_with_4001() {
    let plan = Plan::default().set("ping_interval_ms", 100).set("dead_after_ms", 400);
    let mut centre = Centre::open_with(plan).await;
    let mut silent = RawSocket::open(centre.server.address, &centre.coordinator.browser).await;
    let hello = br#"{"request_id":1,"type":"hello"}"#;
    silent.write(&raw::client_frame(raw::TEXT, hello)).await;
    assert_eq!(silent.closed().await, 4001);
    // A client that answers pings stays, however little it sends.
    centre.coordinator.reconnect(&centre.server).await;
    for _ in 0..8 {
        centre.coordinator.socket.take().await.expect("still open");
    }
    centre.coordinator.socket.settle().await;
}

#[tokio::test]
async fn a_client_that_closes_is_answered_with_1000() {
    let centre = Centre::open().await;
    let mut socket = RawSocket::open(centre.server.address, &centre.coordinator.browser).await;
    socket.write(&raw::client_frame(raw::CLOSE, &1000_u16.to_be_bytes())).await;
    assert_eq!(socket.closed().await, 1000);
}
