//! Says that one is on a case, so that two do not work on it at once. Claiming
//! again begins the time anew.

use circles_protocol::requests::ClaimCase;
use circles_protocol::{AuditAct, Reply, Timestamp};

use super::case::{self, Decidable};
use super::note_down::{Deed, note_down};
use crate::clock::MINUTE_MS;
use crate::domain::{Actor, Operation, Rejection};
use crate::limits::CLAIM_MINUTES;
use crate::store::Store;

pub(crate) async fn claim_case(
    store: &Store,
    actor: Actor,
    request: ClaimCase,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let Decidable { case, .. } =
                case::free(Operation::ClaimCase, tx, actor, request.case, now)?;
            tx.claim_case(case.key, Some((actor.account, end_of_claim(now))))?;
            let deed = Deed::to_circle(AuditAct::CaseClaimed, case.circle_id).about(case.id.0);
            note_down(tx, actor, now, deed)?;
            case::tell_of(tx, &case)?;
            Ok(Reply::Done)
        })
        .await
}

/// Of one that begins now.
pub(super) const fn end_of_claim(now: Timestamp) -> Timestamp {
    now.plus_ms(MINUTE_MS * CLAIM_MINUTES)
}
