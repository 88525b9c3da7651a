//! Pages of messages: by place, by date, around the first unread.

use circles_protocol::requests::*;
use circles_protocol::{CircleId, RefusalCode, Request, Seq, Timestamp};
use circles_tests::{Centre, Page, Person};

const WORDS: [&str; 10] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// Ten messages, and the place of each.
async fn ten() -> (Centre, CircleId, Person, Person, Vec<Seq>) {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let sam = centre.member(circle, "Sam").await;
    let mut places = Vec::new();
    for words in WORDS {
        places.push(robin.socket.say(circle, words).await.1);
    }
    (centre, circle, robin, sam, places)
}

fn words(page: &Page) -> Vec<&str> {
    page.messages.iter().map(|message| message.body.as_ref().unwrap().as_str()).collect()
}

#[tokio::test]
async fn the_newest_page_ends_with_the_newest_message() {
    let (_centre, circle, mut robin, _sam, places) = ten().await;
    let page = robin.socket.page(circle, Anchor::Newest, 3).await;
    assert_eq!(words(&page), ["eight", "nine", "ten"]);
    assert_eq!((page.has_older, page.has_newer, page.head_seq), (true, false, places[9]));
    let whole = robin.socket.page(circle, Anchor::Newest, 100).await;
    assert_eq!(words(&whole), WORDS);
    assert!(!whole.has_older && !whole.has_newer);
}

#[tokio::test]
async fn pages_before_and_after_a_place_meet_without_hole_or_overlap() {
    let (_centre, circle, mut robin, _sam, places) = ten().await;
    let before = robin.socket.page(circle, Anchor::Before { seq: places[4] }, 3).await;
    assert_eq!(words(&before), ["two", "three", "four"]);
    assert!(before.has_older && before.has_newer);
    let after = robin.socket.page(circle, Anchor::After { seq: places[4] }, 3).await;
    assert_eq!(words(&after), ["six", "seven", "eight"]);
    assert!(after.has_older && after.has_newer);
    let first = robin.socket.page(circle, Anchor::Before { seq: places[1] }, 3).await;
    assert_eq!((words(&first), first.has_older), (vec!["one"], false));
    let last = robin.socket.page(circle, Anchor::After { seq: places[8] }, 3).await;
    assert_eq!((words(&last), last.has_newer), (vec!["ten"], false));
    let beyond = robin.socket.page(circle, Anchor::After { seq: places[9] }, 3).await;
    assert!(beyond.messages.is_empty() && !beyond.has_newer);
}

#[tokio::test]
async fn a_page_around_a_place_has_half_before_it_and_half_from_it_on() {
    let (_centre, circle, mut robin, _sam, places) = ten().await;
    let page = robin.socket.page(circle, Anchor::Around { seq: places[4] }, 4).await;
    assert_eq!(words(&page), ["three", "four", "five", "six"]);
    assert!(page.has_older && page.has_newer);
}

#[tokio::test]
async fn a_page_around_a_date_begins_with_what_was_said_then() {
    let (_centre, circle, mut robin, _sam, _places) = ten().await;
    let whole = robin.socket.page(circle, Anchor::Newest, 100).await;
    let at = whole.messages[6].sent_at;
    let first_then = whole.messages.iter().position(|message| message.sent_at >= at).unwrap();
    let page = robin.socket.page(circle, Anchor::Date { at }, 2).await;
    assert!(words(&page).contains(&WORDS[first_then]), "{:?}", words(&page));
    let long_ago = robin.socket.page(circle, Anchor::Date { at: Timestamp(0) }, 2).await;
    assert_eq!((words(&long_ago)[0], long_ago.has_older), ("one", false));
    let future = Timestamp(at.0 + 1_000_000_000);
    let page = robin.socket.page(circle, Anchor::Date { at: future }, 2).await;
    assert_eq!(words(&page).last(), Some(&"ten"));
    for at in [i64::MIN, i64::MAX, -1] {
        robin.socket.page(circle, Anchor::Date { at: Timestamp(at) }, 2).await;
    }
}

#[tokio::test]
async fn the_first_unread_is_the_first_after_the_read_marker() {
    let (_centre, circle, _robin, mut sam, places) = ten().await;
    sam.socket.done(Request::MarkRead(MarkRead { circle, seq: places[6] })).await;
    let page = sam.socket.page(circle, Anchor::FirstUnread, 4).await;
    assert_eq!(words(&page), ["six", "seven", "eight", "nine"]);
    assert_eq!(sam.view_of(circle).await.unread, 3);
    sam.socket.done(Request::MarkRead(MarkRead { circle, seq: places[9] })).await;
    let page = sam.socket.page(circle, Anchor::FirstUnread, 2).await;
    assert_eq!(words(&page), ["nine", "ten"], "with nothing unread, the newest");
}

#[tokio::test]
async fn a_page_holds_one_to_a_hundred_messages() {
    let (_centre, circle, mut robin, _sam, _places) = ten().await;
    for limit in [0, 101, u16::MAX] {
        let fetch = FetchHistory { circle, from: Anchor::Newest, limit };
        let refusal = robin.socket.refusal(Request::FetchHistory(fetch)).await;
        assert_eq!(refusal.code, RefusalCode::InvalidField);
        assert_eq!(refusal.field.as_deref(), Some("limit"));
    }
    assert_eq!(robin.socket.page(circle, Anchor::Newest, 1).await.messages.len(), 1);
}

#[tokio::test]
async fn a_place_beyond_all_numbers_is_answered_all_the_same() {
    let (_centre, circle, mut robin, _sam, _places) = ten().await;
    for seq in [0, u64::from(u32::MAX), 1 << 40, u64::MAX >> 1, u64::MAX] {
        let seq = Seq(seq);
        for from in [Anchor::Before { seq }, Anchor::After { seq }, Anchor::Around { seq }] {
            let page = robin.socket.page(circle, from, 4).await;
            assert!(page.messages.iter().all(|message| message.seq <= page.head_seq), "{from:?}");
        }
    }
}
