//! Requests for a private conversation that never reach the other, and what happens to
//! them once nothing stands between the two any more.

use circles_protocol::requests::{
    Anchor, BlockMember, FetchHistory, LeaveCircle, ListBlocks, UnblockMember,
};
use circles_protocol::{DirectState, limits};

use crate::commands::chat::fetch_history::fetch_history;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::direct::block_member::block_member;
use crate::commands::direct::list_blocks::list_blocks;
use crate::commands::direct::unblock_member::unblock_member;
use crate::commands::shared::direct::open_for_help;
use crate::commands::tests::direct::conversations::{HELLO, days_on, direct};
use crate::commands::tests::*;
use crate::store::check;

const AGAIN: &str = "Shall we try once more?";

impl Fixture {
    async fn set_block(&self, actor: Actor, other: Actor) {
        let member = self.member_id(other).await;
        let request = BlockMember { circle: self.circle, member };
        block_member(context(&self.store, actor, NOW), request).await.unwrap();
    }

    async fn take_back_blocks(&self, actor: Actor) {
        let reply = list_blocks(context(&self.store, actor, NOW), ListBlocks {}).await.unwrap();
        let Reply::Blocks { blocks } = reply else { panic!("{reply:?}") };
        for block in blocks {
            unblock_member(context(&self.store, actor, NOW), UnblockMember { block: block.id })
                .await
                .unwrap();
        }
    }

    /// The words that somebody sees in a conversation.
    async fn words_of(&self, actor: Actor, circle: CircleId) -> Vec<String> {
        let request = FetchHistory { circle, from: Anchor::Newest, limit: 50 };
        let reply = fetch_history(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::History { messages, .. } = reply else { panic!("{reply:?}") };
        messages.iter().map(|it| it.body.as_ref().unwrap().as_str().to_owned()).collect()
    }

    async fn ask_on(&self, actor: Actor, other: Actor, words: &str, day: i64) -> CircleId {
        let with = self.to(other).await;
        self.try_open(actor, with, Some(words), days_on(day)).await.unwrap()
    }
}

#[tokio::test]
async fn a_request_past_a_block_seems_to_wait_and_never_comes_before_the_other() {
    let mut fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    fixture.set_block(sam, jo).await;
    fixture.heard();
    let asked = fixture.asked(jo, sam).await;
    let told = fixture.heard().into_iter().any(
        |heard| matches!(heard, Publication::Notice { account, .. } if account == sam.account),
    );
    assert!(!told);
    assert_eq!(fixture.conversations(jo).await, direct("Sam", DirectState::Asking));
    assert!(fixture.conversations(sam).await.is_empty());
    // Removing the block does not bring up anything that was written in the meantime.
    fixture.take_back_blocks(sam).await;
    assert!(fixture.conversations(sam).await.is_empty());
    assert_eq!(fixture.ask_on(sam, jo, "Hello, Jo!", 1).await, asked);
    assert_eq!(fixture.conversations(jo).await, direct("Sam", DirectState::Open));
    assert_eq!(fixture.words_of(sam, asked).await, ["Hello, Jo!"]);
    assert_eq!(fixture.words_of(jo, asked).await, [HELLO, "Hello, Jo!"]);
    fixture.restart().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn who_was_new_sees_what_is_asked_later_alone() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 60).await);
    let asked = fixture.asked(jo, sam).await;
    // Having graduated long enough ago doesn't change an earlier request.
    assert!(fixture.conversations(sam).await.is_empty());
    let early = fixture.try_open(sam, fixture.to(jo).await, Some("Hello"), days_on(29)).await;
    assert_refused(early, RefusalCode::DirectRefused);
    let waiting = fixture.try_open(jo, fixture.to(sam).await, Some(AGAIN), days_on(43)).await;
    assert_refused(waiting, RefusalCode::DirectWaiting);
    assert_eq!(fixture.ask_on(jo, sam, AGAIN, 44).await, asked);
    assert_eq!(fixture.conversations(sam).await, direct("Jo", DirectState::Asked));
    assert_eq!(fixture.words_of(sam, asked).await, [AGAIN]);
}

#[tokio::test]
async fn what_was_taken_back_unseen_is_nothing_to_the_other() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 100).await);
    fixture.set_block(sam, jo).await;
    let circle = fixture.asked(jo, sam).await;
    leave_circle(context(&fixture.store, jo, NOW), LeaveCircle { circle }).await.unwrap();
    fixture.take_back_blocks(sam).await;
    fixture.ask_on(sam, jo, "Hello, Jo!", 1).await;
    assert_eq!(fixture.conversations(sam).await, direct("Jo", DirectState::Asking));
    assert_eq!(fixture.conversations(jo).await, direct("Sam", DirectState::Asked));
    assert_eq!(fixture.words_of(sam, circle).await, ["Hello, Jo!"]);
}

#[tokio::test]
async fn unseen_requests_count_as_all_others_do() {
    let fixture = Fixture::new().await;
    let jo = fixture.alum("Jo", 730).await;
    for alias in ["Ann", "Bea", "Cy"] {
        let new = fixture.alum(alias, 5).await;
        fixture.asked(jo, new).await;
    }
    let sam = fixture.alum("Sam", 100).await;
    assert_eq!(fixture.refused(jo, fixture.to(sam).await).await, Rejection::direct_refused().0);
    assert_eq!(fixture.conversations(jo).await.len(), 3);
}

#[tokio::test]
async fn a_full_list_of_the_other_is_not_told_and_a_block_between_moderators_is_refused() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.alum("Jo", 730).await, fixture.alum("Sam", 730).await);
    for number in 0..limits::CONVERSATIONS_PER_ACCOUNT {
        let helper = fixture.signed_up(&format!("Helper{number}"), 730).await;
        let (a, b) = (sam.account, helper.account);
        fixture.store.write(move |tx| open_for_help(tx, a, b, NOW)).await.unwrap();
    }
    fixture.asked(jo, sam).await;
    assert_eq!(fixture.conversations(jo).await, direct("Sam", DirectState::Asking));
    assert_eq!(fixture.conversations(sam).await.len(), limits::CONVERSATIONS_PER_ACCOUNT);

    // If a conversation would open at once, nobody is left to wait in vain.
    let (kim, dee) = (fixture.moderator("Kim").await, fixture.alum("Dee", 5).await);
    fixture.set_block(kim, dee).await;
    assert_eq!(fixture.refused(dee, fixture.to(kim).await).await, Rejection::direct_refused().0);
}
