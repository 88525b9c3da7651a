//! When the meetings within somebody's reach are, for whoever holds the secret
//! address of their calendar. No word of what they are goes out this way.

use circles_protocol::{MeetingId, Timestamp};

use super::meeting::{times, within_reach};
use crate::clock::DAY_MS;
use crate::domain::meetings::Slot;
use crate::domain::{Rejection, TokenHash};
use crate::limits::{FEED_DAYS_AHEAD, FEED_DAYS_BACK};
use crate::store::Store;

/// # Errors
/// `not_found` for an address that leads nowhere.
pub(crate) async fn show_calendar(
    store: &Store,
    token: &str,
    now: Timestamp,
) -> Result<Vec<(MeetingId, Slot)>, Rejection> {
    let token = TokenHash::of(token);
    let span = (now.plus_ms(-FEED_DAYS_BACK * DAY_MS), now.plus_ms(FEED_DAYS_AHEAD * DAY_MS));
    store
        .read(move |view| {
            let actor = view.calendar_of(&token)?.ok_or_else(Rejection::not_found)?;
            let meetings = within_reach(view, actor, span)?;
            let times = times(view, &meetings, span)?;
            let held = times.into_iter().filter(|time| !time.cancelled);
            Ok(held.map(|time| (time.meeting.id, time.slot)).collect())
        })
        .await
}
