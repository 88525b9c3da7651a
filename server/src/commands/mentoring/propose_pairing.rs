//! Proposes a mentor for a member. Coordinators only.

use circles_protocol::requests::ProposePairing;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::mentoring::pairing::{propose, require_any_room, require_room};
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn propose_pairing(
    context: Context<'_>,
    request: ProposePairing,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    require_coordinator(Operation::ProposePairing, actor)?;
    store
        .write(move |tx| {
            let mentor = tx.mentor(request.mentor)?.ok_or_else(Rejection::not_found)?.account;
            let mentee = tx.member_anywhere(request.mentee)?.ok_or_else(Rejection::not_found)?;
            if mentor == mentee {
                let sentence = "Mentor and mentee must be different people.";
                return Err(Rejection::invalid("mentee", sentence));
            }
            if request.over_caseload {
                require_any_room(tx, mentor)?;
            } else {
                require_room(tx, mentor, mentee, &rules, now)?;
            }
            let pairing = propose(tx, mentor, mentee, now)?;
            let action = AuditAction::PairingProposed;
            let entry =
                NewAuditEntry { action, circle: None, target: Some(pairing.0), reason: None };
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::PairingProposed { pairing })
        })
        .await
}
