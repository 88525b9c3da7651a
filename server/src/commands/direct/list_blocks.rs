//! Lists the people the caller has blocked.

use circles_protocol::Reply;

use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn list_blocks(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    store.read(move |view| Ok(Reply::Blocks { blocks: view.blocks(actor.account)? })).await
}
