//! Wins and the day's thread: ordinary messages that are found again.

use circles_protocol::requests::{DeleteMessage, FetchDaily, ListWins};
use circles_protocol::{LocalDate, MessageView};

use crate::clock::DAY_MS;
use crate::commands::chat::delete_message::delete_message;
use crate::commands::chat::fetch_daily::fetch_daily;
use crate::commands::chat::list_wins::list_wins;
use crate::commands::tests::*;

impl House {
    async fn daily(&self, actor: Actor, on: Option<LocalDate>, now: Timestamp) -> Vec<MessageView> {
        let request = FetchDaily { circle: self.circle, on, after: None };
        let reply = fetch_daily(&self.store, actor, request, now).await.unwrap();
        let Reply::Daily { messages, .. } = reply else { panic!("{reply:?}") };
        messages
    }

    async fn wins(&self, actor: Actor) -> Vec<MessageId> {
        let request = ListWins { circle: self.circle, before: None };
        let reply = list_wins(&self.store, actor, request).await.unwrap();
        let Reply::Wins { messages, .. } = reply else { panic!("{reply:?}") };
        messages.into_iter().map(|message| message.id).collect()
    }
}

#[tokio::test]
async fn a_win_is_found_among_the_wins_newest_first_until_it_is_deleted() {
    let house = House::new().await;
    let sam = house.member("Sam").await;
    house.say(sam, "an ordinary word").await;
    let first = SendMessage { win: true, ..house.message("made the call") };
    let second = SendMessage { win: true, ..house.message("slept a whole night") };
    for message in [&first, &second] {
        house.send(sam, message.clone()).await.unwrap();
    }
    assert_eq!(house.wins(sam).await, [second.id, first.id]);
    let gone = DeleteMessage { circle: house.circle, message: second.id };
    delete_message(&house.store, sam, gone, NOW).await.unwrap();
    assert_eq!(house.wins(sam).await, [first.id]);
}

#[tokio::test]
async fn a_muted_win_is_among_the_wins_of_its_author_alone() {
    let house = House::new().await;
    let (sam, jo) = (house.member("Sam").await, house.member("Jo").await);
    let moderator = house.moderator("Mo").await;
    let win = SendMessage { win: true, ..house.message("words that were muted") };
    house.send(sam, win.clone()).await.unwrap();
    house.mute(moderator, &[win.id]).await.unwrap();
    assert_eq!((house.wins(jo).await, house.wins(moderator).await), (vec![], vec![]));
    assert_eq!(house.wins(sam).await, [win.id]);
}

#[tokio::test]
async fn the_days_thread_goes_by_the_centres_own_day() {
    let house = House::new().await;
    let sam = house.member("Sam").await;
    // 03:00 UTC on the 25th is the evening of the 24th in New York.
    let late = Timestamp(1_795_575_600_000);
    let message = SendMessage { daily: true, ..house.message("here, and fine") };
    house.send_at(sam, message.clone(), late).await.unwrap();
    let thread = house.daily(sam, None, late).await;
    assert_eq!(thread.iter().map(|said| said.id).collect::<Vec<_>>(), [message.id]);
    assert_eq!(thread[0].daily_on, LocalDate::parse("2026-11-24"));
    assert_eq!(house.daily(sam, None, late.plus_ms(DAY_MS)).await, []);
    assert_eq!(house.daily(sam, thread[0].daily_on, late.plus_ms(DAY_MS)).await, thread);
}

#[tokio::test]
async fn whoever_joins_later_or_never_sees_nothing_of_either() {
    let house = House::new().await;
    let sam = house.member("Sam").await;
    let message = SendMessage { win: true, daily: true, ..house.message("before your time") };
    house.send(sam, message).await.unwrap();
    let jo = house.member("Jo").await;
    assert_eq!(house.wins(jo).await, []);
    assert_eq!(house.daily(jo, None, NOW).await, []);
    let stranger = house.stranger().await;
    let request = ListWins { circle: house.circle, before: None };
    assert_refused(list_wins(&house.store, stranger, request).await, RefusalCode::NotFound);
    let request = FetchDaily { circle: house.circle, on: None, after: None };
    assert_refused(fetch_daily(&house.store, stranger, request, NOW).await, RefusalCode::NotFound);
}
