//! History, read markers, search, and returning after a while.

use circles_protocol::requests::{
    Anchor, Cursor, EditMessage, FetchHistory, Hello, MarkRead, Search,
};
use circles_protocol::{CatchUp, CircleEvent, CircleView, Epoch, EventPayload, SearchQuery};

use crate::commands::chat::edit_message::edit_message;
use crate::commands::chat::fetch_history::fetch_history;
use crate::commands::chat::mark_read::mark_read;
use crate::commands::chat::resume::resume;
use crate::commands::chat::search::search;
use crate::commands::tests::*;

struct Page {
    bodies: Vec<String>,
    has_older: bool,
    has_newer: bool,
}

impl Fixture {
    async fn page(&self, actor: Actor, from: Anchor, limit: u16) -> Page {
        let request = FetchHistory { circle: self.circle, from, limit };
        let reply = fetch_history(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::History { messages, has_older, has_newer, .. } = reply else {
            panic!("no history")
        };
        let bodies = messages.iter().map(|m| m.body.as_ref().unwrap().as_str().to_owned());
        Page { bodies: bodies.collect(), has_older, has_newer }
    }

    async fn find(&self, actor: Actor, query: &str) -> Vec<String> {
        let query = SearchQuery::parse(query).unwrap();
        let request = Search { query, circle: None, before: None };
        let reply = search(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::SearchResults { found, .. } = reply else { panic!("no results") };
        found.iter().map(|f| f.message.body.as_ref().unwrap().as_str().to_owned()).collect()
    }

    async fn read_up_to(&self, actor: Actor, seq: Seq) {
        let request = MarkRead { circle: self.circle, seq };
        mark_read(context(&self.store, actor, NOW), request).await.unwrap();
    }

    async fn hello(&self, actor: Actor, epoch: Epoch, seq: Option<Seq>) -> CircleView {
        let cursors = seq.map(|seq| Cursor { circle: self.circle, seq }).into_iter().collect();
        let hello = Hello { epoch: Some(epoch), cursors };
        resume(&self.store, actor.account, &hello, limits::RESUME_BYTES)
            .await
            .unwrap()
            .circles
            .remove(0)
    }

    async fn say_numbers(&self, actor: Actor, numbers: std::ops::RangeInclusive<u32>) {
        for number in numbers {
            self.say(actor, &number.to_string()).await;
        }
    }
}

fn places(view: &CircleView) -> Option<Vec<u64>> {
    match &view.catch_up {
        CatchUp::Events { events } => Some(events.iter().map(|event| event.seq.0).collect()),
        CatchUp::Gap => None,
    }
}

#[tokio::test]
async fn pages_join_without_overlap_or_hole() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await; // seq 1
    fixture.say_numbers(jo, 1..=10).await; // seq 2 to 11
    let newest = fixture.page(jo, Anchor::Newest, 4).await;
    assert_eq!(newest.bodies, ["7", "8", "9", "10"]);
    assert!(newest.has_older && !newest.has_newer);
    let older = fixture.page(jo, Anchor::Before { seq: Seq(8) }, 6).await;
    assert_eq!(older.bodies, ["1", "2", "3", "4", "5", "6"]);
    assert!(!older.has_older && older.has_newer);
    let newer = fixture.page(jo, Anchor::After { seq: Seq(8) }, 2).await;
    assert_eq!(newer.bodies, ["8", "9"]);
    assert!(newer.has_older && newer.has_newer);
    let around = fixture.page(jo, Anchor::Around { seq: Seq(6) }, 4).await;
    assert_eq!(around.bodies, ["3", "4", "5", "6"]);
    assert!(around.has_older && around.has_newer);
}

#[tokio::test]
async fn any_anchor_is_answered() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let far = Seq(u64::MAX >> 1);
    for from in [
        Anchor::Newest,
        Anchor::Before { seq: Seq(0) },
        Anchor::After { seq: far },
        Anchor::Around { seq: far },
        Anchor::Date { at: Timestamp(i64::MIN) },
        Anchor::Date { at: Timestamp(i64::MAX) },
        Anchor::FirstUnread,
    ] {
        assert!(fixture.page(jo, from, 10).await.bodies.is_empty(), "{from:?}");
    }
    fixture.say_numbers(jo, 1..=3).await;
    assert_eq!(fixture.page(jo, Anchor::Before { seq: far }, 10).await.bodies.len(), 3);
    assert_eq!(fixture.page(jo, Anchor::After { seq: Seq(0) }, 10).await.bodies.len(), 3);
    assert_eq!(fixture.page(jo, Anchor::Around { seq: far }, 10).await.bodies.len(), 3);
}

#[tokio::test]
async fn a_page_of_no_or_too_many_messages_is_refused() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    for limit in [0, 101] {
        let request = FetchHistory { circle: fixture.circle, from: Anchor::Newest, limit };
        let refused = fetch_history(context(&fixture.store, jo, NOW), request).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
}

