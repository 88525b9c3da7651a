//! What the log of a full day must not contain: words, names, secrets, addresses.

use circles_protocol::InviteRole;
use circles_protocol::requests::*;
use circles_protocol::{Body, Request, SearchQuery};
use circles_tests::browser::PASSPHRASE;
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre};
use tokio_tungstenite::tungstenite::Message;

/// Does a bit of everything, and returns what must never be logged of it.
async fn a_full_day(plan: Plan) -> (Centre, Vec<String>) {
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Zanzibarcircle").await;
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut robin = circles_tests::Person::sign_up(&centre.server, &token, "Quillwort").await;
    let unused = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut sam = centre.member(circle, "Sam").await;
    let member = sam.id_in(circle).await;
    let way_back = centre.recovery_link(circle, member).await.1;
    let (said, _) = robin.socket.say(circle, "marmoset words").await;
    let body = Body::from_stored("capybara words".to_owned());
    let edit = EditMessage { circle, message: said, body, mentions: Vec::new() };
    robin.socket.accepted(Request::EditMessage(edit)).await;
    let query = SearchQuery::from_stored("pangolin".to_owned());
    robin.socket.done(Request::Search(Search { query, circle: None, before: None })).await;
    robin.socket.accepted(Request::DeleteMessage(DeleteMessage { circle, message: said })).await;
    sam.socket.post_text("axolotl, not json").await;
    sam.socket.stray().await;
    sam.socket.post_frame(Message::binary(b"okapi".to_vec())).await;
    sam.socket.closed().await;
    let mut browser = Browser::at(&centre.server);
    browser.sign_in("narwhal-name", "ocelot passphrase").await;
    browser.sign_in("quillwort", "ocelot passphrase").await;
    browser.look("tokenthatiswrong123456").await;
    browser.get("/api/sessions/wombat").await;
    Browser::at(&centre.server).come_back(&way_back, PASSPHRASE).await;
    let cookie = robin.browser.cookie.clone().expect("a cookie");
    let secret = cookie.split_once('=').expect("a name and a value").1.to_owned();
    robin.browser.sign_out().await;
    centre.server.kill().await;
    centre.server.start_again().await;
    centre.coordinator.reconnect(&centre.server).await;
    centre.server.stop().await;
    let mut private: Vec<String> = [
        "Zanzibarcircle",
        "Quillwort",
        "quillwort",
        "marmoset",
        "capybara",
        "pangolin",
        "axolotl",
        "okapi",
        "narwhal",
        "ocelot",
        "tokenthatiswrong",
        "wombat",
        PASSPHRASE,
    ]
    .map(str::to_owned)
    .into();
    private.extend([token, unused, secret, way_back]);
    (centre, private)
}

fn assert_private(log: &str, private: &[String]) {
    assert!(!log.is_empty(), "nothing was logged at all");
    for line in log.lines() {
        for word in private {
            assert!(!line.contains(word.as_str()), "the log holds {word}: {line}");
        }
        // The server may log where it listens, but not who connected.
        let where_it_listens = line.contains("listening");
        assert!(where_it_listens || !line.contains("127.0.0.1"), "an address: {line}");
    }
}

#[tokio::test]
async fn the_log_of_a_full_day_holds_nothing_private() {
    let (centre, private) = a_full_day(Plan::default()).await;
    assert_private(&centre.server.log(), &private);
}

#[tokio::test]
async fn not_even_the_most_talkative_log_holds_anything_private() {
    let (centre, private) = a_full_day(Plan::default().set("log", "trace")).await;
    assert_private(&centre.server.log(), &private);
}
