//! Changing and deleting one's own words, and reacting with words of support.

use circles_protocol::requests::*;
use circles_protocol::{
    Body, CircleId, EventPayload, MessageId, MessageView, Reaction, RefusalCode, Reply, Request,
    SearchQuery,
};
use circles_tests::{Centre, Client};

fn edit(circle: CircleId, message: MessageId, words: &str) -> Request {
    let body = Body::from_stored(words.to_owned());
    Request::EditMessage(EditMessage { circle, message, body, mentions: Vec::new() })
}

fn delete(circle: CircleId, message: MessageId) -> Request {
    Request::DeleteMessage(DeleteMessage { circle, message })
}

async fn fetch(socket: &mut Client, circle: CircleId, message: MessageId) -> MessageView {
    let reply = socket.done(Request::FetchMessage(FetchMessage { circle, message })).await;
    let Reply::Message { message } = reply else { panic!("answered {reply:?}") };
    message
}

async fn finds(socket: &mut Client, words: &str) -> usize {
    let query = SearchQuery::from_stored(words.to_owned());
    let reply = socket.done(Request::Search(Search { query, circle: None, before: None })).await;
    let Reply::SearchResults { found, .. } = reply else { panic!("answered {reply:?}") };
    found.len()
}

#[tokio::test]
async fn an_edit_replaces_the_words_everywhere() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let (said, _) = robin.socket.say(circle, "the marmalade").await;
    let seq = robin.socket.accepted(edit(circle, said, "the honey")).await.expect("an event");
    let event = sam.socket.event_at(seq).await;
    let EventPayload::MessageEdited { message, body, .. } = event.what else { panic!("{event:?}") };
    assert_eq!((message, body.expect("a body").as_str()), (said, "the honey"));
    let view = fetch(&mut sam.socket, circle, said).await;
    assert_eq!(view.body.expect("a body").as_str(), "the honey");
    assert!(view.edited_at.is_some());
    assert_eq!(finds(&mut sam.socket, "marmalade").await, 0);
    assert_eq!(finds(&mut sam.socket, "honey").await, 1);
    // The same words again are no change.
    assert_eq!(robin.socket.accepted(edit(circle, said, "the honey")).await, None);
}

#[tokio::test]
async fn a_deleted_message_leaves_its_place_and_not_its_words() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let (said, place) = robin.socket.say(circle, "the quicksilver secret").await;
    let seq = robin.socket.accepted(delete(circle, said)).await.expect("an event");
    let event = sam.socket.event_at(seq).await;
    assert_eq!(event.what, EventPayload::MessageDeleted { message: said });
    let view = fetch(&mut sam.socket, circle, said).await;
    assert_eq!((view.seq, view.deleted, view.body), (place, true, None));
    assert_eq!(finds(&mut robin.socket, "quicksilver").await, 0);
    // Somebody who missed both is told of the message without its words.
    let epoch = sam.socket.hello(None, &[]).await.epoch;
    let before = circles_protocol::Seq(place.0 - 1);
    let mut late = Client::open(centre.server.address, &sam.browser).await;
    let welcome = late.hello(Some(epoch), &[(circle, before)]).await;
    let told = serde_json::to_string(&welcome.circles).unwrap();
    assert!(!told.contains("quicksilver"), "{told}");
    assert_eq!(robin.socket.accepted(delete(circle, said)).await, None, "twice is once");
    assert_eq!(robin.socket.refused(edit(circle, said, "back")).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn erased_words_are_gone_from_the_files() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let (deleted, _) = robin.socket.say(circle, "the quicksilver secret").await;
    let (edited, _) = robin.socket.say(circle, "the vermilion secret").await;
    robin.socket.accepted(delete(circle, deleted)).await;
    robin.socket.accepted(edit(circle, edited, "nothing")).await;
    centre.server.stop().await;
    for entry in std::fs::read_dir(centre.server.data_dir()).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        for word in ["quicksilver", "vermilion"] {
            let found = bytes.windows(word.len()).any(|piece| piece == word.as_bytes());
            assert!(!found, "{word} is still in {}", path.display());
        }
    }
}

#[tokio::test]
async fn only_the_author_edits_and_deletes() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (said, seq) = robin.socket.say(circle, "my words").await;
    for other in [&mut sam, &mut kim] {
        let refused = other.socket.refused(edit(circle, said, "their words")).await;
        assert_eq!(refused, RefusalCode::NotAllowed);
        assert_eq!(other.socket.refused(delete(circle, said)).await, RefusalCode::NotAllowed);
    }
    assert_eq!(robin.view_of(circle).await.head_seq, seq);
    assert!(robin.socket.accepted(delete(circle, said)).await.is_some());
}

#[tokio::test]
async fn an_edit_answers_to_the_same_rules_as_a_message() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let (said, _) = robin.socket.say(circle, "my words").await;
    assert_eq!(robin.socket.refused(edit(circle, said, "")).await, RefusalCode::TextEmpty);
    let unknown = MessageId(uuid::Uuid::now_v7());
    assert_eq!(robin.socket.refused(edit(circle, unknown, "x")).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn a_word_of_support_is_said_and_taken_back_once() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let (message, _) = robin.socket.say(circle, "thirty days").await;
    let reaction = Reaction::ProudOfYou;
    let add = Request::AddReaction(AddReaction { circle, message, reaction });
    let remove = Request::RemoveReaction(RemoveReaction { circle, message, reaction });
    let seq = sam.socket.accepted(add.clone()).await.expect("an event");
    assert_eq!(sam.socket.accepted(add.clone()).await, None);
    let event = robin.socket.event_at(seq).await;
    let who = sam.id_in(circle).await;
    assert_eq!(event.by, Some(who));
    assert_eq!(event.what, EventPayload::ReactionAdded { message, reaction });
    robin.socket.accepted(add).await.expect("each may say it");
    let view = fetch(&mut sam.socket, circle, message).await;
    assert_eq!(view.reactions.len(), 1);
    assert_eq!(view.reactions[0].members, [who, robin.id_in(circle).await]);
    assert!(sam.socket.accepted(remove.clone()).await.is_some());
    assert_eq!(sam.socket.accepted(remove).await, None);
    let view = fetch(&mut sam.socket, circle, message).await;
    assert_eq!(view.reactions[0].members, [robin.id_in(circle).await]);
}

#[tokio::test]
async fn a_deleted_message_takes_no_reaction() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let (message, _) = robin.socket.say(circle, "never mind").await;
    let reaction = Reaction::WithYou;
    let add = Request::AddReaction(AddReaction { circle, message, reaction });
    sam.socket.accepted(add.clone()).await.expect("an event");
    robin.socket.accepted(delete(circle, message)).await;
    assert_eq!(sam.socket.refused(add).await, RefusalCode::NotFound);
    let view = fetch(&mut sam.socket, circle, message).await;
    assert!(view.reactions.is_empty() && !view.pinned);
}
