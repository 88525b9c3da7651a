//! `GET /calendar/{token}`: an own calendar, for the programs people keep theirs
//! in. It says when something is, and nothing of what or where: such programs
//! show it to whoever looks over a shoulder, and send it on to others.

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use circles_protocol::{MeetingId, Timestamp};
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};

use super::accounts::Desk;
use super::answer::Refused;
use crate::commands::show_calendar::show_calendar;
use crate::domain::Rejection;
use crate::domain::meetings::Slot;

const SUMMARY: &str = "Meeting";

/// What made it; it may say nothing of the centre either.
const PRODUCT: &str = "-//Calendar//EN";

const HEADERS: [(HeaderName, HeaderValue); 2] = [
    (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
    (header::CACHE_CONTROL, KEPT_BY_NOBODY),
];

const KEPT_BY_NOBODY: HeaderValue = HeaderValue::from_static("private, no-store");

pub(super) async fn answer(State(desk): State<Desk>, Path(name): Path<String>) -> Response {
    let now = desk.clock.now();
    let shown = match name.strip_suffix(".ics") {
        Some(token) => show_calendar(&desk.store, token, now).await,
        None => Err(Rejection::not_found()),
    };
    match shown {
        Ok(slots) => (HEADERS, calendar(&slots, now)).into_response(),
        Err(rejection) => {
            let mut response = Refused::from(rejection).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, KEPT_BY_NOBODY);
            response
        }
    }
}

fn calendar(slots: &[(MeetingId, Slot)], now: Timestamp) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(Property::new(key, value));
    }
    for (meeting, slot) in slots {
        let mut event = Event::with_uid(&format!("{meeting}-{}", slot.on));
        event.summary(SUMMARY).timestamp(moment(now));
        event.starts(moment(slot.starts_at)).ends(moment(slot.ends_at));
        calendar.push(event);
    }
    calendar.to_string()
}

fn moment(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use circles_protocol::LocalDate;

    use super::*;

    #[test]
    fn an_event_has_a_time_and_a_neutral_name_and_nothing_else() {
        let slot = Slot {
            on: LocalDate::parse("2026-11-26").unwrap(),
            starts_at: Timestamp(1_795_732_200_000),
            ends_at: Timestamp(1_795_735_800_000),
        };
        let text = calendar(&[(MeetingId::from_bytes([7; 16]), slot)], Timestamp(0));
        let lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Calendar//EN",
            "CALSCALE:GREGORIAN",
            "BEGIN:VEVENT",
            "DTEND:20261126T233000Z",
            "DTSTAMP:19700101T000000Z",
            "DTSTART:20261126T223000Z",
            "SUMMARY:Meeting",
            "UID:07070707-0707-0707-0707-070707070707-2026-11-26",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(text, lines.join("\r\n"));
    }
}
