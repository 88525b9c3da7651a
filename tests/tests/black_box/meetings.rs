//! Meetings as members see them: in the calendar, in their own calendar app, and as a
//! reminder that gives nothing away.

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use circles_protocol::requests::*;
use circles_protocol::{
    CircleId, LocalDate, MeetingAnswer, MeetingId, Notice, Occurrence, RefusalCode, Repeats, Reply,
    Request, Timestamp, Zone,
};
use circles_tests::centre::meeting;
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre, Client, Person};
use uuid::Uuid;

const MINUTE_MS: i64 = 60 * 1_000;

fn plan() -> Plan {
    Plan::default().set("sign_ins_per_quarter_hour", 1_000).with_clock()
}

/// A circle, its moderator Jo, its member Sam, and a meeting of Jo's.
async fn calendar() -> (Centre, CircleId, [Person; 2], (MeetingId, LocalDate)) {
    let mut centre = Centre::open_with(plan()).await;
    let circle = centre.circle("Tuesday").await;
    let mut jo = centre.moderator(circle, "Jo").await;
    let sam = centre.member(circle, "Sam").await;
    let request = meeting(Some(circle), centre.server.now());
    let on = request.on;
    let id = created(&mut jo.socket, request).await;
    (centre, circle, [jo, sam], (id, on))
}

async fn created(socket: &mut Client, request: CreateMeeting) -> MeetingId {
    let reply = socket.done(Request::CreateMeeting(request)).await;
    let Reply::MeetingCreated { meeting } = reply else { panic!("answered {reply:?}") };
    meeting
}

async fn listed(socket: &mut Client, from: LocalDate) -> Vec<Occurrence> {
    let reply =
        socket.done(Request::ListMeetings(ListMeetings { from, days: 30, after: None })).await;
    let Reply::Meetings { meetings, .. } = reply else { panic!("answered {reply:?}") };
    meetings
}

fn comes(meeting: MeetingId, on: LocalDate) -> Request {
    Request::AnswerMeeting(AnswerMeeting { meeting, on, answer: MeetingAnswer::Coming })
}

async fn feed(socket: &mut Client) -> String {
    let reply = socket.done(Request::CreateCalendarFeed(CreateCalendarFeed {})).await;
    let Reply::CalendarFeed { path } = reply else { panic!("answered {reply:?}") };
    path
}

#[tokio::test]
async fn a_reminder_comes_to_who_said_they_come_also_after_a_restart() {
    let (mut centre, _, [mut jo, mut sam], (meeting, on)) = calendar().await;
    sam.socket.done(comes(meeting, on)).await;
    let seen = listed(&mut jo.socket, on).await;
    assert_eq!((seen[0].host, seen[0].coming[0].as_str()), (true, "Sam"));
    let starts_at = seen[0].starts_at;
    centre.server.stop().await;
    centre.server.advance_to(starts_at.plus_ms(-60 * MINUTE_MS - 5_000));
    centre.server.start_again().await;
    for person in [&mut jo, &mut sam] {
        person.reconnect(&centre.server).await;
    }
    centre.server.advance_to(starts_at.plus_ms(-59 * MINUTE_MS));
    let near = loop {
        if let Notice::MeetingNear { meeting, on, starts_at } = sam.socket.notice().await {
            break (meeting, on, starts_at);
        }
    };
    assert_eq!(near, (meeting, on, starts_at));
    jo.socket.settle().await;
    assert!(!jo.socket.notices.iter().any(|it| matches!(it, Notice::MeetingNear { .. })));
}

#[tokio::test]
async fn a_calendar_elsewhere_says_when_and_nothing_else() {
    let (centre, circle, [mut jo, mut sam], (meeting, on)) = calendar().await;
    let path = feed(&mut sam.socket).await;
    // The app that reads it has no cookie.
    let mut program = Browser::at(&centre.server);
    program.origin.clear();
    let answer = program.get(&path).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    assert_eq!(answer.header("set-cookie"), "");
    let noon = format!("DTSTART:{}T120000Z", on.to_string().replace('-', ""));
    assert!(answer.body.contains(&noon), "{}", answer.body);
    let begun = answer.body.matches("BEGIN:VEVENT").count();
    assert!((26..=27).contains(&begun), "{begun}");
    for told in [
        "PairingFixture",
        "mill",
        "Tuesday",
        "Jo",
        "Sam",
        "circle",
        "recovery",
        &circle.to_string(),
        "DESCRIPTION",
        "LOCATION",
        "ORGANIZER",
        "URL",
        "X-WR",
        "NAME",
    ] {
        assert!(!answer.body.contains(told), "{told}: {}", answer.body);
    }
    let cancel = CancelMeeting { meeting, on: Some(on) };
    jo.socket.done(Request::CancelMeeting(cancel)).await;
    let without = program.get(&path).await;
    assert!(!without.body.contains(&noon), "{}", without.body);
    // Neither the account nor the address is in the log.
    let token = path.trim_start_matches("/calendar/").trim_end_matches(".ics");
    assert!(!centre.server.log().contains(token));
}

