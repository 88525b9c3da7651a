//! Sets the minimum time between two messages of one member. Moderators only.

use circles_protocol::requests::SetSlowMode;
use circles_protocol::{AuditAction, EventPayload, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::circle_log;
use crate::domain::{Operation, Rejection, require};
use crate::store::Entry;

pub(crate) async fn set_slow_mode(
    context: Context<'_>,
    request: SetSlowMode,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let seconds = request.seconds;
    if !limits::SLOW_MODE_SECONDS.contains(&seconds) {
        let sentence = "Slow mode can be 0, 10, 30, 60, 300 or 900 seconds.";
        return Err(Rejection::invalid("seconds", sentence));
    }
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let moderator = require(Operation::SetSlowMode, membership)?;
            if moderator.slow_mode_seconds == seconds {
                return Ok(Reply::Accepted { seq: None });
            }
            tx.set_slow_mode(moderator.circle, seconds)?;
            let payload = EventPayload::SlowModeChanged { seconds };
            let seq = circle_log::append_anonymous(
                tx,
                (moderator.circle, moderator.circle_id),
                now,
                Entry::SlowModeChanged,
                payload,
            )?;
            let entry = NewAuditEntry::to_circle(AuditAction::SlowModeChanged, moderator.circle_id);
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
