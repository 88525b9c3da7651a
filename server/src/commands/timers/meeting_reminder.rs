//! Runs when a meeting is near: those who said they would come are reminded, once per
//! occurrence, and the timer moves on to the next one.

use circles_protocol::{Notice, Timestamp};

use crate::commands::shared::meetings::{ahead_ms, remind_of_next};
use crate::domain::{MeetingKey, Rejection, Rules, TimerKind};
use crate::store::Tx;

pub(crate) fn run(
    tx: &mut Tx<'_>,
    meeting: MeetingKey,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    let Some(mut meeting) = tx.meeting_by_key(meeting)? else {
        return Ok(tx.clear_timer(TimerKind::Meeting, meeting.0)?);
    };
    // A meeting that has begun in the meantime needs no reminder. An occurrence that
    // somebody was reminded of is never near again, even if the clock is set back.
    let after = now.max(meeting.reminded_to).plus_ms(1);
    let until = now.plus_ms(ahead_ms(rules) + 1);
    let near: Vec<_> = meeting.pattern.between(after, until).collect();
    for slot in near {
        meeting.reminded_to = slot.starts_at;
        if tx.cancelled_days(meeting.key, slot.on)?.contains(&slot.on) {
            continue;
        }
        for (account, _) in tx.coming(&meeting, slot.on, u32::MAX)? {
            let (on, starts_at) = (slot.on, slot.starts_at);
            tx.notify(account, Notice::MeetingNear { meeting: meeting.id, on, starts_at });
        }
    }
    tx.set_reminded(meeting.key, meeting.reminded_to)?;
    remind_of_next(tx, &meeting, now, rules)
}
