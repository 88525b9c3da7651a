//! The centre ends a pairing, or withdraws a proposed one. Coordinators only.

use circles_protocol::requests::WithdrawPairing;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::mentoring::pairing::end;
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn withdraw_pairing(
    context: Context<'_>,
    request: WithdrawPairing,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::WithdrawPairing, actor)?;
    store
        .write(move |tx| {
            let pairing = tx.pairing(request.pairing)?.ok_or_else(Rejection::not_found)?;
            end(tx, &pairing, now)?;
            let action = AuditAction::PairingEnded;
            let entry =
                NewAuditEntry { action, circle: None, target: Some(pairing.id.0), reason: None };
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::Done)
        })
        .await
}
