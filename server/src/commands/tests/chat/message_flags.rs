//! Wins and the daily thread: ordinary messages that can be listed.

use circles_protocol::requests::{DeleteMessage, FetchDaily, ListWins};
use circles_protocol::{LocalDate, MessageView};

use crate::clock::DAY_MS;
use crate::commands::chat::delete_message::delete_message;
use crate::commands::chat::fetch_daily::fetch_daily;
use crate::commands::chat::list_wins::list_wins;
use crate::commands::tests::*;

impl Fixture {
    async fn daily(&self, actor: Actor, on: Option<LocalDate>, now: Timestamp) -> Vec<MessageView> {
        let request = FetchDaily { circle: self.circle, on, after: None };
        let reply = fetch_daily(context(&self.store, actor, now), request).await.unwrap();
        let Reply::Daily { messages, .. } = reply else { panic!("{reply:?}") };
        messages
    }

    async fn wins(&self, actor: Actor) -> Vec<MessageId> {
        let request = ListWins { circle: self.circle, before: None };
        let reply = list_wins(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::Wins { messages, .. } = reply else { panic!("{reply:?}") };
        messages.into_iter().map(|message| message.id).collect()
    }
}

#[tokio::test]
async fn a_win_is_found_among_the_wins_newest_first_until_it_is_deleted() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    fixture.say(sam, "an ordinary word").await;
    let first = SendMessage { win: true, ..fixture.message("made the call") };
    let second = SendMessage { win: true, ..fixture.message("slept a whole night") };
    for message in [&first, &second] {
        fixture.send(sam, message.clone()).await.unwrap();
    }
    assert_eq!(fixture.wins(sam).await, [second.id, first.id]);
    let gone = DeleteMessage { circle: fixture.circle, message: second.id };
    delete_message(context(&fixture.store, sam, NOW), gone).await.unwrap();
    assert_eq!(fixture.wins(sam).await, [first.id]);
}

#[tokio::test]
async fn a_muted_win_is_among_the_wins_of_its_author_alone() {
    let fixture = Fixture::new().await;
    let (sam, jo) = (fixture.member("Sam").await, fixture.member("Jo").await);
    let moderator = fixture.moderator("Mo").await;
    let win = SendMessage { win: true, ..fixture.message("words that were muted") };
    fixture.send(sam, win.clone()).await.unwrap();
    fixture.mute(moderator, &[win.id]).await.unwrap();
    assert_eq!((fixture.wins(jo).await, fixture.wins(moderator).await), (vec![], vec![]));
    assert_eq!(fixture.wins(sam).await, [win.id]);
}

#[tokio::test]
async fn the_days_thread_goes_by_the_centres_own_day() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    // 03:00 UTC on the 25th is the evening of the 24th in New York.
    let late = Timestamp(1_795_575_600_000);
    let message = SendMessage { daily: true, ..fixture.message("here, and fine") };
    fixture.send_at(sam, message.clone(), late).await.unwrap();
    let thread = fixture.daily(sam, None, late).await;
    assert_eq!(thread.iter().map(|said| said.id).collect::<Vec<_>>(), [message.id]);
    assert_eq!(thread[0].daily_on, LocalDate::parse("2026-11-24"));
    assert_eq!(fixture.daily(sam, None, late.plus_ms(DAY_MS)).await, []);
    assert_eq!(fixture.daily(sam, thread[0].daily_on, late.plus_ms(DAY_MS)).await, thread);
}

#[tokio::test]
async fn whoever_joins_later_or_never_sees_nothing_of_either() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    let message = SendMessage { win: true, daily: true, ..fixture.message("before your time") };
    fixture.send(sam, message).await.unwrap();
    let jo = fixture.member("Jo").await;
    assert_eq!(fixture.wins(jo).await, []);
    assert_eq!(fixture.daily(jo, None, NOW).await, []);
    let stranger = fixture.stranger().await;
    let request = ListWins { circle: fixture.circle, before: None };
    assert_refused(
        list_wins(context(&fixture.store, stranger, NOW), request).await,
        RefusalCode::NotFound,
    );
    let request = FetchDaily { circle: fixture.circle, on: None, after: None };
    assert_refused(
        fetch_daily(context(&fixture.store, stranger, NOW), request).await,
        RefusalCode::NotFound,
    );
}
