//! Accepts a request for a private conversation.

use circles_protocol::requests::AcceptDirect;
use circles_protocol::{DirectState, Reply};

use crate::commands::shared::direct;
use crate::domain::{Actor, Operation, Rejection, require};
use crate::store::Store;

pub(crate) async fn accept_direct(
    store: &Store,
    actor: Actor,
    request: AcceptDirect,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(Operation::AcceptDirect, membership)?;
            let (direct, state) = direct::acted_in(tx, &membership)?;
            match state {
                DirectState::Asked => {
                    direct::accept(tx, &direct)?;
                }
                DirectState::Open => {}
                DirectState::Asking | DirectState::Ended => return Err(Rejection::not_allowed()),
            }
            Ok(Reply::Done)
        })
        .await
}
