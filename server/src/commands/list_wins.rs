//! What members of a circle called a win.

use circles_protocol::requests::ListWins;
use circles_protocol::{Reply, limits};

use crate::domain::{Actor, Operation, Rejection, require};
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
            let (messages, has_more) =
                view.wins(&standing, request.before, limits::PAGE_MESSAGES)?;
            Ok(Reply::Wins { messages, has_more })
        })
        .await
}
