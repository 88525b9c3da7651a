//! Says yes to somebody who asked for a private line.

use circles_protocol::requests::AcceptLine;
use circles_protocol::{LineState, Reply};

use crate::commands::shared::direct;
use crate::domain::{Actor, Operation, Rejection, require};
use crate::store::Store;

pub(crate) async fn accept_line(
    store: &Store,
    actor: Actor,
    request: AcceptLine,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let standing = require(Operation::AcceptLine, standing)?;
            let (line, state) = direct::acted_in(tx, &standing)?;
            match state {
                LineState::Asked => {
                    direct::accept(tx, &line)?;
                }
                LineState::Open => {}
                LineState::Asking | LineState::Ended => return Err(Rejection::not_allowed()),
            }
            Ok(Reply::Done)
        })
        .await
}
