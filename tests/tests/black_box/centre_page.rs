//! The coordinator's page, and what the centre chooses: the help card that anyone
//! can read, and numbers without names.

use circles_protocol::requests::*;
use circles_protocol::{
    CardText, HelpCard, HelpNumber, LocalDate, Phone, RefusalCode, Reply, Request,
};
use circles_tests::{Browser, Centre};
use reqwest::Method;

fn change(last_checked: Option<&str>) -> Request {
    let label = CardText::parse("Riverside Centre").unwrap();
    let phone = Phone::parse("555 0100").unwrap();
    let card = HelpCard {
        numbers: vec![HelpNumber { label, phone }],
        steps: vec![CardText::parse("Call 911.").unwrap()],
        last_checked: last_checked.and_then(LocalDate::parse),
    };
    Request::ChangeHelpCard(ChangeHelpCard { card })
}

#[tokio::test]
async fn anyone_reads_the_help_card_and_asks_whether_a_copy_is_still_right() {
    let mut centre = Centre::open().await;
    let mut nobody = Browser::at(&centre.server);
    let first = nobody.get("/api/help-card").await;
    let card: HelpCard = first.read();
    assert_eq!((first.status, card.numbers[0].phone.as_str()), (200, "911"));
    assert_eq!(first.header("set-cookie"), "");
    assert_eq!(first.header("cache-control"), "no-cache");
    let tag = first.header("etag");
    assert_eq!(nobody.get("/api/help-card").await.header("etag"), tag);
    centre.coordinator.socket.done(change(Some("2026-01-31"))).await;
    let second = nobody.get("/api/help-card").await;
    let card: HelpCard = second.read();
    assert_eq!(card.numbers[0].phone.as_str(), "555 0100");
    assert_eq!(card.last_checked, LocalDate::parse("2026-01-31"));
    assert_ne!(second.header("etag"), tag);
    let other = nobody.ask(Method::POST, "/api/help-card", None).await;
    assert_eq!(other.status, 405);
}

#[tokio::test]
async fn a_copy_that_is_right_is_not_sent_again() {
    let centre = Centre::open().await;
    let site = format!("{}/api/help-card", centre.server.origin());
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let first = http.get(&site).send().await.unwrap();
    let tag = first.headers()["etag"].clone();
    let again = http.get(&site).header("if-none-match", tag).send().await.unwrap();
    assert_eq!(again.status().as_u16(), 304);
    assert_eq!(again.bytes().await.unwrap().len(), 0);
}

#[tokio::test]
async fn the_card_and_the_numbers_are_the_centres_alone() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut jo = centre.moderator(circle, "Jo").await;
    let counts = || Request::ListCounts(ListCounts {});
    for request in [change(None), counts()] {
        assert_eq!(jo.socket.refused(request).await, RefusalCode::NotFound);
    }
    let tomorrow = change(Some("2199-01-01"));
    let refused = centre.coordinator.socket.refused(tomorrow).await;
    assert_eq!(refused, RefusalCode::InvalidField);
    let reply = centre.coordinator.socket.done(counts()).await;
    let Reply::Counts { weeks } = reply else { panic!("answered {reply:?}") };
    assert_eq!((weeks.len(), weeks[25].joined, weeks[24].joined), (26, 1, 0));
}
