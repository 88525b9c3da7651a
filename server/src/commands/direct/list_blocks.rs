//! Lists the people the caller has blocked.

use circles_protocol::Reply;
use circles_protocol::requests::ListBlocks;

use crate::commands::Context;
use crate::domain::Rejection;

pub(crate) async fn list_blocks(context: Context<'_>, _: ListBlocks) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store.read(move |view| Ok(Reply::Blocks { blocks: view.blocks(actor.account)? })).await
}
