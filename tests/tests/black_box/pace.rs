//! Too much, too fast: refused with a time to wait, or closed.

use std::time::{Duration, Instant};

use circles_protocol::requests::{Ping, SendMessage};
use circles_protocol::{RefusalCode, Request};
use circles_tests::client::message;
use circles_tests::server::Plan;
use circles_tests::{Centre, Client};

#[tokio::test]
async fn too_many_messages_are_refused_with_a_time_to_wait() {
    let plan = Plan::default().set("message_rate_per_second", 4).set("message_burst", 3);
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut refusal = None;
    for _ in 0..20 {
        let said = message(circle, "again");
        if let Err(refused) = robin.socket.ask(Request::SendMessage(said.clone())).await {
            refusal = Some((said, refused));
            break;
        }
    }
    let (said, refusal): (SendMessage, _) = refusal.expect("twenty messages at once went through");
    assert_eq!(refusal.code, RefusalCode::TooFast);
    let wait_ms = refusal.retry_after_ms.expect("a time to wait");
    assert!((1..=1_000).contains(&wait_ms), "{wait_ms}");
    // Another account is not slowed, another socket of the same one is.
    sam.socket.say(circle, "unhurried").await;
    let mut phone = Client::join(centre.server.address, &robin.browser).await;
    let early = phone.ask(Request::SendMessage(said.clone())).await;
    assert!(early.is_err_and(|refusal| refusal.code == RefusalCode::TooFast));
    // After the time that was named, the very same message goes through.
    robin.socket.bide(Instant::now() + Duration::from_millis(wait_ms.into())).await;
    robin.socket.done(Request::SendMessage(said)).await;
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
