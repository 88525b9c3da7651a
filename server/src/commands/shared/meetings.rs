//! What the meeting commands share: who may come to one, who hosts it, which times the
//! caller can see, and when to remind.

use std::collections::HashSet;

use circles_protocol::{LocalDate, MeetingId, Timestamp};

use crate::clock::{DAY_MS, MINUTE_MS};
use crate::domain::meetings::Slot;
use crate::domain::schedule::zone;
use crate::domain::{Actor, MeetingKey, Rejection, Rules, TimerKind};
use crate::limits::MEETINGS_EXPANDED;
use crate::store::{MeetingRow, MeetingTimes, Tx, View};

/// How far ahead meeting times are computed before checking whether there are enough, in
/// days. The last is beyond any list.
pub(crate) const PORTION_DAYS: [i64; 5] = [1, 7, 31, 92, 366];

/// A meeting, and what the caller may do with it.
pub(crate) struct Part {
    pub(crate) meeting: MeetingRow,
    /// They may come.
    pub(crate) guest: bool,
    pub(crate) host: bool,
}

/// # Errors
/// `not_found` if there is none.
pub(crate) fn part(view: &View<'_>, actor: Actor, id: MeetingId) -> Result<Part, Rejection> {
    let meeting = view.meeting(id)?.ok_or_else(Rejection::not_found)?;
    let inside = match meeting.circle {
        Some((_, circle)) => view.membership(circle, actor.account)?.is_some(),
        None => true,
    };
    // A moderator who has left the circle no longer hosts its meetings.
    let host = meeting.host == actor.account && (inside || actor.coordinator);
    Ok(Part { meeting, guest: inside || host, host })
}

/// The day of a meeting that a request names.
///
/// # Errors
/// `invalid_field`.
pub(crate) fn require_to_come(
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

/// One occurrence of a meeting.
pub(crate) struct Time<'m> {
    pub(crate) meeting: &'m MeetingTimes,
    pub(crate) slot: Slot,
    pub(crate) cancelled: bool,
}

/// A position in the order of occurrences, by their start.
pub(crate) type TimePlace = (Timestamp, MeetingKey);

impl Time<'_> {
    fn place(&self) -> TimePlace {
        (self.slot.starts_at, self.meeting.key)
    }
}

/// Meetings that may occur between these moments, in any zone.
pub(crate) fn within_reach(
    view: &View<'_>,
    actor: Actor,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<MeetingTimes>, Rejection> {
    let (first, last) = days_around(from, to);
    Ok(view.meetings_within_reach(actor, (first, last), MEETINGS_EXPANDED)?)
}

/// The dates that any calendar shows between these moments.
pub(crate) fn days_around(from: Timestamp, to: Timestamp) -> (LocalDate, LocalDate) {
    let utc = |at| zone::local_date(at, chrono_tz::UTC);
    let (first, last) = (utc(from), utc(to));
    (LocalDate(first.pred_opt().unwrap_or(first)), LocalDate(last.succ_opt().unwrap_or(last)))
}

/// A meeting with the days on which it is cancelled.
pub(crate) struct Dated<'m> {
    meeting: &'m MeetingTimes,
    cancelled: HashSet<LocalDate>,
}

/// These meetings, ready to compute their times from this moment on.
pub(crate) fn dated<'m>(
    view: &View<'_>,
    meetings: &'m [MeetingTimes],
    from: Timestamp,
) -> Result<Vec<Dated<'m>>, Rejection> {
    let (first, _) = days_around(from, from);
    let dated = meetings.iter().map(|meeting| {
        let cancelled = view.cancelled_days(meeting.key, first)?;
        Ok(Dated { meeting, cancelled })
    });
    dated.collect()
}

/// Their occurrences that begin in `from..to`, one meeting after another.
pub(crate) fn times_between<'d, 'm: 'd>(
    dated: &'d [Dated<'m>],
    (from, to): (Timestamp, Timestamp),
) -> impl Iterator<Item = Time<'m>> + 'd {
    dated.iter().flat_map(move |Dated { meeting, cancelled }| {
        let slots = meeting.pattern.between(from, to);
        slots.map(|slot| Time { meeting, slot, cancelled: cancelled.contains(&slot.on) })
    })
}

/// The first of these occurrences that begin in `from..to`, at most `most` of them, in
/// order of their start, beginning after `after`.
pub(crate) fn times<'m>(
    view: &View<'_>,
    meetings: &'m [MeetingTimes],
    (from, to): (Timestamp, Timestamp),
    after: Option<TimePlace>,
    most: usize,
) -> Result<Vec<Time<'m>>, Rejection> {
    let from = after.map_or(from, |(starts_at, _)| starts_at.max(from));
    let dated = dated(view, meetings, from)?;
    let mut times = Vec::new();
    let mut begin = from;
    for days in PORTION_DAYS {
        let end = from.plus_ms(days * DAY_MS).min(to);
        let found = times_between(&dated, (begin, end));
        times.extend(found.filter(|time| after.is_none_or(|after| time.place() > after)));
        if end >= to || times.len() >= most {
            break;
        }
        begin = end;
    }
    times.sort_by_key(Time::place);
    times.truncate(most);
    Ok(times)
}

/// Sets the timer to the next occurrence of which nobody was reminded.
pub(crate) fn remind_of_next(
    tx: &mut Tx<'_>,
    meeting: &MeetingRow,
    now: Timestamp,
    rules: &Rules,
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

pub(crate) fn ahead_ms(rules: &Rules) -> i64 {
    i64::from(rules.meeting_reminder_minutes) * MINUTE_MS
}