#[tokio::test]
async fn history_begins_with_joining() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.say_numbers(jo, 1..=5).await;
    let sam = fixture.member("Sam").await;
    fixture.say_numbers(jo, 6..=7).await;
    for from in [Anchor::Newest, Anchor::After { seq: Seq(0) }, Anchor::Around { seq: Seq(2) }] {
        let page = fixture.page(sam, from, 50).await;
        assert_eq!(page.bodies, ["6", "7"]);
        assert!(!page.has_older);
    }
    assert!(fixture.page(sam, Anchor::Before { seq: Seq(5) }, 50).await.bodies.is_empty());
    // There is not even a hint of what came before.
    let kim = fixture.member("Kim").await;
    assert!(!fixture.page(kim, Anchor::Before { seq: Seq(5) }, 50).await.has_newer);
    assert_eq!(fixture.find(sam, "3").await, Vec::<String>::new());
    assert_eq!(fixture.find(jo, "3").await, ["3"]);
}

#[tokio::test]
async fn a_date_is_found_in_the_middle_of_the_log() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    for day in 1..=9 {
        let at = Timestamp(NOW.0 + day * 86_400_000);
        fixture.send_at(jo, fixture.message(&day.to_string()), at).await.unwrap();
    }
    let from = Anchor::Date { at: Timestamp(NOW.0 + 5 * 86_400_000 - 1_000) };
    assert_eq!(fixture.page(jo, from, 4).await.bodies, ["3", "4", "5", "6"]);
}

#[tokio::test]
async fn unread_counts_others_messages_after_the_marker_which_never_moves_back() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    fixture.say_numbers(jo, 1..=3).await;
    let me = fixture.member_id(sam).await;
    let message = SendMessage { mentions: vec![me], ..fixture.message("@Sam") };
    fixture.send(jo, message).await.unwrap();
    fixture.say(sam, "own").await;
    let epoch = fixture.store.epoch();
    let view = fixture.hello(sam, epoch, None).await;
    assert_eq!((view.unread, view.unread_mentions), (4, 1));
    assert_eq!(fixture.page(sam, Anchor::FirstUnread, 2).await.bodies, ["1"]);
    fixture.read_up_to(sam, Seq(5)).await;
    fixture.read_up_to(sam, Seq(3)).await;
    let view = fixture.hello(sam, epoch, None).await;
    assert_eq!((view.read_seq, view.unread, view.unread_mentions), (Seq(5), 1, 1));
    fixture.read_up_to(sam, Seq(1_000)).await;
    let view = fixture.hello(sam, epoch, None).await;
    assert_eq!((view.read_seq, view.unread), (view.head_seq, 0));
}

#[tokio::test]
async fn unread_mentions_follow_edits_and_mutes() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, epoch) = (fixture.moderator("Kim").await, fixture.store.epoch());
    let me = fixture.member_id(sam).await;
    let mentions = async || fixture.hello(sam, epoch, None).await.unread_mentions;
    let edit = async |message, body: &str, mentions: Vec<MemberId>| {
        let body = Body::parse(body).unwrap();
        let request = EditMessage { circle: fixture.circle, message, body, mentions };
        edit_message(context(&fixture.store, jo, NOW), request).await.unwrap();
    };
    let (said, _) = fixture.say(jo, "thanks Sam").await;
    assert_eq!(mentions().await, 0);
    edit(said, "thanks @Sam", vec![me]).await;
    edit(said, "thanks again @Sam", vec![me]).await;
    assert_eq!(mentions().await, 1);
    fixture.mute(kim, &[said]).await.unwrap();
    assert_eq!(mentions().await, 0);
    fixture.unmute(kim, said).await.unwrap();
    assert_eq!(mentions().await, 1);
    edit(said, "thanks everybody", Vec::new()).await;
    assert_eq!(mentions().await, 0);
}

#[tokio::test]
async fn a_returning_client_gets_exactly_what_it_missed() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.say_numbers(jo, 1..=5).await;
    let epoch = fixture.store.epoch();
    assert_eq!(places(&fixture.hello(jo, epoch, Some(Seq(3))).await), Some(vec![4, 5, 6]));
    assert_eq!(places(&fixture.hello(jo, epoch, Some(Seq(6))).await), Some(vec![]));
}

#[tokio::test]
async fn a_cursor_that_means_nothing_is_a_gap() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.say_numbers(jo, 1..=5).await;
    let sam = fixture.member("Sam").await;
    let epoch = fixture.store.epoch();
    let other_life = Epoch::from_bytes([9; 16]);
    assert_eq!(places(&fixture.hello(jo, epoch, None).await), None);
    assert_eq!(places(&fixture.hello(jo, other_life, Some(Seq(3))).await), None);
    assert_eq!(places(&fixture.hello(jo, epoch, Some(Seq(99))).await), None);
    // From before joining.
    assert_eq!(places(&fixture.hello(sam, epoch, Some(Seq(3))).await), None);
}

