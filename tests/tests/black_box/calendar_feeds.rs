//! Calendar feeds over HTTP: what an app gets that asks again, who is refused at once, and
//! how often anybody may ask.

use circles_protocol::http::ChangePassphrase;
use circles_protocol::requests::*;
use circles_protocol::{
    CircleId, EnteredPassphrase, MeetingId, Passphrase, RefusalCode, Reply, Request,
};
use circles_tests::browser::{Answer, PASSPHRASE};
use circles_tests::centre::meeting;
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre, Client, Person};

/// A circle with a weekly meeting, its moderator Jo, and its member Sam with a feed.
struct Scene {
    centre: Centre,
    circle: CircleId,
    jo: Person,
    sam: Person,
    meeting: MeetingId,
    path: String,
    program: Browser,
}

async fn scene() -> Scene {
    let plan = Plan::default().set("sign_ins_per_quarter_hour", 1_000).with_clock();
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut jo = centre.moderator(circle, "Jo").await;
    let mut sam = centre.member(circle, "Sam").await;
    let meeting = met(&mut jo, circle, &centre).await;
    let path = feed(&mut sam.socket).await;
    let mut program = Browser::at(&centre.server);
    program.origin.clear();
    Scene { centre, circle, jo, sam, meeting, path, program }
}

async fn met(host: &mut Person, circle: CircleId, centre: &Centre) -> MeetingId {
    let request = meeting(Some(circle), centre.server.now());
    let reply = host.socket.done(Request::CreateMeeting(request)).await;
    let Reply::MeetingCreated { meeting } = reply else { panic!("answered {reply:?}") };
    meeting
}

async fn feed(socket: &mut Client) -> String {
    let reply = socket.done(Request::CreateCalendarFeed(CreateCalendarFeed {})).await;
    let Reply::CalendarFeed { path } = reply else { panic!("answered {reply:?}") };
    path
}

fn waits(answer: &Answer, at_most: u32) {
    assert_eq!((answer.status, answer.refusal()), (429, RefusalCode::RateLimited));
    let wait: u32 = answer.header("retry-after").parse().unwrap();
    assert!((1..=at_most).contains(&wait), "{wait}");
    assert_eq!(answer.header("cache-control"), "private, no-store");
}

#[tokio::test]
async fn a_program_that_asks_again_gets_the_text_only_once_it_is_another() {
    let Scene { mut jo, path, mut program, centre, circle, meeting, .. } = scene().await;
    let first = program.get(&path).await;
    let tag = first.header("etag");
    assert!(tag.len() > 10, "{tag}");
    centre.server.advance_to(centre.server.now().plus_ms(1_000));
    let same = program.get(&path).await;
    assert_eq!((same.header("etag"), same.body), (tag.clone(), first.body));
    program.if_none_match = Some(tag.clone());
    let unchanged = program.get(&path).await;
    assert_eq!((unchanged.status, &*unchanged.body), (304, ""));
    assert_eq!(unchanged.header("etag"), tag);
    // A new meeting shows at once, and so does a cancellation.
    met(&mut jo, circle, &centre).await;
    let second = program.get(&path).await;
    assert_eq!(second.status, 200);
    assert_ne!(second.header("etag"), tag);
    let events = |answer: &Answer| answer.body.matches("BEGIN:VEVENT").count();
    jo.socket.done(Request::CancelMeeting(CancelMeeting { meeting, on: None })).await;
    let third = program.get(&path).await;
    assert_eq!(events(&second), 2 * events(&third));
    assert_ne!(third.header("etag"), second.header("etag"));
}

#[tokio::test]
async fn who_is_removed_or_has_ended_the_feed_is_not_answered_from_a_copy() {
    let Scene { mut centre, circle, mut sam, path, mut program, .. } = scene().await;
    let full = program.get(&path).await;
    assert!(full.body.contains("BEGIN:VEVENT"));
    let member = sam.id_in(circle).await;
    let removal = RemoveMember { circle, member, reason: None };
    centre.coordinator.socket.done(Request::RemoveMember(removal)).await;
    program.if_none_match = Some(full.header("etag"));
    let empty = program.get(&path).await;
    assert_eq!(empty.status, 200);
    assert!(!empty.body.contains("BEGIN:VEVENT"), "{}", empty.body);
    sam.socket.done(Request::EndCalendarFeed(EndCalendarFeed {})).await;
    program.if_none_match = Some(empty.header("etag"));
    let ended = program.get(&path).await;
    assert_eq!((ended.status, ended.refusal()), (404, RefusalCode::NotFound));
    assert_eq!(ended.header("etag"), "");
}

#[tokio::test]
async fn a_suspended_account_has_no_feed_at_once() {
    let Scene { mut centre, circle, mut sam, path, mut program, .. } = scene().await;
    assert_eq!(program.get(&path).await.status, 200);
    let member = sam.id_in(circle).await;
    let suspend = SuspendAccount { circle, member, reason: circles_protocol::Reason::Danger };
    centre.coordinator.socket.done(Request::SuspendAccount(suspend)).await;
    let nothing = program.get("/calendar/made-up.ics").await;
    let answer = program.get(&path).await;
    assert_eq!((answer.status, answer.body), (404, nothing.body));
}

#[tokio::test]
async fn one_feed_is_answered_so_often_and_others_still_are() {
    let Scene { centre: _centre, mut jo, path, mut program, .. } = scene().await;
    let others = feed(&mut jo.socket).await;
    for _ in 0..30 {
        assert_eq!(program.get(&path).await.status, 200);
    }
    waits(&program.get(&path).await, 30);
    assert_eq!(program.get(&others).await.status, 200);
}

#[tokio::test]
async fn an_address_tries_links_that_lead_nowhere_so_often() {
    let Scene { centre: _centre, path, mut program, .. } = scene().await;
    for number in 0..60 {
        // A valid link is not counted among them.
        if number % 20 == 0 {
            assert_eq!(program.get(&path).await.status, 200);
        }
        assert_eq!(program.get(&format!("/calendar/{number}.ics")).await.status, 404);
    }
    // An existing calendar now gets the same answer, before it is looked up.
    let (made_up, right) = (program.get("/calendar/x.ics").await, program.get(&path).await);
    waits(&made_up, 15);
    waits(&right, 15);
}

#[tokio::test]
async fn a_new_passphrase_ends_the_feed_only_where_that_is_asked_for() {
    let Scene { centre: _centre, mut sam, path, mut program, .. } = scene().await;
    let new = "another river at dusk";
    let form = |current: &str, new: &str, end_calendar_feed| ChangePassphrase {
        current: EnteredPassphrase::from_stored(current.to_owned()),
        new: Passphrase::from_stored(new.to_owned()),
        end_calendar_feed,
    };
    let browser = &mut sam.browser;
    assert!(browser.me().await.calendar_feed);
    assert_eq!(browser.post("/api/passphrase", &form(PASSPHRASE, new, false)).await.status, 204);
    assert_eq!(program.get(&path).await.status, 200);
    let refused = browser.post("/api/passphrase", &form(PASSPHRASE, new, true)).await;
    assert_eq!(refused.refusal(), RefusalCode::SignInFailed);
    assert_eq!(program.get(&path).await.status, 200);
    assert_eq!(browser.post("/api/passphrase", &form(new, PASSPHRASE, true)).await.status, 204);
    assert_eq!(program.get(&path).await.status, 404);
    assert!(!browser.me().await.calendar_feed);
}
