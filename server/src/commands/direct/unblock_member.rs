//! Removes one of the caller's own blocks. No conversation is restored by it.

use circles_protocol::Reply;
use circles_protocol::requests::UnblockMember;

use crate::commands::Context;
use crate::domain::Rejection;

pub(crate) async fn unblock_member(
    context: Context<'_>,
    request: UnblockMember,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .write(move |tx| {
            let gone = tx.unblock_member(actor.account, request.block)?;
            if gone { Ok(Reply::Done) } else { Err(Rejection::not_found()) }
        })
        .await
}