/// Whether the month has this weekday again, this many days later (or earlier).
fn has_again(day: NaiveDate, days_later: i64) -> bool {
    (day + TimeDelta::days(days_later)).month() == day.month()
}

#[tokio::test]
async fn a_meeting_on_a_weekday_of_the_month_is_that_also_in_a_calendar_elsewhere() {
    let (centre, circle, [mut jo, _], (_, tomorrow)) = calendar().await;
    let weekly = meeting(Some(circle), centre.server.now());
    let asked = |on: NaiveDate, repeats| {
        let zone = Zone::parse("America/New_York").unwrap();
        Request::CreateMeeting(CreateMeeting { on: LocalDate(on), repeats, zone, ..weekly.clone() })
    };
    // From the day after tomorrow, as it may already be tomorrow there.
    let days: Vec<NaiveDate> = tomorrow.0.iter_days().skip(1).take(250).collect();
    let first = |fits: &dyn Fn(NaiveDate) -> bool| days.iter().copied().find(|day| fits(*day));
    let is_last = |day: NaiveDate| !has_again(day, 7);
    let is_second = |day: NaiveDate| has_again(day, -7) && !has_again(day, -14);
    for (fits, repeats) in [
        (&(|day| has_again(day, 7)) as &dyn Fn(NaiveDate) -> bool, Repeats::MonthlyLastWeekday),
        (&|day| has_again(day, -28), Repeats::MonthlyWeekday),
    ] {
        let refused = jo.socket.ask(asked(first(fits).unwrap(), repeats)).await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::InvalidField);
        assert_eq!(refused.field.as_deref(), Some("repeats"));
    }
    let path = feed(&mut jo.socket).await;
    for (fits, repeats) in [
        (&is_last as &dyn Fn(NaiveDate) -> bool, Repeats::MonthlyLastWeekday),
        (&is_second, Repeats::MonthlyWeekday),
    ] {
        let begins = first(fits).unwrap();
        let reply = jo.socket.done(asked(begins, repeats)).await;
        let Reply::MeetingCreated { meeting } = reply else { panic!("answered {reply:?}") };
        let answer = Browser::at(&centre.server).get(&path).await;
        let events = answer.body.split("BEGIN:VEVENT");
        let own = events.filter(|event| event.contains(&meeting.to_string()));
        let found = own.filter_map(|event| event.split("DTSTART:").nth(1)?.get(..8));
        let expected = days.iter().filter(|day| day.weekday() == begins.weekday() && fits(**day));
        let expected: Vec<_> = expected.map(|day| day.format("%Y%m%d").to_string()).collect();
        assert_eq!(found.take(5).collect::<Vec<_>>(), expected[..5]);
    }
}

#[tokio::test]
async fn an_address_that_has_ended_is_answered_as_one_that_never_was() {
    let (centre, _, [_, mut sam], _) = calendar().await;
    let mut program = Browser::at(&centre.server);
    let first = feed(&mut sam.socket).await;
    let second = feed(&mut sam.socket).await;
    assert_eq!(program.get(&second).await.status, 200);
    sam.socket.done(Request::EndCalendarFeed(EndCalendarFeed {})).await;
    let nothing = program.get("/api/nothing").await;
    let without_end = second.trim_end_matches(".ics");
    for path in [&*first, &*second, without_end, "/calendar/made-up.ics", "/calendar/x"] {
        let answer = program.get(path).await;
        assert_eq!((answer.status, &answer.body), (404, &nothing.body), "{path}");
        assert_eq!(answer.header("cache-control"), "private, no-store");
        assert_eq!(answer.refusal(), RefusalCode::NotFound);
    }
}

#[tokio::test]
async fn a_meeting_of_another_circle_is_as_a_made_up_one() {
    let (mut centre, _, [_, mut sam], (meeting, on)) = calendar().await;
    let elsewhere = centre.circle("Elsewhere").await;
    let mut kim = centre.moderator(elsewhere, "Kim").await;
    let made_up = MeetingId(Uuid::nil());
    for meeting in [meeting, made_up] {
        let cancel = Request::CancelMeeting(CancelMeeting { meeting, on: None });
        for request in [comes(meeting, on), cancel] {
            let refused = kim.socket.ask(request).await.unwrap_err();
            assert_eq!(refused.code, RefusalCode::NotFound);
            let same = kim.socket.ask(comes(made_up, on)).await.unwrap_err();
            assert_eq!(refused, same);
        }
    }
    assert!(listed(&mut kim.socket, on).await.is_empty());
    // A meeting of the whole centre is for everybody.
    let staff = &mut centre.coordinator.socket;
    let of_all = created(staff, self::meeting(None, centre.server.now())).await;
    for person in [&mut kim, &mut sam] {
        let seen = listed(&mut person.socket, on).await;
        let found = seen.iter().find(|it| it.meeting == of_all).expect("it is for all");
        assert_eq!((found.circle, found.host), (None, false));
        assert!(found.starts_at > Timestamp(0));
    }
}
