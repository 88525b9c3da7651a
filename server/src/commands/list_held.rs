//! One's own messages that wait for a moderator.

use circles_protocol::Reply;

use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn list_held(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    store.read(move |view| Ok(Reply::Held { messages: view.own_waiting(actor.account)? })).await
}
