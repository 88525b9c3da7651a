//! Lists the caller's own lapses.

use circles_protocol::Reply;

use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn list_lapses(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    store.read(move |view| Ok(Reply::Lapses { lapses: view.lapses(actor.account)? })).await
}
