//! Ends a pairing: either of the two may, at any time, without giving a reason.

use circles_protocol::Reply;
use circles_protocol::requests::EndPairing;

use crate::commands::Context;
use crate::commands::shared::mentoring::pairing::{end, require_paired};
use crate::domain::{Operation, Rejection};

pub(crate) async fn end_pairing(
    context: Context<'_>,
    request: EndPairing,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let operation = Operation::EndPairing;
            let pairing = require_paired(tx, operation, actor.account, request.pairing)?;
            end(tx, &pairing, now)?;
            Ok(Reply::Done)
        })
        .await
}
