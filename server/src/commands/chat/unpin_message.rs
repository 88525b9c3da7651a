//! Unpins a message. Moderators only.

use circles_protocol::requests::UnpinMessage;
use circles_protocol::{EventPayload, Reply, Timestamp};

use crate::commands::shared::core::target;
use crate::commands::shared::moderation::record;
use crate::domain::{Actor, Operation, Rejection, require};
use crate::store::{Entry, Store};

pub(crate) async fn unpin_message(
    store: &Store,
    actor: Actor,
    request: UnpinMessage,
    now: Timestamp,
) -> Result<Reply, Rejection> {
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
            let seq = record::by_member(tx, &membership, now, entry, payload)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
