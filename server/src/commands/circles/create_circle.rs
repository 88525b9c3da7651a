//! Makes an empty circle. Coordinators only; making one does not add the coordinator to
//! it.

use circles_protocol::requests::CreateCircle;
use circles_protocol::{AuditAction, CircleId, Reply, limits};
use uuid::Uuid;

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::idempotent::run_once;
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn create_circle(
    context: Context<'_>,
    request: CreateCircle,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::CreateCircle, actor)?;
    let member_limit = request.member_limit.unwrap_or(limits::CIRCLE_DEFAULT_MEMBERS);
    require_size(member_limit)?;
    let answer = |made| Reply::CircleCreated { circle: CircleId(made) };
    store
        .write(move |tx| {
            run_once(tx, actor.account, now, answer, |tx| {
                let id = CircleId(Uuid::new_v4());
                tx.create_circle(id, &request.name, member_limit, now)?;
                audit::append(
                    tx,
                    actor,
                    now,
                    NewAuditEntry::to_circle(AuditAction::CircleCreated, id),
                )?;
                Ok(id.0)
            })
        })
        .await
}

/// # Errors
/// `invalid_field` for a size that no circle can have.
pub(crate) fn require_size(member_limit: u16) -> Result<(), Rejection> {
    if (2..=limits::CIRCLE_MAX_MEMBERS).contains(&member_limit) {
        Ok(())
    } else {
        Err(Rejection::invalid("member_limit", "A circle holds 2 to 5,000 members."))
    }
}
