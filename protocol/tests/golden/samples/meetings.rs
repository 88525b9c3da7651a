//! Examples of meetings.

use super::care::{day, time, zone};
use super::*;

const MEETING: MeetingId = MeetingId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_03e7));

fn title() -> MeetingTitle {
    MeetingTitle::from_stored("Thursday evening".to_owned())
}

fn link() -> Option<Link> {
    Some(Link::from_stored("https://meet.example.org/thursday".to_owned()))
}

fn place() -> Option<Place> {
    Some(Place::from_stored("The blue house, second door".to_owned()))
}

pub(super) fn requests() -> Vec<Request> {
    use Request as R;
    let (meeting, on) = (MEETING, day("2026-11-26"));
    vec![
        R::CreateMeeting(CreateMeeting {
            circle: Some(CIRCLE),
            title: title(),
            on,
            at: time("18:30"),
            zone: zone(),
            minutes: 60,
            repeats: Repeats::Weekly,
            until: Some(day("2027-03-25")),
            link: link(),
            place: place(),
        }),
        R::CancelMeeting(CancelMeeting { meeting, on: Some(on) }),
        R::ListMeetings(ListMeetings {
            from: on,
            days: 28,
            after: Some(OccurrenceCursor { meeting, on }),
        }),
        R::AnswerMeeting(AnswerMeeting { meeting, on, answer: MeetingAnswer::Coming }),
        R::CreateCalendarFeed(CreateCalendarFeed {}),
        R::EndCalendarFeed(EndCalendarFeed {}),
    ]
}

pub(super) fn replies() -> Vec<Reply> {
    let occurrence = Occurrence {
        meeting: MEETING,
        on: day("2026-11-26"),
        starts_at: AT,
        ends_at: AT,
        circle: Some(CIRCLE),
        title: title(),
        zone: zone(),
        repeats: Repeats::Weekly,
        link: link(),
        place: place(),
        cancelled: false,
        host: true,
        answer: Some(MeetingAnswer::Coming),
        coming: vec![alias("Jo")],
    };
    vec![
        Reply::MeetingCreated { meeting: MEETING },
        Reply::Meetings { meetings: vec![occurrence], has_more: true },
        Reply::CalendarFeed { path: "/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics".to_owned() },
    ]
}

pub(super) fn notices() -> Vec<Notice> {
    vec![Notice::MeetingNear { meeting: MEETING, on: day("2026-11-26"), starts_at: AT }]
}
