//! Calendar feeds: how much one holds, what gives another version of it, and when it
//! ends.

use circles_protocol::http::ChangePassphrase;
use circles_protocol::requests::{CreateCalendarFeed, CreateMeeting, EndCalendarFeed};
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

impl Fixture {
    async fn feed(&self, actor: Actor) -> String {
        let reply = create_calendar_feed(context(&self.store, actor, NOW), CreateCalendarFeed {})
            .await
            .unwrap();
        let Reply::CalendarFeed { path } = reply else { panic!("{reply:?}") };
        path.strip_prefix("/calendar/").unwrap().strip_suffix(".ics").unwrap().to_owned()
    }

    async fn fed(&self, token: &str, now: Timestamp) -> Vec<FeedEvent> {
        show_calendar(&self.store, token, now).await.unwrap().1
    }

    async fn state(&self, token: &str) -> FeedState {
        let state = find_calendar(&self.store, token, NOW).await.unwrap();
        let (shown, _) = show_calendar(&self.store, token, NOW).await.unwrap();
        assert_eq!(state, shown, "a cached copy is found by its state");
        state
    }
}

fn daily(circle: CircleId) -> CreateMeeting {
    CreateMeeting { repeats: Repeats::Daily, ..evening(Some(circle)) }
}

#[tokio::test]
async fn a_feed_holds_so_many_times_those_that_are_nearest_by_their_start() {
    let fixture = Fixture::new().await;
    let jo = fixture.moderator("Jo").await;
    for _ in 0..20 {
        fixture.meet(jo, daily(fixture.circle)).await.unwrap();
    }
    let token = fixture.feed(jo).await;
    let later = NOW.plus_ms(100 * DAY_MS);
    let events = fixture.fed(&token, later).await;
    assert_eq!(events.len(), FEED_EVENTS);
    assert!(events.is_sorted_by_key(|event| event.slot.starts_at));
    let (first, last) = (events[0].slot.starts_at, events[FEED_EVENTS - 1].slot.starts_at);
    // Twenty a day: a thousand cover 25 days before and 25 days after.
    for (edge, days) in [(first, -25), (last, 25)] {
        let off = edge.0.abs_diff(later.plus_ms(days * DAY_MS).0);
        assert!(off < 2 * DAY_MS.unsigned_abs(), "{days}: {off}");
    }
}

#[tokio::test]
async fn what_is_cancelled_takes_no_room_from_what_is_not() {
    let fixture = Fixture::new().await;
    let jo = fixture.moderator("Jo").await;
    for _ in 0..20 {
        fixture.meet(jo, daily(fixture.circle)).await.unwrap();
    }
    let token = fixture.feed(jo).await;
    let before = fixture.fed(&token, NOW).await;
    fixture.cancel(jo, before[0].meeting, Some(before[0].slot.on)).await.unwrap();
    let after = fixture.fed(&token, NOW).await;
    assert_eq!(after.len(), FEED_EVENTS);
    assert!(!after.contains(&before[0]));
}

#[tokio::test]
async fn a_feed_is_the_same_all_day_until_what_shows_in_it_changes() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.moderator("Jo").await, fixture.member("Sam").await);
    let meeting = fixture.meet(jo, evening(Some(fixture.circle))).await.unwrap();
    let token = fixture.feed(sam).await;
    let (state, events) = (fixture.state(&token).await, fixture.fed(&token, NOW).await);
    fixture.say(sam, "Good morning").await;
    let in_an_hour = NOW.plus_ms(HOUR_MS);
    assert_eq!(find_calendar(&fixture.store, &token, in_an_hour).await.unwrap(), state);
    assert_eq!(fixture.fed(&token, in_an_hour).await, events);
    let mut states = vec![state];
    states.push(find_calendar(&fixture.store, &token, NOW.plus_ms(DAY_MS)).await.unwrap());
    let second = fixture.meet(jo, evening(Some(fixture.circle))).await.unwrap();
    states.push(fixture.state(&token).await);
    fixture.cancel(jo, meeting, Some(tuesday())).await.unwrap();
    states.push(fixture.state(&token).await);
    fixture.cancel(jo, second, None).await.unwrap();
    states.push(fixture.state(&token).await);
    fixture.leaves(sam).await;
    states.push(fixture.state(&token).await);
    for (number, state) in states.iter().enumerate() {
        assert!(!states[..number].contains(state), "{number} of {states:?}");
    }
    assert_eq!(fixture.fed(&token, NOW).await, []);
}

#[tokio::test]
async fn a_suspended_account_has_no_feed_until_it_is_restored() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.moderator("Jo").await, fixture.member("Sam").await);
    let staff = fixture.staff().await;
    fixture.meet(jo, evening(Some(fixture.circle))).await.unwrap();
    let token = fixture.feed(sam).await;
    fixture.state(&token).await;
    let member = fixture.member_id(sam).await;
    fixture.suspend(staff, member).await.unwrap();
    let refused = find_calendar(&fixture.store, &token, NOW).await;
    assert_refused(refused, RefusalCode::NotFound);
    assert_refused(show_calendar(&fixture.store, &token, NOW).await, RefusalCode::NotFound);
    fixture.restore(staff, member).await.unwrap();
    fixture.state(&token).await;
}

#[tokio::test]
async fn a_new_passphrase_ends_the_feed_where_that_is_asked_for_and_else_keeps_it() {
    let fixture = Fixture::new().await;
    let mut sam = fixture.guest("Sam").await;
    let actor = fixture.session(&sam).await.unwrap().actor;
    let token = fixture.feed(actor).await;
    let told = async |signed_in: &_| {
        let session = fixture.session(signed_in).await.unwrap();
        show_account(&fixture.store, session).await.unwrap().calendar_feed
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
            let session = fixture.session(&sam).await.unwrap();
            let changed =
                change_passphrase(&fixture.store, &authenticator(), session, false, form, NOW)
                    .await;
            assert_eq!(changed.is_ok(), goes_through);
            let found = find_calendar(&fixture.store, &token, NOW).await;
            assert_eq!(found.is_ok(), !(goes_through && end_calendar_feed));
            if goes_through {
                sam = fixture.sign_in("sam-name", new).await.unwrap();
            }
        }
        current = new;
    }
    assert!(!told(&sam).await);
    assert_refused(find_calendar(&fixture.store, &token, NOW).await, RefusalCode::NotFound);
    end_calendar_feed(context(&fixture.store, actor, NOW), EndCalendarFeed {}).await.unwrap();
}
