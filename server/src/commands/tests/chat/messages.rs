//! Sending, editing, deleting, reacting, pinning.

use circles_protocol::requests::{
    AddReaction, DeleteMessage, EditMessage, FetchMessage, PinMessage, RemoveReaction, UnpinMessage,
};
use circles_protocol::{EventPayload, MessageView, Reaction};

use crate::commands::chat::add_reaction::add_reaction;
use crate::commands::chat::delete_message::delete_message;
use crate::commands::chat::edit_message::edit_message;
use crate::commands::chat::fetch_message::fetch_message;
use crate::commands::chat::pin_message::pin_message;
use crate::commands::chat::remove_reaction::remove_reaction;
use crate::commands::chat::unpin_message::unpin_message;
use crate::commands::tests::*;

impl Fixture {
    pub(in crate::commands::tests) async fn edit(
        &self,
        actor: Actor,
        message: MessageId,
        to: &str,
    ) -> Result<Reply, Rejection> {
        let body = Body::parse(to).unwrap();
        let request = EditMessage { circle: self.circle, message, body, mentions: Vec::new() };
        edit_message(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn delete(
        &self,
        actor: Actor,
        message: MessageId,
    ) -> Result<Reply, Rejection> {
        let request = DeleteMessage { circle: self.circle, message };
        delete_message(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn react(
        &self,
        actor: Actor,
        message: MessageId,
    ) -> Result<Reply, Rejection> {
        let reaction = Reaction::WithYou;
        let request = AddReaction { circle: self.circle, message, reaction };
        add_reaction(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn view(
        &self,
        actor: Actor,
        message: MessageId,
    ) -> Result<MessageView, Rejection> {
        let request = FetchMessage { circle: self.circle, message };
        let reply = fetch_message(context(&self.store, actor, NOW), request).await?;
        let Reply::Message { message } = reply else { panic!("{reply:?}") };
        Ok(message)
    }
}

#[tokio::test]
async fn the_same_message_again_gets_the_first_answer() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let message = fixture.message("hello");
    let first = fixture.send(jo, message.clone()).await.unwrap();
    fixture.say(jo, "something else").await;
    fixture.heard();
    let later = Timestamp(NOW.0 + 60_000);
    assert_eq!(fixture.send_at(jo, message, later).await.unwrap(), first);
    assert!(fixture.heard().is_empty(), "a resend publishes no event");
}

#[tokio::test]
async fn another_body_under_the_same_id_is_refused() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let message = fixture.message("hello");
    fixture.send(jo, message.clone()).await.unwrap();
    let other = SendMessage { body: Body::parse("goodbye").unwrap(), ..message };
    assert_refused(fixture.send(jo, other).await, RefusalCode::IdConflict);
}

#[tokio::test]
async fn an_id_is_taken_in_its_circle_and_as_good_as_new_elsewhere() {
    let mut fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let message = fixture.message("hello");
    fixture.send(jo, message.clone()).await.unwrap();
    assert_refused(fixture.send(sam, message.clone()).await, RefusalCode::IdConflict);
    fixture.circle = fixture.another_circle("Friday walkers").await;
    fixture.join(jo, "Jo", Role::Member).await.unwrap();
    let elsewhere = SendMessage { circle: fixture.circle, ..message };
    let kim = fixture.member("Kim").await;
    assert!(
        fixture.send(kim, elsewhere.clone()).await.is_ok(),
        "nobody learns of the other circle"
    );
    assert_refused(fixture.send(jo, elsewhere).await, RefusalCode::IdConflict);
}

#[tokio::test]
async fn a_resend_is_recognised_after_an_edit_and_after_a_deletion() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let message = fixture.message("hello");
    let first = fixture.send(jo, message.clone()).await.unwrap();
    fixture.edit(jo, message.id, "hello there").await.unwrap();
    assert_eq!(fixture.send(jo, message.clone()).await.unwrap(), first);
    let other = SendMessage { body: Body::parse("goodbye").unwrap(), ..message.clone() };
    assert_refused(fixture.send(jo, other).await, RefusalCode::IdConflict);
    fixture.delete(jo, message.id).await.unwrap();
    assert_eq!(fixture.send(jo, message).await.unwrap(), first);
}

#[tokio::test]
async fn a_reply_to_a_message_elsewhere_is_refused_and_leaves_nothing() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let reply_to = Some(MessageId(Uuid::now_v7()));
    let message = SendMessage { reply_to, ..fixture.message("hello") };
    let id = message.id;
    fixture.heard();
    assert_refused(fixture.send(jo, message).await, RefusalCode::InvalidField);
    assert!(fixture.heard().is_empty());
    assert_refused(fixture.view(jo, id).await, RefusalCode::NotFound);
    // The number it would have had goes to the next message.
    assert_eq!(fixture.say(jo, "hello").await.1, Seq(2));
}

#[tokio::test]
async fn a_reply_to_what_one_may_not_see_is_refused_like_one_to_nothing() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (earlier, _) = fixture.say(jo, "before Sam").await;
    let sam = fixture.member("Sam").await;
    let reply = |reply_to| SendMessage { reply_to: Some(reply_to), ..fixture.message("hello") };
    let to_nothing = fixture.send(sam, reply(MessageId(Uuid::now_v7()))).await.unwrap_err();
    assert_eq!(fixture.send(sam, reply(earlier)).await.unwrap_err(), to_nothing);
    fixture.send(jo, reply(earlier)).await.unwrap();
}

#[tokio::test]
async fn a_mention_of_somebody_outside_the_circle_is_refused() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let own = fixture.member_id(jo).await;
    let mentions = vec![MemberId(Uuid::new_v4())];
    let message = SendMessage { mentions, ..fixture.message("@Sam") };
    assert_refused(fixture.send(jo, message).await, RefusalCode::InvalidField);
    let message = SendMessage { mentions: vec![own, own], ..fixture.message("@Jo") };
    let id = message.id;
    fixture.send(jo, message).await.unwrap();
    assert_eq!(fixture.view(jo, id).await.unwrap().mentions, vec![own]);
}

