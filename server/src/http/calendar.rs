//! `GET /calendar/{token}`: a person's calendar, for their calendar app. It says when
//! something is, but not what or where: such apps show it to anyone looking over a
//! shoulder, and pass it on to others.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, NaiveTime, Utc};
use circles_protocol::Timestamp;
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};

use super::accounts::AccountsState;
use super::address::Peer;
use super::answer::Refused;
use super::calendar_cache::Feed;
use crate::commands::meetings::show_calendar::{FeedEvent, find_calendar, show_calendar};
use crate::domain::{Rejection, TokenHash};
use crate::limits::FEED_BYTES;

const SUMMARY: &str = "Meeting";

/// The product that made it; it must not reveal the centre either.
const PRODUCT: &str = "-//Calendar//EN";

const KIND: (HeaderName, HeaderValue) =
    (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));

/// The app may keep its copy, and asks whether that is still current.
const KEPT_BY_ONE: HeaderValue = HeaderValue::from_static("private, no-cache");

const KEPT_BY_NOBODY: HeaderValue = HeaderValue::from_static("private, no-store");

pub(super) async fn answer(
    State(accounts): State<AccountsState>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    name: Result<Path<String>, PathRejection>,
) -> Response {
    // Malformed text is treated like an unknown token.
    let name = name.as_ref().map_or("", |Path(name)| name);
    match feed(&accounts, peer, &headers, name).await {
        Ok(feed) => send(feed, &headers),
        Err(rejection) => {
            let mut response = Refused::from(rejection).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, KEPT_BY_NOBODY);
            response
        }
    }
}

/// The token and the permission behind it are checked each time; only the text made from
/// the meetings is cached.
async fn feed(
    accounts: &AccountsState,
    peer: Peer,
    headers: &HeaderMap,
    name: &str,
) -> Result<Feed, Rejection> {
    let (limit, now) = (&accounts.authenticator.calendars, accounts.clock.now());
    let lookup = limit.admit_lookup(accounts.site.client(peer, headers))?;
    let token = name.strip_suffix(".ics").ok_or_else(Rejection::not_found)?;
    let state = find_calendar(&accounts.store, token, now).await?;
    lookup.succeeded();
    limit.admit_answer(state.account)?;
    if let Some(feed) = accounts.calendars.get(&state) {
        return Ok(feed);
    }
    let (state, events) = show_calendar(&accounts.store, token, now).await?;
    let feed = made_of(&events)?;
    accounts.calendars.keep(state, feed.clone());
    Ok(feed)
}

fn made_of(events: &[FeedEvent]) -> Result<Feed, Rejection> {
    let text = calendar(events);
    if text.len() > FEED_BYTES {
        tracing::error!("a calendar feed is longer than its events can be");
        return Err(Rejection::internal());
    }
    let TokenHash(hash) = TokenHash::of(&text);
    let tag = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let tag = HeaderValue::try_from(format!("\"{tag}\"")).map_err(|_| Rejection::internal())?;
    Ok(Feed { body: Bytes::from(text), tag })
}

fn send(Feed { body, tag }: Feed, request: &HeaderMap) -> Response {
    let mut response = if is_known(&tag, request) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([KIND], body).into_response()
    };
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(header::CACHE_CONTROL, KEPT_BY_ONE);
    response
}

/// Whether the app already has this one; some send its tag as a weak one.
fn is_known(tag: &HeaderValue, request: &HeaderMap) -> bool {
    let named = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|it| it.to_str().ok());
    let mut known = named.flat_map(|line| line.split(',')).map(str::trim);
    known.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn calendar(events: &[FeedEvent]) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(Property::new(key, value));
    }
    for FeedEvent { meeting, slot, created_at } in events {
        let mut event = Event::with_uid(&format!("{meeting}-{}", slot.on));
        event.summary(SUMMARY).timestamp(day_of(*created_at));
        event.starts(moment(slot.starts_at)).ends(moment(slot.ends_at));
        calendar.push(event);
    }
    calendar.to_string()
}

fn moment(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

/// When an event was last revised, which `DTSTAMP` is for. The day is enough, and reveals
/// less about its author. The time of the request would make a different text each time.
fn day_of(at: Timestamp) -> DateTime<Utc> {
    moment(at).date_naive().and_time(NaiveTime::MIN).and_utc()
}

#[cfg(test)]
mod tests {
    use circles_protocol::{LocalDate, MeetingId};

    use super::*;
    use crate::domain::meetings::Slot;
    use crate::limits::FEED_EVENTS;

    fn event() -> FeedEvent {
        let slot = Slot {
            on: LocalDate::parse("2026-11-26").unwrap(),
            starts_at: Timestamp(1_795_732_200_000),
            ends_at: Timestamp(1_795_735_800_000),
        };
        let created_at = Timestamp(1_790_000_000_000);
        FeedEvent { meeting: MeetingId::from_bytes([7; 16]), slot, created_at }
    }

    #[test]
    fn an_event_has_a_time_and_a_neutral_name_and_nothing_else() {
        let lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Calendar//EN",
            "CALSCALE:GREGORIAN",
            "BEGIN:VEVENT",
            "DTEND:20261126T233000Z",
            "DTSTAMP:20260921T000000Z",
            "DTSTART:20261126T223000Z",
            "SUMMARY:Meeting",
            "UID:07070707-0707-0707-0707-070707070707-2026-11-26",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(calendar(&[event()]), lines.join("\r\n"));
    }

    #[test]
    fn the_fullest_feed_is_within_its_bytes() {
        let feed = made_of(&vec![event(); FEED_EVENTS]).unwrap();
        assert!(feed.body.len() < FEED_BYTES / 4, "{}", feed.body.len());
        let beyond = vec![event(); FEED_EVENTS * 10];
        assert_eq!(made_of(&beyond).unwrap_err(), Rejection::internal());
    }

    #[test]
    fn a_program_that_names_the_text_it_has_is_not_sent_it_again() {
        let feed = made_of(&[event()]).unwrap();
        let tag = feed.tag.to_str().unwrap().to_owned();
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, value.parse().unwrap());
            send(feed.clone(), &headers)
        };
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let answer = asked(&known);
            assert_eq!(answer.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(answer.headers()[header::ETAG], tag);
            assert_eq!(answer.headers().get(header::CONTENT_TYPE), None);
        }
        for unknown in ["", "\"x\"", tag.trim_matches('"')] {
            assert_eq!(asked(unknown).status(), StatusCode::OK, "{unknown}");
        }
    }
}
