//! Changes how many members a circle may have. Nobody is removed: with a limit below the
//! current number, nobody can join. Coordinators only.

use circles_protocol::requests::ResizeCircle;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::circles::create_circle::require_size;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn resize_circle(
    context: Context<'_>,
    request: ResizeCircle,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
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
