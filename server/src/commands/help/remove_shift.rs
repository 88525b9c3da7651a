//! Removes a shift from the rota: all of a coming one, or the rest of a running one.
//! Coordinators only.

use circles_protocol::requests::RemoveShift;
use circles_protocol::{AuditAction, RefusalCode, Reply, Timestamp};

use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::help::rota;
use crate::domain::rota::{HandOver, hand_over};
use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn remove_shift(
    store: &Store,
    actor: Actor,
    request: RemoveShift,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::RemoveShift, actor)?;
    store
        .write(move |tx| {
            let row = tx.shift(request.shift)?.ok_or_else(Rejection::not_found)?;
            match hand_over(&row.shift, now) {
                None => {
                    let sentence = "This shift is over.";
                    return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
                }
                Some(HandOver::Whole) => tx.remove_shift(&row)?,
                Some(HandOver::Rest { from }) => tx.cut_shift(&row, from)?,
            }
            rota::tell(tx)?;
            let entry = NewAuditEntry::for_centre(AuditAction::ShiftRemoved).about(request.shift.0);
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::Done)
        })
        .await
}
