//! The pinned messages of a circle that the caller may see.

use circles_protocol::Reply;
use circles_protocol::requests::ListPins;

use crate::domain::{Actor, Operation, Rejection, require};
use crate::store::Store;

pub(crate) async fn list_pins(
    store: &Store,
    actor: Actor,
    request: ListPins,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let standing = view.standing(request.circle, actor.account)?;
            let standing = require(Operation::ListPins, standing)?;
            Ok(Reply::Pins { messages: view.pins(&standing)? })
        })
        .await
}
