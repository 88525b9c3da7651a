//! Sending messages: delivered to everyone once, in one order, unchanged.

use circles_protocol::requests::*;
use circles_protocol::{Body, EventPayload, MessageId, RefusalCode, Reply, Request, Seq};
use circles_tests::client::message;
use circles_tests::{Centre, Client};
use uuid::Uuid;

#[tokio::test]
async fn a_message_reaches_every_socket_of_every_member_once() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut phone = Client::join(centre.server.address, &sam.browser).await;
    let author = robin.id_in(circle).await;
    robin.socket.events.clear();
    let (id, seq) = robin.socket.say(circle, "good morning").await;
    for socket in [&mut robin.socket, &mut sam.socket, &mut phone] {
        let event = socket.event_at(seq).await;
        assert_eq!((event.circle, event.by), (circle, Some(author)));
        let EventPayload::MessagePosted { message } = event.what else { panic!("{event:?}") };
        assert_eq!((message.id, message.seq, message.author), (id, seq, author));
        assert_eq!(message.body.expect("a body").as_str(), "good morning");
    }
    let (_, next) = robin.socket.say(circle, "and again").await;
    assert_eq!(next, seq.next());
    for socket in [&mut robin.socket, &mut sam.socket, &mut phone] {
        assert_eq!(socket.event().await.seq, next, "something came twice");
    }
}

#[tokio::test]
async fn the_same_message_again_gets_the_first_answer_and_is_not_posted_twice() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let said = message(circle, "once is enough");
    let first = robin.socket.done(Request::SendMessage(said.clone())).await;
    let again = robin.socket.done(Request::SendMessage(said.clone())).await;
    assert_eq!(first, again);
    // Over another socket too, and after a restart.
    let mut phone = Client::join(centre.server.address, &robin.browser).await;
    assert_eq!(phone.done(Request::SendMessage(said.clone())).await, first);
    let Reply::MessageAccepted { seq, .. } = first else { panic!("{first:?}") };
    let (_, marker) = robin.socket.say(circle, "the next one").await;
    assert_eq!(marker, seq.next());
    sam.socket.event_at(seq).await;
    assert_eq!(sam.socket.event().await.seq, marker);
    centre.server.stop().await;
    centre.server.start_again().await;
    robin.reconnect(&centre.server).await;
    assert_eq!(robin.socket.done(Request::SendMessage(said)).await, first);
}

#[tokio::test]
async fn another_message_under_the_same_id_is_a_conflict() {
    let mut centre = Centre::open().await;
    let (circle, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.member(other, "Kim").await;
    let said = message(circle, "mine");
    robin.socket.done(Request::SendMessage(said.clone())).await;
    let changed =
        |body: &str| SendMessage { body: Body::from_stored(body.to_owned()), ..said.clone() };
    for altered in [
        changed("mine, altered"),
        SendMessage { reply_to: Some(said.id), ..said.clone() },
        SendMessage { mentions: vec![robin.id_in(circle).await], ..said.clone() },
    ] {
        let refused = robin.socket.refused(Request::SendMessage(altered)).await;
        assert_eq!(refused, RefusalCode::IdConflict);
    }
    // The same words from somebody else are another message.
    let refused = sam.socket.refused(Request::SendMessage(said.clone())).await;
    assert_eq!(refused, RefusalCode::IdConflict);
    // In another circle nothing is known of it.
    let elsewhere = SendMessage { circle: other, ..said.clone() };
    kim.socket.done(Request::SendMessage(elsewhere)).await;
}

#[tokio::test]
async fn words_are_kept_to_the_letter() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let longest = "ü".repeat(8_000);
    for words in [
        "  spaces around  ",
        "line one\nline two\n\ttabbed",
        "e\u{301} is not \u{e9}",
        "👩‍👩‍👧 🏳️‍🌈 עברית العربية",
        "<b>not bold</b> & \"quoted\" \\ {{mustache}}",
        longest.as_str(),
    ] {
        let (id, _) = robin.socket.say(circle, words).await;
        let fetch = Request::FetchMessage(FetchMessage { circle, message: id });
        let reply = robin.socket.done(fetch).await;
        let Reply::Message { message } = reply else { panic!("{reply:?}") };
        assert_eq!(message.body.expect("a body").as_str(), words);
    }
}

