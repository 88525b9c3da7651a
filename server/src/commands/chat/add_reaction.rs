//! Says a word of support to a message.

use circles_protocol::requests::AddReaction;
use circles_protocol::{EventPayload, Reply, Timestamp};

use crate::commands::shared::core::target;
use crate::commands::shared::moderation::record;
use crate::domain::{Actor, Operation, Position, Rejection, Standing, require, require_voice};
use crate::store::{Entry, Store, View};

pub(crate) async fn add_reaction(
    store: &Store,
    actor: Actor,
    request: AddReaction,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let operation = Operation::AddReaction;
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let standing = if may_though_muted(tx, standing.as_ref(), now)? {
                require(operation, standing)?
            } else {
                require_voice(operation, standing, now)?
            };
            let message = target::living(tx, &standing, request.message)?.position;
            let reaction = request.reaction;
            let place = Position::new(standing.circle, standing.head_seq.next());
            if !tx.add_reaction(message, standing.member, reaction, place)? {
                return Ok(Reply::Accepted { seq: None });
            }
            let payload = EventPayload::ReactionAdded { message: request.message, reaction };
            let entry = Entry::ReactionAdded { message, reaction };
            let seq = record::by_member(tx, &standing, now, entry, payload)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}

/// What the centre has chosen is asked only for somebody who is muted.
fn may_though_muted(
    view: &View<'_>,
    standing: Option<&Standing>,
    now: Timestamp,
) -> Result<bool, Rejection> {
    let muted = standing.is_some_and(|standing| standing.muted_for_ms(now).is_some());
    Ok(muted && view.centre_settings()?.muted_may_react)
}
