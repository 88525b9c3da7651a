//! Deletes one of the author's own messages, held ones included: its words leave the
//! table, the index and the disk.

use circles_protocol::requests::DeleteMessage;
use circles_protocol::{EventPayload, Reply};

use crate::commands::Context;
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::held;
use crate::domain::{Operation, Rejection, require};
use crate::store::Entry;

pub(crate) async fn delete_message(
    context: Context<'_>,
    request: DeleteMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let operation = Operation::DeleteMessage;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(operation, membership)?;
            // A held message is in no circle, but its words are still its author's.
            if let Some(waiting) = tx.held(membership.member, request.message)? {
                held::withdraw(tx, &waiting, now)?;
                return Ok(Reply::Accepted { seq: None });
            }
            let message = target::permitted(operation, tx, &membership, request.message)?;
            if message.body.is_none() {
                return Ok(Reply::Accepted { seq: None });
            }
            tx.delete_message(&message, now)?;
            let payload = EventPayload::MessageDeleted { message: request.message };
            let entry = Entry::MessageDeleted { message: message.position };
            let seq = circle_log::append_as_member(tx, &membership, now, entry, payload)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
