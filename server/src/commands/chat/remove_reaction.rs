//! Takes back one's own word of support.

use circles_protocol::requests::RemoveReaction;
use circles_protocol::{EventPayload, Reply};

use crate::commands::Context;
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::target;
use crate::domain::{Operation, Rejection, require};
use crate::store::Entry;

pub(crate) async fn remove_reaction(
    context: Context<'_>,
    request: RemoveReaction,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(Operation::RemoveReaction, membership)?;
            let message = target::visible(tx, &membership, request.message)?.position;
            let reaction = request.reaction;
            if !tx.remove_reaction(message, membership.member, reaction)? {
                return Ok(Reply::Accepted { seq: None });
            }
            let payload = EventPayload::ReactionRemoved { message: request.message, reaction };
            let entry = Entry::ReactionRemoved { message, reaction };
            let seq = circle_log::append_as_member(tx, &membership, now, entry, payload)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
