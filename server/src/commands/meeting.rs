//! What the commands of meetings share: who may come to one, who hosts it, which
//! of its times are within reach, and when to remind.

use std::collections::HashSet;

use circles_protocol::{LocalDate, MeetingId, Timestamp};

use crate::clock::MINUTE_MS;
use crate::domain::calendar::zone;
use crate::domain::meetings::Slot;
use crate::domain::{Actor, CareRules, Rejection, TimerKind};
use crate::limits::OCCURRENCES_SHOWN;
use crate::store::{MeetingRow, Tx, View};

/// A meeting and how whoever asks stands to it.
pub(super) struct Part {
    pub(super) meeting: MeetingRow,
    /// May come.
    pub(super) guest: bool,
    pub(super) host: bool,
}

/// # Errors
/// `not_found` where there is none.
pub(super) fn part(view: &View<'_>, actor: Actor, id: MeetingId) -> Result<Part, Rejection> {
    let meeting = view.meeting(id)?.ok_or_else(Rejection::not_found)?;
    let inside = match meeting.circle {
        Some((_, circle)) => view.standing(circle, actor.account)?.is_some(),
        None => true,
    };
    // A moderator who has left the circle has left its meetings too.
    let host = meeting.host == actor.account && (inside || actor.coordinator);
    Ok(Part { meeting, guest: inside || host, host })
}

/// The day of a meeting that somebody speaks of.
///
/// # Errors
/// `invalid_field`.
pub(super) fn require_to_come(
    meeting: &MeetingRow,
    on: LocalDate,
    now: Timestamp,
) -> Result<Slot, Rejection> {
    if !meeting.pattern.is_on(on) {
        return Err(Rejection::invalid("on", "This meeting is not on that day."));
    }
    let slot = meeting.pattern.slot(on);
    if slot.ends_at <= now {
        return Err(Rejection::invalid("on", "That meeting is over."));
    }
    Ok(slot)
}

/// One time of a meeting.
pub(super) struct Time<'m> {
    pub(super) meeting: &'m MeetingRow,
    pub(super) slot: Slot,
    pub(super) cancelled: bool,
}

/// Meetings that may have a time between these moments, in any zone.
pub(super) fn within_reach(
    view: &View<'_>,
    actor: Actor,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<MeetingRow>, Rejection> {
    let (first, last) = days_around(from, to);
    Ok(view.meetings_within_reach(actor, first, last)?)
}

/// The days that any calendar shows between these moments.
pub(super) fn days_around(from: Timestamp, to: Timestamp) -> (LocalDate, LocalDate) {
    let utc = |at| zone::local_date(at, chrono_tz::UTC);
    let (first, last) = (utc(from), utc(to));
    (LocalDate(first.pred_opt().unwrap_or(first)), LocalDate(last.succ_opt().unwrap_or(last)))
}

/// All times of these that begin in `from..to`, by their start, as many as are
/// shown.
pub(super) fn times<'m>(
    view: &View<'_>,
    meetings: &'m [MeetingRow],
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Time<'m>>, Rejection> {
    let (first, _) = days_around(from, to);
    let mut times = Vec::new();
    for meeting in meetings {
        let cancelled: HashSet<LocalDate> = view.cancelled_days(meeting.key, first)?;
        times.extend(meeting.pattern.between(from, to).map(|slot| Time {
            meeting,
            slot,
            cancelled: cancelled.contains(&slot.on),
        }));
    }
    times.sort_by_key(|time| (time.slot.starts_at, time.meeting.key));
    times.truncate(OCCURRENCES_SHOWN);
    Ok(times)
}

/// Sets the timer to the next time that nobody was reminded of.
pub(super) fn remind_of_next(
    tx: &mut Tx<'_>,
    meeting: &MeetingRow,
    now: Timestamp,
    rules: &CareRules,
) -> Result<(), Rejection> {
    let (kind, subject) = (TimerKind::Meeting, meeting.key.0);
    match meeting.pattern.next_after(now.max(meeting.reminded_to)) {
        Some(slot) => {
            let due_at = slot.starts_at.plus_ms(-ahead_ms(rules));
            Ok(tx.set_timer(kind, subject, due_at)?)
        }
        None => Ok(tx.clear_timer(kind, subject)?),
    }
}

pub(super) fn ahead_ms(rules: &CareRules) -> i64 {
    i64::from(rules.meeting_reminder_minutes) * MINUTE_MS
}
