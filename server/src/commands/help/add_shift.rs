//! Adds a shift to the rota. Gaps and overlaps are allowed, and shown. Coordinators only.

use circles_protocol::requests::AddShift;
use circles_protocol::{AuditAction, Reply, ShiftId};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::idempotent::run_once;
use crate::commands::shared::help::{alerting, rota};
use crate::domain::rota::{Shift, require_fitting};
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::limits::{SHIFT_DAYS_AHEAD, SHIFTS_TO_COME};

pub(crate) async fn add_shift(context: Context<'_>, request: AddShift) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::AddShift, actor)?;
    let AddShift { person, rank, from, to } = request;
    require_fitting(from, to, now, now.plus_ms(SHIFT_DAYS_AHEAD * DAY_MS))?;
    let answer = |made| Reply::ShiftAdded { shift: ShiftId(made) };
    store
        .write(move |tx| {
            run_once(tx, actor.account, now, answer, |tx| {
                let person = rota::person(tx, person)?.key;
                if tx.count_shifts_to_come(now)? >= SHIFTS_TO_COME {
                    let sentence = "There are 5,000 shifts to come. Please remove some first.";
                    return Err(Rejection::limit_reached(sentence));
                }
                let id = ShiftId(Uuid::new_v4());
                let shift = Shift { person, rank, from, to };
                tx.add_shift(id, &shift)?;
                if shift.covers(now) {
                    alerting::recheck_unalerted(tx, now)?;
                }
                rota::tell(tx)?;
                audit::append(
                    tx,
                    actor,
                    now,
                    NewAuditEntry::for_centre(AuditAction::ShiftAdded).about(id.0),
                )?;
                Ok(id.0)
            })
        })
        .await
}
