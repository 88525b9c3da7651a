//! Says no to somebody who asked for a private line, without telling them.

use circles_protocol::requests::DeclineLine;
use circles_protocol::{LineState, Reply, Timestamp};

use crate::commands::shared::direct;
use crate::domain::{Actor, Operation, Rejection, require};
use crate::store::Store;

pub(crate) async fn decline_line(
    store: &Store,
    actor: Actor,
    request: DeclineLine,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let standing = require(Operation::DeclineLine, standing)?;
            match direct::acted_in(tx, &standing)? {
                (line, LineState::Asked) => direct::part(tx, &line, actor.account, now)?,
                (_, LineState::Asking | LineState::Open | LineState::Ended) => {
                    return Err(Rejection::not_allowed());
                }
            };
            Ok(Reply::Done)
        })
        .await
}
