//! Meetings: who adds them to the calendar, who may come, who sees who is coming, and
//! that each reminder is sent once.

pub(super) mod calendar_feeds;

use circles_protocol::requests::{
    AnswerMeeting, CancelMeeting, CreateCalendarFeed, CreateMeeting, EndCalendarFeed, ListMeetings,
};
use circles_protocol::{
    AuditAction, LocalDate, LocalTime, MeetingAnswer, MeetingId, MeetingTitle, Notice, Occurrence,
    Place, Repeats, Zone,
};

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::meetings::answer_meeting::answer_meeting;
use crate::commands::meetings::cancel_meeting::cancel_meeting;
use crate::commands::meetings::create_calendar_feed::create_calendar_feed;
use crate::commands::meetings::create_meeting::create_meeting;
use crate::commands::meetings::end_calendar_feed::end_calendar_feed;
use crate::commands::meetings::list_meetings::list_meetings;
use crate::commands::meetings::show_calendar::show_calendar;
use crate::commands::shared::direct::open_for_help;
use crate::commands::tests::*;
use crate::domain::schedule::zone;

/// The day after NOW, 21 September 2026 in New York, at 19:00 there.
const START: Timestamp = Timestamp(1_790_118_000_000);

fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

pub(in crate::commands::tests) fn tuesday() -> LocalDate {
    LocalDate(zone::local_date(START, chrono_tz::America::New_York))
}

fn later(days: u64) -> LocalDate {
    LocalDate(tuesday().0 + chrono::Days::new(days))
}

pub(in crate::commands::tests) fn evening(circle: Option<CircleId>) -> CreateMeeting {
    CreateMeeting {
        circle,
        title: MeetingTitle::parse("Evening walk").unwrap(),
        on: tuesday(),
        at: LocalTime::parse("19:00").unwrap(),
        zone: Zone::parse("America/New_York").unwrap(),
        minutes: 60,
        repeats: Repeats::Weekly,
        until: None,
        link: None,
        place: Some(Place::parse("12 Oak Street").unwrap()),
    }
}

impl Fixture {
    pub(in crate::commands::tests) async fn meet(
        &self,
        actor: Actor,
        request: CreateMeeting,
    ) -> Result<MeetingId, Rejection> {
        let reply = create_meeting(context(&self.store, actor, NOW), request).await?;
        let Reply::MeetingCreated { meeting } = reply else { panic!("{reply:?}") };
        Ok(meeting)
    }

    pub(in crate::commands::tests) async fn cancel(
        &self,
        actor: Actor,
        meeting: MeetingId,
        on: Option<LocalDate>,
    ) -> Result<Reply, Rejection> {
        cancel_meeting(context(&self.store, actor, NOW), CancelMeeting { meeting, on }).await
    }

    async fn answer(
        &self,
        actor: Actor,
        meeting: MeetingId,
        on: LocalDate,
    ) -> Result<Reply, Rejection> {
        let request = AnswerMeeting { meeting, on, answer: MeetingAnswer::Coming };
        answer_meeting(context(&self.store, actor, NOW), request).await
    }

    async fn meetings(&self, actor: Actor) -> Vec<Occurrence> {
        self.meetings_for(actor, 21).await
    }

