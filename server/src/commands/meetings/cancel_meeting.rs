//! Cancels a meeting or one occurrence of it. By its host or the centre. Nothing is kept
//! of a meeting that is cancelled as a whole.

use circles_protocol::requests::CancelMeeting;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::meetings::{part, require_to_come};
use crate::domain::{Operation, Rejection, TimerKind, require_participant};

pub(crate) async fn cancel_meeting(
    context: Context<'_>,
    request: CancelMeeting,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let part = part(tx, actor, request.meeting)?;
            require_participant(Operation::CancelMeeting, part.host || actor.coordinator)?;
            let meeting = part.meeting;
            if let Some(on) = request.on {
                require_to_come(&meeting, on, now)?;
                if !tx.cancel_day(meeting.key, on)? {
                    return Ok(Reply::Done);
                }
            } else {
                tx.clear_timer(TimerKind::Meeting, meeting.key.0)?;
                tx.delete_meeting(meeting.key)?;
            }
            let (action, target) = (AuditAction::MeetingCancelled, Some(meeting.id.0));
            let circle = meeting.circle.map(|(_, id)| id);
            audit::append(tx, actor, now, NewAuditEntry { action, circle, target, reason: None })?;
            Ok(Reply::Done)
        })
        .await
}
