//! Renames a circle. Coordinators only.

use circles_protocol::requests::RenameCircle;
use circles_protocol::{AuditAction, EventPayload, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::circle_log;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::store::Entry;

pub(crate) async fn rename_circle(
    context: Context<'_>,
    request: RenameCircle,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::RenameCircle, actor)?;
    store
        .write(move |tx| {
            let circle = tx.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            if circle.name == request.name {
                return Ok(Reply::Accepted { seq: None });
            }
            tx.rename_circle(circle.key, &request.name)?;
            let payload = EventPayload::CircleRenamed { name: request.name };
            let seq = circle_log::append_anonymous(
                tx,
                (circle.key, circle.id),
                now,
                Entry::CircleRenamed,
                payload,
            )?;
            audit::append(
                tx,
                actor,
                now,
                NewAuditEntry::to_circle(AuditAction::CircleRenamed, circle.id),
            )?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