#[tokio::test]
async fn a_body_that_breaks_a_rule_is_refused_by_its_rule() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let head = robin.view_of(circle).await.head_seq;
    let too_long = "ü".repeat(8_001);
    for (words, code) in [
        ("", RefusalCode::TextEmpty),
        (too_long.as_str(), RefusalCode::TextTooLong),
        (" \u{200b}\u{2060}\n\u{feff} ", RefusalCode::TextInvisible),
        ("bell \u{7}", RefusalCode::TextControl),
        ("null \u{0}", RefusalCode::TextControl),
    ] {
        let refusal = robin.socket.refusal(Request::SendMessage(message(circle, words))).await;
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some("body")));
    }
    assert_eq!(robin.view_of(circle).await.head_seq, head);
}

#[tokio::test]
async fn a_reply_names_the_message_it_answers() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let (question, _) = robin.socket.say(circle, "how was the walk?").await;
    let reply = SendMessage { reply_to: Some(question), ..message(circle, "lovely") };
    sam.socket.done(Request::SendMessage(reply)).await;
    let page = robin.socket.page(circle, Anchor::Newest, 1).await;
    assert_eq!(page.messages[0].reply_to, Some(question));
    let unknown = MessageId(Uuid::now_v7());
    let reply = SendMessage { reply_to: Some(unknown), ..message(circle, "to nobody") };
    let refusal = sam.socket.refusal(Request::SendMessage(reply)).await;
    assert_eq!(refusal.code, RefusalCode::InvalidField);
    assert_eq!(refusal.field.as_deref(), Some("reply_to"));
    let (_, seq) = sam.socket.say(circle, "the refused one took no number").await;
    assert_eq!(seq, page.head_seq.next());
}

#[tokio::test]
async fn a_mention_is_counted_for_whom_it_names() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.member(circle, "Kim").await;
    let mention = SendMessage {
        mentions: vec![sam.id_in(circle).await],
        ..message(circle, "thank you, @Sam")
    };
    robin.socket.done(Request::SendMessage(mention)).await;
    let (sams, kims) = (sam.view_of(circle).await, kim.view_of(circle).await);
    assert_eq!((sams.unread, sams.unread_mentions), (1, 1));
    assert_eq!((kims.unread, kims.unread_mentions), (1, 0));
    assert_eq!(robin.view_of(circle).await.unread, 0, "one's own words are not unread");
}

#[tokio::test]
async fn only_members_of_the_circle_can_be_mentioned() {
    let mut centre = Centre::open().await;
    let (circle, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(other, "Sam").await;
    let stranger = sam.id_in(other).await;
    let made_up = circles_protocol::MemberId(Uuid::now_v7());
    let me = robin.id_in(circle).await;
    for mentions in [vec![stranger], vec![made_up], vec![me; 21]] {
        let said = SendMessage { mentions, ..message(circle, "@you") };
        let refusal = robin.socket.refusal(Request::SendMessage(said)).await;
        assert_eq!(refusal.code, RefusalCode::InvalidField);
        assert_eq!(refusal.field.as_deref(), Some("mentions"));
    }
}

#[tokio::test]
async fn the_read_marker_moves_forward_only_and_is_told_to_own_devices_alone() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut phone = sam.other_device(&centre.server).await;
    let (_, first) = robin.socket.say(circle, "one").await;
    let (_, second) = robin.socket.say(circle, "two").await;
    assert_eq!(sam.view_of(circle).await.unread, 2);
    let mark = |seq| Request::MarkRead(MarkRead { circle, seq });
    assert_eq!(sam.socket.done(mark(first)).await, Reply::Done);
    let view = sam.view_of(circle).await;
    assert_eq!((view.read_seq, view.unread), (first, 1));
    let notice = phone.socket.notice().await;
    assert_eq!(notice, circles_protocol::Notice::ReadMarkerMoved { circle, seq: first });
    assert_eq!(phone.view_of(circle).await.read_seq, first);
    // Nothing beyond the end of the log can have been read.
    sam.socket.done(mark(Seq(u64::from(u32::MAX)))).await;
    assert_eq!(sam.view_of(circle).await.read_seq, second);
    sam.socket.done(mark(first)).await;
    assert_eq!(sam.view_of(circle).await.read_seq, second, "the marker moved back");
    robin.socket.settle().await;
    assert!(robin.socket.notices.is_empty(), "another's marker was sent");
}
