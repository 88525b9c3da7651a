//! Proposes that a mentor walk beside a member. Coordinators only.

use circles_protocol::requests::ProposePairing;
use circles_protocol::{AuditAct, Reply, Timestamp};

use super::note_down::{Deed, note_down};
use super::pairing::{propose, require_room};
use crate::domain::{Actor, CareRules, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn propose_pairing(
    store: &Store,
    actor: Actor,
    request: ProposePairing,
    rules: &CareRules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ProposePairing, actor)?;
    let rules = rules.clone();
    store
        .write(move |tx| {
            let mentor = tx.mentor(request.mentor)?.ok_or_else(Rejection::not_found)?.account;
            let mentee = tx.member_anywhere(request.mentee)?.ok_or_else(Rejection::not_found)?;
            if mentor == mentee {
                let sentence = "Nobody walks beside themselves.";
                return Err(Rejection::invalid("mentee", sentence));
            }
            if !request.over_caseload {
                require_room(tx, mentor, mentee, &rules, now)?;
            }
            let pairing = propose(tx, mentor, mentee, now)?;
            let act = AuditAct::PairingProposed;
            let deed = Deed { act, circle: None, target: Some(pairing.0), reason: None };
            note_down(tx, actor, now, deed)?;
            Ok(Reply::PairingProposed { pairing })
        })
        .await
}
