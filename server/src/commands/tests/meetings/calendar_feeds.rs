//! Calendar feeds: how much one holds, what makes another feed of it, and when it ends.

use circles_protocol::http::ChangePassphrase;
use circles_protocol::requests::CreateMeeting;
use circles_protocol::{EnteredPassphrase, Passphrase, Repeats};

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::accounts::change_passphrase::change_passphrase;
use crate::commands::accounts::show_account::show_account;
use crate::commands::meetings::create_calendar_feed::create_calendar_feed;
use crate::commands::meetings::end_calendar_feed::end_calendar_feed;
use crate::commands::meetings::show_calendar::{
    FeedEvent, FeedState, find_calendar, show_calendar,
};
use crate::commands::tests::accounts::signing_in::{PASSPHRASE, authenticator};
use crate::commands::tests::meetings::{evening, tuesday};
use crate::commands::tests::*;
use crate::limits::FEED_EVENTS;

impl House {
    async fn feed(&self, actor: Actor) -> String {
        let reply = create_calendar_feed(&self.store, actor, NOW).await.unwrap();
        let Reply::CalendarFeed { path } = reply else { panic!("{reply:?}") };
        path.strip_prefix("/calendar/").unwrap().strip_suffix(".ics").unwrap().to_owned()
    }

    async fn fed(&self, token: &str, now: Timestamp) -> Vec<FeedEvent> {
        show_calendar(&self.store, token, now).await.unwrap().1
    }

    async fn state(&self, token: &str) -> FeedState {
        let state = find_calendar(&self.store, token, NOW).await.unwrap();
        let (shown, _) = show_calendar(&self.store, token, NOW).await.unwrap();
        assert_eq!(state, shown, "a copy is looked for by what it was kept under");
        state
    }
}

fn daily(circle: CircleId) -> CreateMeeting {
    CreateMeeting { repeats: Repeats::Daily, ..evening(Some(circle)) }
}

#[tokio::test]
async fn a_feed_holds_so_many_times_those_that_are_nearest_by_their_start() {
    let house = House::new().await;
    let jo = house.moderator("Jo").await;
    for _ in 0..20 {
        house.meet(jo, daily(house.circle)).await.unwrap();
    }
    let token = house.feed(jo).await;
    let later = NOW.plus_ms(100 * DAY_MS);
    let events = house.fed(&token, later).await;
    assert_eq!(events.len(), FEED_EVENTS);
    assert!(events.is_sorted_by_key(|event| event.slot.starts_at));
    let (first, last) = (events[0].slot.starts_at, events[FEED_EVENTS - 1].slot.starts_at);
    // Twenty a day: a thousand are those of 25 days before and 25 days after.
    for (edge, days) in [(first, -25), (last, 25)] {
        let off = edge.0.abs_diff(later.plus_ms(days * DAY_MS).0);
        assert!(off < 2 * DAY_MS.unsigned_abs(), "{days}: {off}");
    }
}

#[tokio::test]
async fn what_is_cancelled_takes_no_room_from_what_is_not() {
    let house = House::new().await;
    let jo = house.moderator("Jo").await;
    for _ in 0..20 {
        house.meet(jo, daily(house.circle)).await.unwrap();
    }
    let token = house.feed(jo).await;
    let before = house.fed(&token, NOW).await;
    house.cancel(jo, before[0].meeting, Some(before[0].slot.on)).await.unwrap();
    let after = house.fed(&token, NOW).await;
    assert_eq!(after.len(), FEED_EVENTS);
    assert!(!after.contains(&before[0]));
}

#[tokio::test]
async fn a_feed_is_the_same_all_day_until_what_shows_in_it_changes() {
    let house = House::new().await;
    let (jo, sam) = (house.moderator("Jo").await, house.member("Sam").await);
    let meeting = house.meet(jo, evening(Some(house.circle))).await.unwrap();
    let token = house.feed(sam).await;
    let (state, events) = (house.state(&token).await, house.fed(&token, NOW).await);
    house.say(sam, "Good morning").await;
    let in_an_hour = NOW.plus_ms(HOUR_MS);
    assert_eq!(find_calendar(&house.store, &token, in_an_hour).await.unwrap(), state);
    assert_eq!(house.fed(&token, in_an_hour).await, events);
    let mut states = vec![state];
    states.push(find_calendar(&house.store, &token, NOW.plus_ms(DAY_MS)).await.unwrap());
    let second = house.meet(jo, evening(Some(house.circle))).await.unwrap();
    states.push(house.state(&token).await);
    house.cancel(jo, meeting, Some(tuesday())).await.unwrap();
    states.push(house.state(&token).await);
    house.cancel(jo, second, None).await.unwrap();
    states.push(house.state(&token).await);
    house.leaves(sam).await;
    states.push(house.state(&token).await);
    for (number, state) in states.iter().enumerate() {
        assert!(!states[..number].contains(state), "{number} of {states:?}");
    }
    assert_eq!(house.fed(&token, NOW).await, []);
}

#[tokio::test]
async fn a_suspended_account_has_no_feed_until_it_is_restored() {
    let house = House::new().await;
    let (jo, sam) = (house.moderator("Jo").await, house.member("Sam").await);
    let office = house.staff().await;
    house.meet(jo, evening(Some(house.circle))).await.unwrap();
    let token = house.feed(sam).await;
    house.state(&token).await;
    let member = house.member_id(sam).await;
    house.suspend(office, member).await.unwrap();
    let refused = find_calendar(&house.store, &token, NOW).await;
    assert_refused(refused, RefusalCode::NotFound);
    assert_refused(show_calendar(&house.store, &token, NOW).await, RefusalCode::NotFound);
    house.restore(office, member).await.unwrap();
    house.state(&token).await;
}

#[tokio::test]
async fn a_new_passphrase_ends_the_feed_where_that_is_asked_for_and_else_keeps_it() {
    let house = House::new().await;
    let mut sam = house.guest("Sam").await;
    let actor = house.session(&sam).await.unwrap().actor;
    let token = house.feed(actor).await;
    let told = async |signed_in: &_| {
        let session = house.session(signed_in).await.unwrap();
        show_account(&house.store, session).await.unwrap().calendar_feed
    };
    let passphrases = ["another river altogether", "some third river for once"];
    let mut current = PASSPHRASE;
    for (new, end_calendar_feed) in passphrases.into_iter().zip([false, true]) {
        assert!(told(&sam).await);
        let form = ChangePassphrase {
            current: EnteredPassphrase::parse(current).unwrap(),
            new: Passphrase::parse(new).unwrap(),
            end_calendar_feed,
        };
        // A wrong passphrase ends nothing.
        let wrong = EnteredPassphrase::parse("not my passphrase").unwrap();
        let wrong = ChangePassphrase { current: wrong, ..form.clone() };
        for (form, goes_through) in [(wrong, false), (form, true)] {
            let session = house.session(&sam).await.unwrap();
            let changed =
                change_passphrase(&house.store, &authenticator(), session, false, form, NOW).await;
            assert_eq!(changed.is_ok(), goes_through);
            let found = find_calendar(&house.store, &token, NOW).await;
            assert_eq!(found.is_ok(), !(goes_through && end_calendar_feed));
            if goes_through {
                sam = house.sign_in("sam-name", new).await.unwrap();
            }
        }
        current = new;
    }
    assert!(!told(&sam).await);
    assert_refused(find_calendar(&house.store, &token, NOW).await, RefusalCode::NotFound);
    end_calendar_feed(&house.store, actor).await.unwrap();
}
