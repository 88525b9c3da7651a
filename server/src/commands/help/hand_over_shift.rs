//! Hands the rest of a shift to another person who takes shifts: by whoever has it, or by
//! the centre. Its current alerts stay with them, and go to the other person too.

use circles_protocol::requests::HandOverShift;
use circles_protocol::{AuditAction, RefusalCode, Reply, ShiftId};
use uuid::Uuid;

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::help::{alerting, rota};
use crate::domain::rota::{HandOver, Shift, hand_over};
use crate::domain::{Operation, Rejection, require_participant};

pub(crate) async fn hand_over_shift(
    context: Context<'_>,
    request: HandOverShift,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let row = tx.shift(request.shift)?.ok_or_else(Rejection::not_found)?;
            let own = row.account == actor.account;
            require_participant(Operation::HandOverShift, own || actor.coordinator)?;
            let other = rota::person(tx, request.to)?;
            if other.key == row.shift.person {
                return Err(Rejection::invalid("to", "This shift is theirs already."));
            }
            let Some(way) = hand_over(&row.shift, now) else {
                let sentence = "This shift is over.";
                return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
            };
            match way {
                HandOver::Whole => tx.give_shift(&row, other.key)?,
                HandOver::Rest { from } => {
                    tx.cut_shift(&row, from)?;
                    let rest = Shift { person: other.key, from, ..row.shift };
                    tx.add_shift(ShiftId(Uuid::new_v4()), &rest)?;
                }
            }
            if row.shift.covers(now) {
                alerting::copy_alerts_to(tx, row.account, other.account, now)?;
                alerting::recheck_unalerted(tx, now)?;
            }
            rota::tell(tx)?;
            let entry =
                NewAuditEntry::for_centre(AuditAction::ShiftHandedOver).about(request.shift.0);
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::Done)
        })
        .await
}
