//! Signed-in browsers: listed by their owner, ended one by one.

use circles_protocol::RefusalCode;
use circles_tests::deadline::within_ms;
use circles_tests::{Centre, Client};

#[tokio::test]
async fn ending_a_session_closes_its_sockets_within_a_second() {
    let centre = Centre::open().await;
    let mut here = centre.coordinator;
    let mut there = here.other_device(&centre.server).await;
    let mut there_too = Client::join(centre.server.address, &there.browser).await;
    let sessions = here.browser.sessions().await.sessions;
    assert_eq!(sessions.len(), 2);
    let other = sessions.iter().find(|session| !session.current).expect("the other device");
    let answer = here.browser.delete(&format!("/api/sessions/{}", other.id)).await;
    assert_eq!(answer.status, 204);
    assert_eq!(within_ms(1_000, "the close", there.socket.closed()).await, 4003);
    assert_eq!(within_ms(1_000, "the other close", there_too.closed()).await, 4003);
    assert_eq!(there.browser.get("/api/me").await.status, 401);
    // This one continues.
    here.socket.settle().await;
    assert_eq!(here.browser.sessions().await.sessions.len(), 1);
}

#[tokio::test]
async fn a_session_of_somebody_else_can_not_be_ended() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let theirs = centre.coordinator.browser.sessions().await.sessions.remove(0).id;
    let answer = robin.browser.delete(&format!("/api/sessions/{theirs}")).await;
    let made_up = "/api/sessions/0190a000-0000-7000-8000-000000000000";
    let unknown = robin.browser.delete(made_up).await;
    assert_eq!(answer.refusal(), RefusalCode::NotFound);
    assert_eq!((answer.status, answer.body), (unknown.status, unknown.body));
    centre.coordinator.socket.settle().await;
}

#[tokio::test]
async fn sessions_are_not_told_to_the_signed_out() {
    let mut centre = Centre::open().await;
    centre.coordinator.browser.cookie = None;
    let answer = centre.coordinator.browser.get("/api/sessions").await;
    assert_eq!((answer.status, answer.refusal()), (401, RefusalCode::NotSignedIn));
    centre.coordinator.browser.cookie = Some("circles=AAAAAAAAAAAAAAAAAAAAAA".into());
    let made_up = centre.coordinator.browser.get("/api/sessions").await;
    assert_eq!((made_up.status, made_up.body), (answer.status, answer.body));
}

#[tokio::test]
async fn a_session_outlives_a_restart() {
    let mut centre = Centre::open().await;
    centre.server.stop().await;
    centre.server.start_again().await;
    let welcome = centre.coordinator.reconnect(&centre.server).await;
    assert!(welcome.coordinator);
}
