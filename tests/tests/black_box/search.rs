//! Searching words in one's own circles, whatever is typed into the field.

use circles_protocol::requests::Search;
use circles_protocol::{CircleId, Found, RefusalCode, Reply, Request, SearchQuery, Seq};
use circles_tests::server::Plan;
use circles_tests::{Centre, Client};

fn search(query: &str, circle: Option<CircleId>, before: Option<Seq>) -> Request {
    let query = SearchQuery::from_stored(query.to_owned());
    Request::Search(Search { query, circle, before })
}

async fn find(socket: &mut Client, request: Request) -> (Vec<Found>, bool) {
    let reply = socket.done(request).await;
    let Reply::SearchResults { found, has_more } = reply else { panic!("answered {reply:?}") };
    (found, has_more)
}

fn words(found: &[Found]) -> Vec<&str> {
    found.iter().map(|one| one.message.body.as_ref().unwrap().as_str()).collect()
}

#[tokio::test]
async fn a_search_finds_messages_with_every_word_newest_first() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    for said in ["walked by the river", "the river was high", "walked home"] {
        robin.socket.say(circle, said).await;
    }
    let (found, more) = find(&mut robin.socket, search("river", None, None)).await;
    assert_eq!(words(&found), ["the river was high", "walked by the river"]);
    assert!(!more && found.iter().all(|one| one.circle == circle));
    let (found, _) = find(&mut robin.socket, search("RIVER walked", None, None)).await;
    assert_eq!(words(&found), ["walked by the river"]);
    let (found, _) = find(&mut robin.socket, search("river mountain", None, None)).await;
    assert!(found.is_empty());
}

#[tokio::test]
async fn a_search_stays_in_own_circles_and_from_joining_on() {
    let mut centre = Centre::open().await;
    let (circle, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(other, "Sam").await;
    sam.socket.say(other, "harmonica, elsewhere").await;
    robin.socket.say(circle, "harmonica, before Kim").await;
    let mut kim = centre.member(circle, "Kim").await;
    robin.socket.say(circle, "harmonica, with Kim").await;
    let (found, _) = find(&mut kim.socket, search("harmonica", None, None)).await;
    assert_eq!(words(&found), ["harmonica, with Kim"]);
    let (found, _) = find(&mut robin.socket, search("harmonica", Some(circle), None)).await;
    assert_eq!(found.len(), 2);
    let refused = robin.socket.refused(search("harmonica", Some(other), None)).await;
    assert_eq!(refused, RefusalCode::NotFound);
}

#[tokio::test]
async fn a_search_is_paged_by_place() {
    let mut centre = Centre::open_with(Plan::default().unhurried()).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    for nth in 0..120 {
        robin.socket.say(circle, &format!("counting {nth}")).await;
    }
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let page = find(&mut robin.socket, search("counting", Some(circle), before)).await;
        seen.extend(page.0.iter().map(|one| one.message.seq));
        before = page.0.last().map(|one| one.message.seq);
        if !page.1 {
            break;
        }
    }
    assert_eq!(seen.len(), 120);
    assert!(seen.is_sorted_by(|newer, older| newer > older), "twice, or out of order");
    let refusal = robin.socket.refusal(search("counting", None, before)).await;
    assert_eq!(refusal.field.as_deref(), Some("before"));
}

#[tokio::test]
async fn no_query_text_is_a_command() {
    let mut centre = Centre::open_with(Plan::default().unhurried()).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    robin.socket.say(circle, "plain words, nothing more").await;
    for query in [
        "\" OR * NEAR( ' ; --",
        "\"",
        "'; DROP TABLE messages; --",
        "*",
        "a*",
        "NOT",
        "AND OR NOT NEAR",
        "body : words",
        "{body} : words",
        "-words",
        "+words",
        "^plain",
        "(((",
        "plain\"\"",
        "NEAR(plain words, 5)",
        "%",
        "_",
        "\\",
        "?1",
        "$1 :a @b",
        "\u{202e}words",
        "🙂",
        "ﷺ",
    ] {
        let (found, _) = find(&mut robin.socket, search(query, None, None)).await;
        assert!(found.len() <= 1, "{query}");
        find(&mut robin.socket, search(query, Some(circle), Some(Seq(u64::MAX)))).await;
    }
    // They are words like any others: all of them must be there.
    let (found, _) = find(&mut robin.socket, search("plain OR absent", None, None)).await;
    assert!(found.is_empty(), "OR was taken for an operator");
    let (found, _) = find(&mut robin.socket, search("plain words", None, None)).await;
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn a_query_that_breaks_a_rule_is_refused_by_its_rule() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let too_long = "x".repeat(201);
    for (query, code) in [
        ("", RefusalCode::TextEmpty),
        (too_long.as_str(), RefusalCode::TextTooLong),
        ("\u{200b}", RefusalCode::TextInvisible),
        ("a\u{0}b", RefusalCode::TextControl),
    ] {
        assert_eq!(robin.socket.refused(search(query, None, None)).await, code);
    }
}
