//! Removes a shift from the rota: all of a coming one, or the rest of a running one.
//! Coordinators only.

use circles_protocol::requests::RemoveShift;
use circles_protocol::{AuditAction, RefusalCode, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::help::rota;
use crate::domain::rota::{HandOver, hand_over};
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn remove_shift(
    context: Context<'_>,
    request: RemoveShift,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
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
