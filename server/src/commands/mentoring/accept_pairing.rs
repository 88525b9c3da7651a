//! One of the two accepts a pairing. It begins with the second acceptance.

use circles_protocol::Reply;
use circles_protocol::requests::AcceptPairing;

use crate::commands::Context;
use crate::commands::shared::care::follow_up;
use crate::commands::shared::mentoring::pairing::{require_paired, tell_both};
use crate::domain::{Operation, Rejection};

pub(crate) async fn accept_pairing(
    context: Context<'_>,
    request: AcceptPairing,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .write(move |tx| {
            let operation = Operation::AcceptPairing;
            let pairing = require_paired(tx, operation, actor.account, request.pairing)?;
            let by_mentor = pairing.mentor == actor.account;
            let accepted =
                if by_mentor { pairing.mentor_accepted } else { pairing.mentee_accepted };
            if accepted {
                return Ok(Reply::Done);
            }
            tx.accept_pairing(pairing.key, by_mentor, now)?;
            if tx.active_pairing_of_mentee(pairing.mentee)?.is_some() {
                tx.remove_mentee_without_mentor(pairing.mentee)?;
                follow_up::sync_with_consent(tx, pairing.mentee, now, &rules)?;
            }
            tell_both(tx, pairing.mentor, pairing.mentee)?;
            Ok(Reply::Done)
        })
        .await
}
