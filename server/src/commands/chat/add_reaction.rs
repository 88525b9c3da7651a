//! Adds a word of support to a message.

use circles_protocol::requests::AddReaction;
use circles_protocol::{EventPayload, Reply, Timestamp};

use crate::commands::Context;
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::target;
use crate::domain::{Membership, Operation, Position, Rejection, require, require_may_post};
use crate::store::{Entry, View};

pub(crate) async fn add_reaction(
    context: Context<'_>,
    request: AddReaction,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let operation = Operation::AddReaction;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = if may_though_muted(tx, membership.as_ref(), now)? {
                require(operation, membership)?
            } else {
                require_may_post(operation, membership, now)?
            };
            let message = target::with_text_visible(tx, &membership, request.message)?.position;
            let reaction = request.reaction;
            let place = Position::new(membership.circle, membership.head_seq.next());
            if !tx.add_reaction(message, membership.member, reaction, place)? {
                return Ok(Reply::Accepted { seq: None });
            }
            let payload = EventPayload::ReactionAdded { message: request.message, reaction };
            let entry = Entry::ReactionAdded { message, reaction };
            let seq = circle_log::append_as_member(tx, &membership, now, entry, payload)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}

/// The centre's setting is read only if the member is muted.
fn may_though_muted(
    view: &View<'_>,
    membership: Option<&Membership>,
    now: Timestamp,
) -> Result<bool, Rejection> {
    let muted = membership.is_some_and(|membership| membership.muted_for_ms(now).is_some());
    Ok(muted && view.centre_settings()?.muted_may_react)
}
