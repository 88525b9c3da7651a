//! Declines a request for a private conversation, without telling whoever asked.

use circles_protocol::requests::DeclineDirect;
use circles_protocol::{DirectState, Reply};

use crate::commands::Context;
use crate::commands::shared::direct;
use crate::domain::{Operation, Rejection, require};

pub(crate) async fn decline_direct(
    context: Context<'_>,
    request: DeclineDirect,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(Operation::DeclineDirect, membership)?;
            match direct::acted_in(tx, &membership)? {
                (direct, DirectState::Asked) => direct::leave(tx, &direct, actor.account, now)?,
                (_, DirectState::Asking | DirectState::Open | DirectState::Ended) => {
                    return Err(Rejection::not_allowed());
                }
            };
            Ok(Reply::Done)
        })
        .await
}
