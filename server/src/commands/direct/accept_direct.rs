//! Accepts a request for a private conversation.

use circles_protocol::requests::AcceptDirect;
use circles_protocol::{DirectState, Reply};

use crate::commands::Context;
use crate::commands::shared::direct;
use crate::domain::{Operation, Rejection, require};

pub(crate) async fn accept_direct(
    context: Context<'_>,
    request: AcceptDirect,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
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
