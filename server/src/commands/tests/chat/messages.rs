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

impl House {
    pub(in crate::commands::tests) async fn edit(
        &self,
        actor: Actor,
        message: MessageId,
        to: &str,
    ) -> Result<Reply, Rejection> {
        let body = Body::parse(to).unwrap();
        let request = EditMessage { circle: self.circle, message, body, mentions: Vec::new() };
        edit_message(&self.store, actor, request, NOW).await
    }

    pub(in crate::commands::tests) async fn delete(
        &self,
        actor: Actor,
        message: MessageId,
    ) -> Result<Reply, Rejection> {
        let request = DeleteMessage { circle: self.circle, message };
        delete_message(&self.store, actor, request, NOW).await
    }

    pub(in crate::commands::tests) async fn react(
        &self,
        actor: Actor,
        message: MessageId,
    ) -> Result<Reply, Rejection> {
        let reaction = Reaction::WithYou;
        let request = AddReaction { circle: self.circle, message, reaction };
        add_reaction(&self.store, actor, request, NOW).await
    }

    pub(in crate::commands::tests) async fn view(
        &self,
        actor: Actor,
        message: MessageId,
    ) -> Result<MessageView, Rejection> {
        let request = FetchMessage { circle: self.circle, message };
        let reply = fetch_message(&self.store, actor, request).await?;
        let Reply::Message { message } = reply else { panic!("{reply:?}") };
        Ok(message)
    }
}

#[tokio::test]
async fn the_same_message_again_gets_the_first_answer() {
    let house = House::new().await;
    let jo = house.member("Jo").await;
    let message = house.message("hello");
    let first = house.send(jo, message.clone()).await.unwrap();
    house.say(jo, "something else").await;
    house.heard();
    let later = Timestamp(NOW.0 + 60_000);
    assert_eq!(house.send_at(jo, message, later).await.unwrap(), first);
    assert!(house.heard().is_empty(), "a resend is no event");
}

#[tokio::test]
async fn another_body_under_the_same_id_is_refused() {
    let house = House::new().await;
    let jo = house.member("Jo").await;
    let message = house.message("hello");
    house.send(jo, message.clone()).await.unwrap();
    let other = SendMessage { body: Body::parse("goodbye").unwrap(), ..message };
    assert_refused(house.send(jo, other).await, RefusalCode::IdConflict);
}

#[tokio::test]
async fn an_id_is_taken_in_its_circle_and_as_good_as_new_elsewhere() {
    let mut house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let message = house.message("hello");
    house.send(jo, message.clone()).await.unwrap();
    assert_refused(house.send(sam, message.clone()).await, RefusalCode::IdConflict);
    house.circle = house.another_circle("Friday walkers").await;
    house.join(jo, "Jo", Role::Member).await.unwrap();
    let elsewhere = SendMessage { circle: house.circle, ..message };
    let kim = house.member("Kim").await;
    assert!(house.send(kim, elsewhere.clone()).await.is_ok(), "nobody learns of the other circle");
    assert_refused(house.send(jo, elsewhere).await, RefusalCode::IdConflict);
}

#[tokio::test]
async fn a_resend_is_recognised_after_an_edit_and_after_a_deletion() {
    let house = House::new().await;
    let jo = house.member("Jo").await;
    let message = house.message("hello");
    let first = house.send(jo, message.clone()).await.unwrap();
    house.edit(jo, message.id, "hello there").await.unwrap();
    assert_eq!(house.send(jo, message.clone()).await.unwrap(), first);
    let other = SendMessage { body: Body::parse("goodbye").unwrap(), ..message.clone() };
    assert_refused(house.send(jo, other).await, RefusalCode::IdConflict);
    house.delete(jo, message.id).await.unwrap();
    assert_eq!(house.send(jo, message).await.unwrap(), first);
}

#[tokio::test]
async fn a_reply_to_a_message_elsewhere_is_refused_and_leaves_nothing() {
    let house = House::new().await;
    let jo = house.member("Jo").await;
    let reply_to = Some(MessageId(Uuid::now_v7()));
    let message = SendMessage { reply_to, ..house.message("hello") };
    let id = message.id;
    house.heard();
    assert_refused(house.send(jo, message).await, RefusalCode::InvalidField);
    assert!(house.heard().is_empty());
    assert_refused(house.view(jo, id).await, RefusalCode::NotFound);
    // The number it would have taken goes to the next message.
    assert_eq!(house.say(jo, "hello").await.1, Seq(2));
}

#[tokio::test]
async fn a_reply_to_what_one_may_not_see_is_refused_like_one_to_nothing() {
    let house = House::new().await;
    let jo = house.member("Jo").await;
    let (earlier, _) = house.say(jo, "before Sam").await;
    let sam = house.member("Sam").await;
    let reply = |reply_to| SendMessage { reply_to: Some(reply_to), ..house.message("hello") };
    let to_nothing = house.send(sam, reply(MessageId(Uuid::now_v7()))).await.unwrap_err();
    assert_eq!(house.send(sam, reply(earlier)).await.unwrap_err(), to_nothing);
    house.send(jo, reply(earlier)).await.unwrap();
}