    async fn meetings_for(&self, actor: Actor, days: u16) -> Vec<Occurrence> {
        let request = ListMeetings { from: tuesday(), days, after: None };
        let reply = list_meetings(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::Meetings { meetings, .. } = reply else { panic!("{reply:?}") };
        meetings
    }

    fn reminded(&self) -> Vec<(i64, Timestamp)> {
        let near = self.heard().into_iter().filter_map(|publication| match publication {
            Publication::Notice { account, notice: Notice::MeetingNear { starts_at, .. } } => {
                Some((account.0, starts_at))
            }
            Publication::Notice { .. }
            | Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        });
        near.collect()
    }

    pub(in crate::commands::tests) async fn leaves(&self, actor: Actor) {
        let request = circles_protocol::requests::LeaveCircle { circle: self.circle };
        leave_circle(context(&self.store, actor, NOW), request).await.unwrap();
    }
}

fn coming(occurrence: &Occurrence) -> Vec<&str> {
    occurrence.coming.iter().map(Alias::as_str).collect()
}

#[tokio::test]
async fn moderators_and_the_centre_put_meetings_into_a_circles_calendar() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.moderator("Jo").await, fixture.member("Sam").await);
    let (staff, stranger) = (fixture.staff().await, fixture.stranger().await);
    for (actor, circle) in [
        (sam, Some(fixture.circle)),
        (stranger, Some(fixture.circle)),
        (jo, None),
        (sam, None),
        (jo, Some(circle_id(9))),
        (staff, Some(circle_id(9))),
    ] {
        let refused = fixture.meet(actor, evening(circle)).await;
        assert_refused(refused.clone(), RefusalCode::NotFound);
        assert_eq!(refused, fixture.meet(sam, evening(Some(circle_id(9)))).await);
    }
    let of_circle = fixture.meet(jo, evening(Some(fixture.circle))).await.unwrap();
    let by_centre = fixture.meet(staff, evening(Some(fixture.circle))).await.unwrap();
    let of_all = fixture.meet(staff, evening(None)).await.unwrap();
    let seen = |of: Vec<Occurrence>| -> Vec<(MeetingId, bool)> {
        of.into_iter().take(3).map(|it| (it.meeting, it.host)).collect()
    };
    let all = [(of_circle, false), (by_centre, false), (of_all, false)];
    assert_eq!(seen(fixture.meetings(sam).await), all);
    assert_eq!(seen(fixture.meetings(jo).await)[0], (of_circle, true));
    assert_eq!(fixture.meetings(stranger).await.len(), 3);
    // The centre sees the meetings it created, but not the circle's own.
    let staffs = seen(fixture.meetings(staff).await);
    assert_eq!(staffs, [(by_centre, true), (of_all, true), (by_centre, true)]);
    assert_eq!(fixture.audited().await[0], AuditAction::MeetingCreated);
}

#[tokio::test]
async fn a_private_conversation_has_no_meetings() {
    let fixture = Fixture::new().await;
    let (jo, sam, staff) =
        (fixture.moderator("Jo").await, fixture.member("Sam").await, fixture.staff().await);
    let (one, other) = (jo.account, sam.account);
    let direct = fixture.store.write(move |tx| open_for_help(tx, one, other, NOW));
    let (_, direct) = direct.await.unwrap();
    for actor in [jo, sam, staff] {
        let refused = fixture.meet(actor, evening(Some(direct))).await;
        assert_eq!(refused, fixture.meet(actor, evening(Some(circle_id(9)))).await);
        assert_refused(refused, RefusalCode::NotFound);
    }
}

#[tokio::test]
async fn who_comes_is_seen_by_themselves_and_the_host() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.moderator("Jo").await, fixture.member("Sam").await);
    let (kim, staff) = (fixture.member("Kim").await, fixture.staff().await);
    let stranger = fixture.stranger().await;
    let meeting = fixture.meet(jo, evening(Some(fixture.circle))).await.unwrap();
    let refused = fixture.answer(stranger, meeting, tuesday()).await;
    assert_eq!(refused, fixture.answer(stranger, MeetingId(Uuid::new_v4()), tuesday()).await);
    assert_refused(refused, RefusalCode::NotFound);
    // The centre may cancel a circle's meeting, but its role doesn't let it come.
    assert_refused(fixture.answer(staff, meeting, tuesday()).await, RefusalCode::NotFound);
    assert_refused(fixture.answer(sam, meeting, later(1)).await, RefusalCode::InvalidField);
    fixture.answer(sam, meeting, tuesday()).await.unwrap();
    fixture.answer(kim, meeting, tuesday()).await.unwrap();
    let own = fixture.meetings(sam).await;
    assert_eq!((own[0].answer, own[1].answer), (Some(MeetingAnswer::Coming), None));
    let others = fixture.meetings(kim).await;
    assert!(own.iter().chain(&others).all(|it| it.coming.is_empty() && !it.host));
    assert_eq!(coming(&fixture.meetings(jo).await[0]), ["Sam", "Kim"]);
    fixture.leaves(kim).await;
    assert_eq!(coming(&fixture.meetings(jo).await[0]), ["Sam"]);
    assert!(fixture.meetings(kim).await.is_empty());
    assert_refused(fixture.answer(kim, meeting, tuesday()).await, RefusalCode::NotFound);
    // A host who has left can't see who is coming, nor cancel.
    fixture.leaves(jo).await;
    assert!(fixture.meetings(jo).await.is_empty());
    assert_refused(fixture.cancel(jo, meeting, None).await, RefusalCode::NotFound);
    // To the whole centre people have the name that they signed up with.
    let of_all = fixture.meet(staff, evening(None)).await.unwrap();
    fixture.answer(stranger, of_all, tuesday()).await.unwrap();
    let seen = fixture.meetings(staff).await;
    assert_eq!(coming(&seen[0]), ["Somebody"]);
}

