//! Unpins a message. Moderators only.

use circles_protocol::requests::UnpinMessage;
use circles_protocol::{EventPayload, Reply};

use crate::commands::Context;
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::target;
use crate::domain::{Operation, Rejection, require};
use crate::store::Entry;

pub(crate) async fn unpin_message(
    context: Context<'_>,
    request: UnpinMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(Operation::UnpinMessage, membership)?;
            let message = target::visible(tx, &membership, request.message)?.position;
            if !tx.unpin(message)? {
                return Ok(Reply::Accepted { seq: None });
            }
            let payload = EventPayload::MessageUnpinned { message: request.message };
            let entry = Entry::MessageUnpinned { message };
            let seq = circle_log::append_as_member(tx, &membership, now, entry, payload)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
