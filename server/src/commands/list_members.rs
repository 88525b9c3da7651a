//! Who is in a circle, and who was while one was there oneself.

use circles_protocol::Reply;
use circles_protocol::requests::ListMembers;

use crate::domain::{Actor, Operation, Rejection, require};
use crate::store::Store;

pub(crate) async fn list_members(
    store: &Store,
    actor: Actor,
    request: ListMembers,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let standing = view.standing(request.circle, actor.account)?;
            let standing = require(Operation::ListMembers, standing)?;
            Ok(Reply::Members { members: view.members(&standing)? })
        })
        .await
}