#[tokio::test]
async fn one_day_or_all_of_a_meeting_is_cancelled_by_its_host_or_the_centre() {
    let fixture = Fixture::new().await;
    let (jo, sam, staff) =
        (fixture.moderator("Jo").await, fixture.member("Sam").await, fixture.staff().await);
    let kim = fixture.moderator("Kim").await;
    let meeting = fixture.meet(jo, evening(Some(fixture.circle))).await.unwrap();
    let made_up = fixture.cancel(sam, MeetingId(Uuid::new_v4()), None).await;
    for actor in [sam, kim] {
        assert_eq!(fixture.cancel(actor, meeting, None).await, made_up);
    }
    assert_refused(made_up, RefusalCode::NotFound);
    let not_then = fixture.cancel(jo, meeting, Some(later(1))).await;
    assert_refused(not_then, RefusalCode::InvalidField);
    for _ in 0..2 {
        fixture.cancel(jo, meeting, Some(tuesday())).await.unwrap();
    }
    let seen = fixture.meetings(sam).await;
    assert_eq!([seen[0].cancelled, seen[1].cancelled], [true, false]);
    let refused = fixture.answer(sam, meeting, tuesday()).await;
    assert_refused(refused, RefusalCode::InvalidField);
    fixture.cancel(staff, meeting, None).await.unwrap();
    assert!(fixture.meetings(sam).await.is_empty());
    assert_refused(fixture.cancel(staff, meeting, None).await, RefusalCode::NotFound);
    let actions = fixture.audited().await;
    let cancelled =
        actions.iter().filter(|action| **action == AuditAction::MeetingCancelled).count();
    assert_eq!(cancelled, 2, "cancelling a day again is no further action: {actions:?}");
}

#[tokio::test]
async fn whoever_comes_is_reminded_once_also_over_restarts_and_clocks_set_back() {
    let mut fixture = Fixture::new().await;
    let (jo, sam) = (fixture.moderator("Jo").await, fixture.member("Sam").await);
    let kim = fixture.member("Kim").await;
    let meeting = fixture.meet(jo, evening(Some(fixture.circle))).await.unwrap();
    for on in [tuesday(), later(7), later(14)] {
        fixture.answer(sam, meeting, on).await.unwrap();
        fixture.answer(kim, meeting, on).await.unwrap();
    }
    fixture.leaves(kim).await;
    fixture.cancel(jo, meeting, Some(later(7))).await.unwrap();
    fixture.pass_time(START.plus_ms(-HOUR_MS - 1)).await;
    assert_eq!(fixture.reminded(), []);
    fixture.restart().await;
    fixture.pass_time(START.plus_ms(-HOUR_MS)).await;
    assert_eq!(fixture.reminded(), [(sam.account.0, START)]);
    fixture.restart().await;
    for minutes in [-50, -90, -60, -59, 0, 30] {
        fixture.pass_time(START.plus_ms(minutes * MINUTE_MS)).await;
    }
    assert_eq!(fixture.reminded(), []);
    fixture.pass_time(START.plus_ms(7 * DAY_MS)).await;
    assert_eq!(fixture.reminded(), [], "that one was cancelled");
    // The server was down when it was due, but is back before the meeting begins.
    fixture.restart().await;
    let third = START.plus_ms(14 * DAY_MS);
    fixture.pass_time(third.plus_ms(-MINUTE_MS)).await;
    assert_eq!(fixture.reminded(), [(sam.account.0, third)]);
}