#[tokio::test]
async fn a_mention_of_somebody_outside_the_circle_is_refused() {
    let house = House::new().await;
    let jo = house.member("Jo").await;
    let own = house.member_id(jo).await;
    let mentions = vec![MemberId(Uuid::new_v4())];
    let message = SendMessage { mentions, ..house.message("@Sam") };
    assert_refused(house.send(jo, message).await, RefusalCode::InvalidField);
    let message = SendMessage { mentions: vec![own, own], ..house.message("@Jo") };
    let id = message.id;
    house.send(jo, message).await.unwrap();
    assert_eq!(house.view(jo, id).await.unwrap().mentions, vec![own]);
}

#[tokio::test]
async fn only_the_author_edits_and_deletes() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.moderator("Sam").await);
    let (id, _) = house.say(jo, "hello").await;
    assert_refused(house.edit(sam, id, "changed").await, RefusalCode::NotAllowed);
    assert_refused(house.delete(sam, id).await, RefusalCode::NotAllowed);
    house.edit(jo, id, "hello again").await.unwrap();
    let view = house.view(sam, id).await.unwrap();
    assert_eq!(view.body, Some(Body::parse("hello again").unwrap()));
    assert_eq!(view.edited_at, Some(NOW));
    house.delete(jo, id).await.unwrap();
    let view = house.view(sam, id).await.unwrap();
    assert!(view.deleted && view.body.is_none());
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_no_event() {
    let house = House::new().await;
    let jo = house.member("Jo").await;
    let (id, _) = house.say(jo, "hello").await;
    house.heard();
    assert_eq!(house.edit(jo, id, "hello").await.unwrap(), Reply::Accepted { seq: None });
    assert!(house.heard().is_empty());
}

#[tokio::test]
async fn an_edit_names_each_mentioned_member_once_in_whatever_order() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (one, other) = (house.member_id(jo).await, house.member_id(sam).await);
    let (message, _) = house.say(jo, "hello").await;
    let edit = |mentions| {
        let body = Body::parse("@Sam @Jo").unwrap();
        EditMessage { circle: house.circle, message, body, mentions }
    };
    house.heard();
    edit_message(&house.store, jo, edit(vec![other, one, other]), NOW).await.unwrap();
    let heard = house.heard();
    let [Publication::Event(event)] = &heard[..] else { panic!("{heard:?}") };
    let EventPayload::MessageEdited { mentions, .. } = &event.what else { panic!("{event:?}") };
    assert_eq!(*mentions, [other, one]);
    let again = edit_message(&house.store, jo, edit(vec![other, one]), NOW).await.unwrap();
    assert_eq!(again, Reply::Accepted { seq: None });
}

#[tokio::test]
async fn a_deleted_message_takes_no_edit_reaction_or_pin() {
    let house = House::new().await;
    let jo = house.moderator("Jo").await;
    let (id, _) = house.say(jo, "hello").await;
    house.react(jo, id).await.unwrap();
    house.delete(jo, id).await.unwrap();
    assert!(house.view(jo, id).await.unwrap().reactions.is_empty());
    assert_refused(house.edit(jo, id, "back").await, RefusalCode::NotFound);
    assert_refused(house.react(jo, id).await, RefusalCode::NotFound);
    assert_eq!(house.delete(jo, id).await.unwrap(), Reply::Accepted { seq: None });
}

#[tokio::test]
async fn a_reaction_counts_once_and_can_be_taken_back() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (id, _) = house.say(jo, "hello").await;
    house.react(sam, id).await.unwrap();
    assert_eq!(house.react(sam, id).await.unwrap(), Reply::Accepted { seq: None });
    let given = house.view(jo, id).await.unwrap().reactions;
    assert_eq!(given[0].members, vec![house.member_id(sam).await]);
    let request = RemoveReaction { circle: house.circle, message: id, reaction: Reaction::WithYou };
    remove_reaction(&house.store, sam, request.clone(), NOW).await.unwrap();
    assert!(house.view(jo, id).await.unwrap().reactions.is_empty());
    let again = remove_reaction(&house.store, sam, request, NOW).await.unwrap();
    assert_eq!(again, Reply::Accepted { seq: None });
}

#[tokio::test]
async fn only_a_moderator_pins_and_unpins() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.moderator("Sam").await);
    let (message, _) = house.say(jo, "hello").await;
    let circle = house.circle;
    let pin = PinMessage { circle, message };
    let unpin = UnpinMessage { circle, message };
    assert_refused(pin_message(&house.store, jo, pin.clone(), NOW).await, RefusalCode::NotAllowed);
    pin_message(&house.store, sam, pin, NOW).await.unwrap();
    assert!(house.view(jo, message).await.unwrap().pinned);
    assert_refused(
        unpin_message(&house.store, jo, unpin.clone(), NOW).await,
        RefusalCode::NotAllowed,
    );
    unpin_message(&house.store, sam, unpin, NOW).await.unwrap();
    assert!(!house.view(jo, message).await.unwrap().pinned);
}

#[tokio::test]
async fn a_circle_keeps_at_most_twenty_pins() {
    let house = House::new().await;
    let sam = house.moderator("Sam").await;
    let circle = house.circle;
    for number in 0..21 {
        let (message, _) = house.say(sam, "hello").await;
        let pinned = pin_message(&house.store, sam, PinMessage { circle, message }, NOW).await;
        if number < 20 {
            pinned.unwrap();
        } else {
            assert_refused(pinned, RefusalCode::LimitReached);
        }
    }
}
