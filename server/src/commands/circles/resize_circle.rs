//! Changes how many members a circle may have. Nobody is removed: with a limit below the
//! current number, nobody can join. Coordinators only.

use circles_protocol::requests::ResizeCircle;
use circles_protocol::{AuditAction, Reply, Timestamp};

use crate::commands::circles::create_circle::require_size;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn resize_circle(
    store: &Store,
    actor: Actor,
    request: ResizeCircle,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ResizeCircle, actor)?;
    require_size(request.member_limit)?;
    store
        .write(move |tx| {
            let circle = tx.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            if circle.member_limit == request.member_limit {
                return Ok(Reply::Done);
            }
            tx.resize_circle(circle.key, request.member_limit)?;
            audit::append(
                tx,
                actor,
                now,
                NewAuditEntry::to_circle(AuditAction::CircleResized, circle.id),
            )?;
            Ok(Reply::Done)
        })
        .await
}