#[tokio::test]
async fn too_far_behind_is_a_gap() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.say_numbers(jo, 1..=501).await;
    let epoch = fixture.store.epoch();
    let missed = places(&fixture.hello(jo, epoch, Some(Seq(2))).await).unwrap();
    assert_eq!(missed.len(), 500);
    assert_eq!(places(&fixture.hello(jo, epoch, Some(Seq(1))).await), None);
}

#[tokio::test]
async fn more_than_one_answer_can_hold_is_a_gap() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let long = "🌻".repeat(8_000);
    for _ in 0..40 {
        fixture.say(jo, &long).await;
    }
    let epoch = fixture.store.epoch();
    assert_eq!(places(&fixture.hello(jo, epoch, Some(Seq(1))).await), None);
    assert_eq!(places(&fixture.hello(jo, epoch, Some(Seq(21))).await).unwrap().len(), 20);
}

#[tokio::test]
async fn a_replayed_message_is_told_as_it_stands_now() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (id, _) = fixture.say(jo, "secret words").await;
    let request = circles_protocol::requests::DeleteMessage { circle: fixture.circle, message: id };
    crate::commands::chat::delete_message::delete_message(
        context(&fixture.store, jo, NOW),
        request,
    )
    .await
    .unwrap();
    let view = fixture.hello(jo, fixture.store.epoch(), Some(Seq(1))).await;
    let CatchUp::Events { events } = view.catch_up else { panic!("a gap") };
    let EventPayload::MessagePosted { message } = &events[0].what else { panic!("no posting") };
    assert!(message.deleted && message.body.is_none());
    assert_eq!(events[1].what, EventPayload::MessageDeleted { message: id });
}

#[tokio::test]
async fn an_edit_is_said_now_to_everyone_who_is_there_now() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (id, _) = fixture.say(jo, "before Sam came").await;
    let sam = fixture.member("Sam").await;
    fixture.edit(jo, id, "said anew").await.unwrap();
    let view = fixture.hello(sam, fixture.store.epoch(), Some(Seq(3))).await;
    let CatchUp::Events { events } = view.catch_up else { panic!("a gap") };
    let [CircleEvent { what: EventPayload::MessageEdited { body, .. }, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(body.as_ref().map(Body::as_str), Some("said anew"));
    // The message itself stays out of the newcomer's history.
    assert_refused(fixture.view(sam, id).await, RefusalCode::NotFound);
    assert!(fixture.page(sam, Anchor::Newest, 10).await.bodies.is_empty());
    assert!(fixture.find(sam, "anew").await.is_empty());
}

#[tokio::test]
async fn search_finds_words_whatever_their_case_and_accents() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.say(jo, "A walk to the CAFÉ on Monday").await;
    fixture.say(jo, "No walk today").await;
    assert_eq!(fixture.find(jo, "cafe").await, ["A walk to the CAFÉ on Monday"]);
    assert_eq!(fixture.find(jo, "walk").await, ["No walk today", "A walk to the CAFÉ on Monday"]);
    assert_eq!(fixture.find(jo, "walk mon").await, ["A walk to the CAFÉ on Monday"]);
    assert!(fixture.find(jo, "walk tuesday").await.is_empty());
}

#[tokio::test]
async fn found_messages_come_by_place_also_where_the_clock_was_set_back() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    for (number, at) in [(1, 3_000), (2, 1_000), (3, 2_000)] {
        let message = fixture.message(&format!("walk {number}"));
        fixture.send_at(jo, message, Timestamp(NOW.0 + at)).await.unwrap();
    }
    assert_eq!(fixture.find(jo, "walk").await, ["walk 3", "walk 2", "walk 1"]);
}

#[tokio::test]
async fn a_page_of_found_messages_holds_a_hundred() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    for number in 1..=101 {
        fixture.say(jo, &format!("walk {number}")).await;
    }
    let found = fixture.find(jo, "walk").await;
    assert_eq!((found.len(), found[99].as_str()), (100, "walk 2"));
}

#[tokio::test]
async fn any_text_is_a_safe_query() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.say(jo, "weather").await;
    for query in [
        "\"",
        "\" OR * NEAR( ' ; --",
        "a AND",
        "NOT",
        "body:x",
        "^x",
        "(",
        "{a b}:c",
        "-",
        "%_",
        "*",
    ] {
        assert!(fixture.find(jo, query).await.is_empty(), "{query}");
    }
    let many_words = "b ".repeat(100);
    assert!(fixture.find(jo, &many_words).await.is_empty());
}

#[tokio::test]
async fn search_shows_nothing_of_other_circles() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    fixture.say(jo, "a secret").await;
    assert!(fixture.find(fixture.stranger().await, "secret").await.is_empty());
    let query = SearchQuery::parse("secret").unwrap();
    let request = Search { query, circle: Some(fixture.circle), before: None };
    let refused = search(context(&fixture.store, fixture.stranger().await, NOW), request).await;
    assert_refused(refused, RefusalCode::NotFound);
}