#[tokio::test]
async fn only_the_author_edits_and_deletes() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.moderator("Sam").await);
    let (id, _) = fixture.say(jo, "hello").await;
    assert_refused(fixture.edit(sam, id, "changed").await, RefusalCode::NotAllowed);
    assert_refused(fixture.delete(sam, id).await, RefusalCode::NotAllowed);
    fixture.edit(jo, id, "hello again").await.unwrap();
    let view = fixture.view(sam, id).await.unwrap();
    assert_eq!(view.body, Some(Body::parse("hello again").unwrap()));
    assert_eq!(view.edited_at, Some(NOW));
    fixture.delete(jo, id).await.unwrap();
    let view = fixture.view(sam, id).await.unwrap();
    assert!(view.deleted && view.body.is_none());
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_no_event() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (id, _) = fixture.say(jo, "hello").await;
    fixture.heard();
    assert_eq!(fixture.edit(jo, id, "hello").await.unwrap(), Reply::Accepted { seq: None });
    assert!(fixture.heard().is_empty());
}

#[tokio::test]
async fn an_edit_names_each_mentioned_member_once_in_whatever_order() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (one, other) = (fixture.member_id(jo).await, fixture.member_id(sam).await);
    let (message, _) = fixture.say(jo, "hello").await;
    let edit = |mentions| {
        let body = Body::parse("@Sam @Jo").unwrap();
        EditMessage { circle: fixture.circle, message, body, mentions }
    };
    fixture.heard();
    edit_message(context(&fixture.store, jo, NOW), edit(vec![other, one, other])).await.unwrap();
    let heard = fixture.heard();
    let [Publication::Event(event)] = &heard[..] else { panic!("{heard:?}") };
    let EventPayload::MessageEdited { mentions, .. } = &event.what else { panic!("{event:?}") };
    assert_eq!(*mentions, [other, one]);
    let again =
        edit_message(context(&fixture.store, jo, NOW), edit(vec![other, one])).await.unwrap();
    assert_eq!(again, Reply::Accepted { seq: None });
}

#[tokio::test]
async fn a_deleted_message_takes_no_edit_reaction_or_pin() {
    let fixture = Fixture::new().await;
    let jo = fixture.moderator("Jo").await;
    let (id, _) = fixture.say(jo, "hello").await;
    fixture.react(jo, id).await.unwrap();
    fixture.delete(jo, id).await.unwrap();
    assert!(fixture.view(jo, id).await.unwrap().reactions.is_empty());
    assert_refused(fixture.edit(jo, id, "back").await, RefusalCode::NotFound);
    assert_refused(fixture.react(jo, id).await, RefusalCode::NotFound);
    assert_eq!(fixture.delete(jo, id).await.unwrap(), Reply::Accepted { seq: None });
}

#[tokio::test]
async fn a_reaction_counts_once_and_can_be_taken_back() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (id, _) = fixture.say(jo, "hello").await;
    fixture.react(sam, id).await.unwrap();
    assert_eq!(fixture.react(sam, id).await.unwrap(), Reply::Accepted { seq: None });
    let given = fixture.view(jo, id).await.unwrap().reactions;
    assert_eq!(given[0].members, vec![fixture.member_id(sam).await]);
    let request =
        RemoveReaction { circle: fixture.circle, message: id, reaction: Reaction::WithYou };
    remove_reaction(context(&fixture.store, sam, NOW), request.clone()).await.unwrap();
    assert!(fixture.view(jo, id).await.unwrap().reactions.is_empty());
    let again = remove_reaction(context(&fixture.store, sam, NOW), request).await.unwrap();
    assert_eq!(again, Reply::Accepted { seq: None });
}

#[tokio::test]
async fn only_a_moderator_pins_and_unpins() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.moderator("Sam").await);
    let (message, _) = fixture.say(jo, "hello").await;
    let circle = fixture.circle;
    let pin = PinMessage { circle, message };
    let unpin = UnpinMessage { circle, message };
    assert_refused(
        pin_message(context(&fixture.store, jo, NOW), pin.clone()).await,
        RefusalCode::NotAllowed,
    );
    pin_message(context(&fixture.store, sam, NOW), pin).await.unwrap();
    assert!(fixture.view(jo, message).await.unwrap().pinned);
    assert_refused(
        unpin_message(context(&fixture.store, jo, NOW), unpin.clone()).await,
        RefusalCode::NotAllowed,
    );
    unpin_message(context(&fixture.store, sam, NOW), unpin).await.unwrap();
    assert!(!fixture.view(jo, message).await.unwrap().pinned);
}

#[tokio::test]
async fn a_circle_keeps_at_most_twenty_pins() {
    let fixture = Fixture::new().await;
    let sam = fixture.moderator("Sam").await;
    let circle = fixture.circle;
    for number in 0..21 {
        let (message, _) = fixture.say(sam, "hello").await;
        let pinned =
            pin_message(context(&fixture.store, sam, NOW), PinMessage { circle, message }).await;
        if number < 20 {
            pinned.unwrap();
        } else {
            assert_refused(pinned, RefusalCode::LimitReached);
        }
    }
}
