//! What members of a circle called a win.

use circles_protocol::requests::ListWins;
use circles_protocol::{Reply, limits};

use crate::domain::{Actor, Operation, Rejection, Room, require};
use crate::store::Store;

pub(crate) async fn list_wins(
    store: &Store,
    actor: Actor,
    request: ListWins,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let standing = view.standing(request.circle, actor.account)?;
            let standing = require(Operation::ListWins, standing)?;
            let wins = view.wins(&standing, request.before, Room::page(limits::PAGE_MESSAGES))?;
            Ok(Reply::Wins { messages: wins.items, has_more: wins.has_more })
        })
        .await
}
