//! Removes one of the caller's own blocks. No conversation is restored by it.

use circles_protocol::Reply;
use circles_protocol::requests::Unblock;

use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn unblock(
    store: &Store,
    actor: Actor,
    request: Unblock,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let gone = tx.unblock(actor.account, request.block)?;
            if gone { Ok(Reply::Done) } else { Err(Rejection::not_found()) }
        })
        .await
}
