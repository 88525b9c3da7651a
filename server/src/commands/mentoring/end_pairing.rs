//! Ends a pairing: either of the two may, at any time, without giving a reason.

use circles_protocol::requests::EndPairing;
use circles_protocol::{Reply, Timestamp};

use crate::commands::shared::mentoring::pairing::{end, require_paired};
use crate::domain::{Actor, Operation, Rejection};
use crate::store::Store;

pub(crate) async fn end_pairing(
    store: &Store,
    actor: Actor,
    request: EndPairing,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let operation = Operation::EndPairing;
            let pairing = require_paired(tx, operation, actor.account, request.pairing)?;
            end(tx, &pairing, now)?;
            Ok(Reply::Done)
        })
        .await
}