#[tokio::test]
async fn what_has_begun_already_is_not_near() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.moderator("Jo").await, fixture.member("Sam").await);
    let meeting = fixture.meet(jo, evening(Some(fixture.circle))).await.unwrap();
    fixture.answer(sam, meeting, tuesday()).await.unwrap();
    fixture.pass_time(START).await;
    assert_eq!(fixture.reminded(), []);
    fixture.cancel(jo, meeting, None).await.unwrap();
    fixture.pass_time(START.plus_ms(30 * DAY_MS)).await;
    assert_eq!(fixture.reminded(), []);
}

#[tokio::test]
async fn a_meeting_on_the_last_saturday_keeps_to_it_in_lists_feeds_and_reminders() {
    let mut fixture = Fixture::new().await;
    let (jo, sam) = (fixture.moderator("Jo").await, fixture.member("Sam").await);
    let on_the_last = |on| CreateMeeting {
        on: day(on),
        repeats: Repeats::MonthlyLastWeekday,
        ..evening(Some(fixture.circle))
    };
    // The third Saturday of September.
    let refused = fixture.meet(jo, on_the_last("2026-09-19")).await;
    assert_refused(refused, RefusalCode::InvalidField);
    assert!(fixture.meetings_for(sam, 92).await.is_empty());
    let meeting = fixture.meet(jo, on_the_last("2026-09-26")).await.unwrap();
    // A fourth Saturday that is not the last one.
    let not_then = fixture.cancel(jo, meeting, Some(day("2026-10-24"))).await;
    assert_refused(not_then, RefusalCode::InvalidField);
    fixture.cancel(jo, meeting, Some(day("2026-10-31"))).await.unwrap();
    fixture.answer(sam, meeting, day("2026-11-28")).await.unwrap();
    let listed = fixture.meetings_for(sam, 92).await;
    let seen: Vec<_> = listed.iter().map(|it| (it.on.to_string(), it.cancelled)).collect();
    let expected = [("2026-09-26", false), ("2026-10-31", true), ("2026-11-28", false)];
    assert_eq!(seen, expected.map(|(on, cancelled)| (on.to_owned(), cancelled)));
    assert!(listed.iter().all(|it| it.repeats == Repeats::MonthlyLastWeekday));
    // Clocks went back on 1 November: 19:00 there is now an hour later in UTC.
    let hours: Vec<_> = listed.iter().map(|it| it.starts_at.0 / HOUR_MS % 24).collect();
    assert_eq!(hours, [23, 23, 0]);
    let reply = create_calendar_feed(context(&fixture.store, sam, NOW), CreateCalendarFeed {})
        .await
        .unwrap();
    let Reply::CalendarFeed { path } = reply else { panic!("{reply:?}") };
    let token = path.trim_start_matches("/calendar/").trim_end_matches(".ics");
    let (_, fed) = show_calendar(&fixture.store, token, NOW).await.unwrap();
    let fed: Vec<_> = fed.iter().map(|event| event.slot.on.to_string()).collect();
    assert_eq!(fed, ["2026-09-26", "2026-11-28", "2026-12-26", "2027-01-30", "2027-02-27"]);
    let third = listed[2].starts_at;
    for at in [listed[0].starts_at, listed[1].starts_at, third.plus_ms(-HOUR_MS - 1)] {
        fixture.restart().await;
        fixture.pass_time(at).await;
        assert_eq!(fixture.reminded(), []);
    }
    fixture.pass_time(third.plus_ms(-HOUR_MS)).await;
    assert_eq!(fixture.reminded(), [(sam.account.0, third)]);
}

