//! Hiding a message for oneself: for whom, for how long, and who is told of it.

use circles_protocol::Notice;
use circles_protocol::requests::{Hello, HideMessage, UnhideMessage};

use crate::commands::chat::hide_message::hide_message;
use crate::commands::chat::resume::resume;
use crate::commands::chat::unhide_message::unhide_message;
use crate::commands::tests::*;
use crate::commands::timers::purge_old_conversations::purge_old_conversations;
use crate::limits::HIDDEN_MESSAGES_PER_ACCOUNT;

impl Fixture {
    async fn hide(&self, actor: Actor, message: MessageId) -> Result<Reply, Rejection> {
        let request = HideMessage { circle: self.circle, message };
        hide_message(context(&self.store, actor, NOW), request).await
    }

    async fn show(&self, actor: Actor, message: MessageId) -> Result<Reply, Rejection> {
        let request = UnhideMessage { circle: self.circle, message };
        unhide_message(context(&self.store, actor, NOW), request).await
    }

    /// What a returning client is told to hide, in all circles.
    async fn hidden(&self, actor: Actor) -> Vec<MessageId> {
        let hello = Hello { epoch: None, cursors: Vec::new() };
        let resumed =
            resume(&self.store, actor.account, &hello, limits::RESUME_BYTES).await.unwrap();
        resumed.circles.into_iter().flat_map(|circle| circle.hidden).collect()
    }

    async fn rows(&self) -> u32 {
        let count = |view: &crate::store::View<'_>| {
            let mut all = 0;
            for key in 1..100 {
                all += view.count_hidden(crate::domain::AccountKey(key))?;
            }
            Ok(all)
        };
        self.store.read(count).await.unwrap()
    }
}

#[tokio::test]
async fn a_message_is_hidden_for_oneself_alone_on_every_device() {
    let mut fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (said, _) = fixture.say(jo, "one").await;
    let (other, _) = fixture.say(jo, "two").await;
    let circle = fixture.circle;
    fixture.heard();
    assert_eq!(fixture.hide(sam, said).await, Ok(Reply::Done));
    let told = |hidden| Publication::Notice {
        account: sam.account,
        notice: Notice::MessageHidden { circle, message: said, hidden },
    };
    // Everything that is published: nothing in the circle, and nothing to anybody else.
    assert_eq!(fixture.heard(), [told(true)]);
    assert_eq!(fixture.hide(sam, said).await, Ok(Reply::Done));
    assert!(fixture.heard().is_empty(), "hiding it again tells nobody");
    fixture.restart().await;
    assert_eq!(fixture.hidden(sam).await, [said]);
    assert!(fixture.hidden(jo).await.is_empty());
    // The server still sends it: each client hides it by that list.
    assert!(fixture.view(sam, said).await.unwrap().body.is_some());
    fixture.hide(sam, other).await.unwrap();
    assert_eq!(fixture.hidden(sam).await, [said, other]);
    fixture.heard();
    assert_eq!(fixture.show(sam, said).await, Ok(Reply::Done));
    assert_eq!(fixture.heard(), [told(false)]);
    assert_eq!(fixture.show(sam, said).await, Ok(Reply::Done));
    assert!(fixture.heard().is_empty());
    assert_eq!(fixture.hidden(sam).await, [other]);
}

#[tokio::test]
async fn what_one_can_not_see_is_hidden_no_more_than_what_was_made_up() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (early, _) = fixture.say(jo, "before Sam came").await;
    let sam = fixture.member("Sam").await;
    let (own, _) = fixture.say(sam, "mine").await;
    let (said, _) = fixture.say(jo, "one").await;
    let (deleted, _) = fixture.say(jo, "two").await;
    fixture.delete(jo, deleted).await.unwrap();
    let (stranger, made_up) = (fixture.stranger().await, MessageId(Uuid::now_v7()));
    for (actor, message) in [(sam, early), (sam, made_up), (stranger, said), (stranger, made_up)] {
        assert_eq!(fixture.hide(actor, message).await, Err(Rejection::not_found()));
        assert_eq!(fixture.show(actor, message).await, Err(Rejection::not_found()));
    }
    assert_eq!(fixture.hide(sam, deleted).await, Err(Rejection::not_found()));
    assert_refused(fixture.hide(sam, own).await, RefusalCode::NotAllowed);
    assert_eq!(fixture.rows().await, 0);
}

#[tokio::test]
async fn it_goes_with_the_message_and_with_whoever_leaves() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (gone, _) = fixture.say(jo, "one").await;
    let (stays, _) = fixture.say(jo, "two").await;
    for message in [gone, stays] {
        fixture.hide(sam, message).await.unwrap();
    }
    fixture.delete(jo, gone).await.unwrap();
    assert_eq!((fixture.hidden(sam).await, fixture.rows().await), (vec![stays], 1));
    fixture.leave(sam, NOW).await;
    assert_eq!(fixture.rows().await, 0);
    fixture.join(sam, "Sam", Role::Member).await.unwrap();
    assert!(fixture.hidden(sam).await.is_empty());
}

#[tokio::test]
async fn in_a_private_conversation_it_lasts_no_longer_than_the_words() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let direct = fixture.try_open(kim, fixture.to(jo).await, None, NOW).await.unwrap();
    let message = SendMessage { circle: direct, ..fixture.message("between us") };
    let said = message.id;
    fixture.send(kim, message).await.unwrap();
    hide_message(context(&fixture.store, jo, NOW), HideMessage { circle: direct, message: said })
        .await
        .unwrap();
    assert_eq!(fixture.hidden(jo).await, [said]);
    let later = NOW.plus_ms(1);
    fixture.store.write(move |tx| purge_old_conversations(tx, later, later)).await.unwrap();
    assert!(fixture.hidden(jo).await.is_empty());
}

#[tokio::test]
async fn one_account_hides_so_many_and_then_shows_some_again_first() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let mut said = Vec::new();
    for number in 0..=HIDDEN_MESSAGES_PER_ACCOUNT {
        said.push(fixture.say(jo, &number.to_string()).await.0);
    }
    let (last, all) = said.split_last().unwrap();
    for message in all {
        fixture.hide(sam, *message).await.unwrap();
    }
    assert_refused(fixture.hide(sam, *last).await, RefusalCode::LimitReached);
    // A message that is hidden already doesn't count again.
    fixture.hide(sam, all[0]).await.unwrap();
    fixture.show(sam, all[0]).await.unwrap();
    fixture.hide(sam, *last).await.unwrap();
}
