//! When the meetings that somebody can see take place, for whoever holds the secret
//! address of their calendar. It never says what the meetings are.

use circles_protocol::{LocalDate, MeetingId, Timestamp};

use crate::clock::DAY_MS;
use crate::commands::shared::meetings::{PORTION_DAYS, Time, dated, times_between, within_reach};
use crate::domain::meetings::Slot;
use crate::domain::schedule::zone;
use crate::domain::{AccountKey, Actor, CircleKey, Rejection, TokenHash};
use crate::limits::{FEED_DAYS_AHEAD, FEED_DAYS_BACK, FEED_EVENTS};
use crate::store::{Lane, Store, View};

/// Everything that decides what a feed contains: the same state gives the same feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FeedState {
    pub(crate) account: AccountKey,
    coordinator: bool,
    circles: Vec<CircleKey>,
    /// In UTC. A feed is computed as of the start of this day, so that it stays the same
    /// all day unless a meeting changes.
    day: LocalDate,
    meetings_version: u64,
}

#[cfg(test)]
impl FeedState {
    pub(crate) fn for_tests(account: AccountKey, meetings_version: u64) -> Self {
        let day = LocalDate::parse("2026-09-21").expect("this is a day");
        Self { account, coordinator: false, circles: Vec::new(), day, meetings_version }
    }
}

/// One occurrence of a meeting, as a feed shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FeedEvent {
    pub(crate) meeting: MeetingId,
    pub(crate) slot: Slot,
    /// When the meeting was added to the calendar; the meeting never changes afterwards.
    pub(crate) created_at: Timestamp,
}

/// Whose feed this is, and its state. The token and their circles are checked each time:
/// somebody who was removed, or has turned the feed off, never gets a cached copy.
///
/// # Errors
/// `not_found` for an address that doesn't work.
pub(crate) async fn find_calendar(
    store: &Store,
    token: &str,
    now: Timestamp,
) -> Result<FeedState, Rejection> {
    let token = TokenHash::of(token);
    let meetings_version = store.meetings_version();
    let look = move |view: &View<'_>| Ok(state(view, &token, meetings_version, now)?.1);
    store.read(look).await
}

/// The feed's content, with the state it was computed from.
///
/// # Errors
/// The same.
pub(crate) async fn show_calendar(
    store: &Store,
    token: &str,
    now: Timestamp,
) -> Result<(FeedState, Vec<FeedEvent>), Rejection> {
    let token = TokenHash::of(token);
    // Taken before the read: anything committed in the meantime gives another version.
    let meetings_version = store.meetings_version();
    store
        .in_lane(Lane::Large)
        .read(move |view| {
            let (actor, state) = state(view, &token, meetings_version, now)?;
            let today = zone::start_of_day(state.day.0, chrono_tz::UTC);
            Ok((state, nearest(view, actor, today)?))
        })
        .await
}

fn state(
    view: &View<'_>,
    token: &TokenHash,
    meetings_version: u64,
    now: Timestamp,
) -> Result<(Actor, FeedState), Rejection> {
    let actor = view.calendar_of(token)?.ok_or_else(Rejection::not_found)?;
    let state = FeedState {
        account: actor.account,
        coordinator: actor.coordinator,
        circles: view.circle_keys_of(actor.account)?,
        day: LocalDate(zone::local_date(now, chrono_tz::UTC)),
        meetings_version,
    };
    Ok((actor, state))
}

/// The times nearest to the start of today, as many as a feed holds, in order of their
/// start. They are computed in both directions from there, only as far as is needed.
fn nearest(view: &View<'_>, actor: Actor, today: Timestamp) -> Result<Vec<FeedEvent>, Rejection> {
    let back = |days: i64| today.plus_ms(-days.min(FEED_DAYS_BACK) * DAY_MS);
    let ahead = |days: i64| today.plus_ms(days.min(FEED_DAYS_AHEAD) * DAY_MS);
    let span = (back(FEED_DAYS_BACK), ahead(FEED_DAYS_AHEAD));
    let meetings = within_reach(view, actor, span)?;
    let dated = dated(view, &meetings, span.0)?;
    let mut times: Vec<Time<'_>> = Vec::new();
    let mut reached = 0;
    for days in PORTION_DAYS {
        for portion in [(back(days), back(reached)), (ahead(reached), ahead(days))] {
            if portion.0 < portion.1 {
                times.extend(times_between(&dated, portion).filter(|time| !time.cancelled));
            }
        }
        if times.len() >= FEED_EVENTS {
            break;
        }
        reached = days;
    }
    let distance = |time: &Time<'_>| time.slot.starts_at.0.abs_diff(today.0);
    times.sort_by_key(|time| (distance(time), time.slot.starts_at, time.meeting.key));
    times.truncate(FEED_EVENTS);
    times.sort_by_key(|time| (time.slot.starts_at, time.meeting.key));
    let events = times.into_iter().map(|Time { meeting, slot, .. }| FeedEvent {
        meeting: meeting.id,
        slot,
        created_at: meeting.created_at,
    });
    Ok(events.collect())
}
