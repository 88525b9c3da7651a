//! Replaces the words of an own message. The earlier words are not kept.

use circles_protocol::requests::EditMessage;
use circles_protocol::{Happening, Reply, Timestamp};

use super::mentioned::{distinct, mentioned};
use super::{record, target};
use crate::domain::{Actor, Operation, Rejection, require_voice};
use crate::store::{Entry, Store};

pub(crate) async fn edit_message(
    store: &Store,
    actor: Actor,
    request: EditMessage,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let operation = Operation::EditMessage;
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let standing = require_voice(operation, standing, now)?;
            let message = target::permitted(operation, tx, &standing, request.message)?;
            if message.muted {
                return Err(Rejection::message_muted());
            }
            let before = message.body.as_ref().ok_or_else(Rejection::not_found)?;
            let mentions = mentioned(tx, standing.circle, &request.mentions)?;
            let ids = distinct(request.mentions);
            let ids_before = tx
                .message_at(message.position, standing.member)?
                .map_or(Vec::new(), |view| view.mentions);
            let same_mentions =
                ids.len() == ids_before.len() && ids.iter().all(|id| ids_before.contains(id));
            if *before == request.body && same_mentions {
                return Ok(Reply::Accepted { seq: None });
            }
            tx.edit_message(&message, &request.body, &mentions, now)?;
            let happening = Happening::MessageEdited {
                message: request.message,
                body: Some(request.body),
                mentions: ids,
                edited_at: now,
            };
            let entry = Entry::MessageEdited { message: message.position };
            let seq = record::by_member(tx, &standing, now, entry, happening)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