#[tokio::test]
async fn a_meeting_on_the_second_tuesday_is_refused_where_it_would_be_the_fifth() {
    let fixture = Fixture::new().await;
    let jo = fixture.moderator("Jo").await;
    let by_number = |on| CreateMeeting {
        on: day(on),
        repeats: Repeats::MonthlyWeekday,
        ..evening(Some(fixture.circle))
    };
    let refused = fixture.meet(jo, by_number("2026-09-29")).await;
    assert_refused(refused, RefusalCode::InvalidField);
    fixture.meet(jo, by_number("2026-10-13")).await.unwrap();
    let listed = fixture.meetings_for(jo, 92).await;
    let seen: Vec<_> = listed.iter().map(|it| it.on.to_string()).collect();
    assert_eq!(seen, ["2026-10-13", "2026-11-10", "2026-12-08"]);
}

#[tokio::test]
async fn a_calendar_says_when_and_ends_with_its_address() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.moderator("Jo").await, fixture.member("Sam").await);
    let meeting = fixture.meet(jo, evening(Some(fixture.circle))).await.unwrap();
    fixture.cancel(jo, meeting, Some(later(7))).await.unwrap();
    let feed = async || {
        let reply = create_calendar_feed(context(&fixture.store, sam, NOW), CreateCalendarFeed {})
            .await
            .unwrap();
        let Reply::CalendarFeed { path } = reply else { panic!("{reply:?}") };
        let token = path.strip_prefix("/calendar/").unwrap().strip_suffix(".ics").unwrap();
        token.to_owned()
    };
    let first = feed().await;
    assert_eq!(first.len(), 43);
    let (_, shown) = show_calendar(&fixture.store, &first, NOW).await.unwrap();
    let days: Vec<LocalDate> = shown.iter().map(|event| event.slot.on).take(2).collect();
    assert_eq!(days, [tuesday(), later(14)]);
    assert_eq!(shown.len(), 25, "half a year of weeks, less one");
    let second = feed().await;
    assert_ne!(first, second);
    let refused = show_calendar(&fixture.store, &first, NOW).await;
    assert_eq!(refused, show_calendar(&fixture.store, "made up", NOW).await);
    assert_refused(refused, RefusalCode::NotFound);
    fixture.leaves(sam).await;
    assert_eq!(show_calendar(&fixture.store, &second, NOW).await.unwrap().1, []);
    end_calendar_feed(context(&fixture.store, sam, NOW), EndCalendarFeed {}).await.unwrap();
    let ended = show_calendar(&fixture.store, &second, NOW).await;
    assert_refused(ended, RefusalCode::NotFound);
}

#[tokio::test]
async fn there_are_bounds_to_what_is_asked_for_and_kept() {
    let fixture = Fixture::new().await;
    let (jo, staff) = (fixture.moderator("Jo").await, fixture.staff().await);
    for days in [0, 93] {
        let request = ListMeetings { from: tuesday(), days, after: None };
        let refused = list_meetings(context(&fixture.store, jo, NOW), request).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
    let daily = CreateMeeting { repeats: Repeats::Daily, ..evening(Some(fixture.circle)) };
    for _ in 0..20 {
        fixture.meet(jo, daily.clone()).await.unwrap();
    }
    assert_refused(fixture.meet(jo, daily.clone()).await, RefusalCode::LimitReached);
    // Those of the centre are counted separately.
    let once = CreateMeeting { repeats: Repeats::Never, ..evening(None) };
    fixture.meet(staff, once).await.unwrap();
    let request = ListMeetings { from: tuesday(), days: 92, after: None };
    let reply = list_meetings(context(&fixture.store, jo, NOW), request).await.unwrap();
    let Reply::Meetings { meetings, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(meetings.len(), 500);
    assert!(meetings.is_sorted_by_key(|meeting| meeting.starts_at));
    let purge = |before| fixture.store.write(move |tx| Ok(tx.purge_meetings(before, 500)?));
    assert_eq!(purge(tuesday()).await.unwrap(), 0);
    assert_eq!(purge(later(1)).await.unwrap(), 1, "the one that doesn't repeat");
    assert!(day("2026-09-22") == tuesday());
}
