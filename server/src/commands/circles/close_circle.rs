//! Closes a circle for good: members can still read it, but nobody can post. Coordinators
//! only.

use circles_protocol::requests::CloseCircle;
use circles_protocol::{AuditAction, EventPayload, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::circle_log;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::store::Entry;

pub(crate) async fn close_circle(
    context: Context<'_>,
    request: CloseCircle,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::CloseCircle, actor)?;
    store
        .write(move |tx| {
            let circle = tx.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            if circle.closed {
                return Ok(Reply::Accepted { seq: None });
            }
            tx.close_circle(circle.key, now)?;
            let payload = EventPayload::CircleClosed;
            let seq = circle_log::append_anonymous(
                tx,
                (circle.key, circle.id),
                now,
                Entry::CircleClosed,
                payload,
            )?;
            audit::append(
                tx,
                actor,
                now,
                NewAuditEntry::to_circle(AuditAction::CircleClosed, circle.id),
            )?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
