//! Says a word of support to a message.

use circles_protocol::requests::AddReaction;
use circles_protocol::{Happening, Reply, Timestamp};

use super::{record, target};
use crate::domain::{Actor, Operation, Position, Rejection, require, require_voice};
use crate::store::{Entry, Store};

pub(crate) async fn add_reaction(
    store: &Store,
    actor: Actor,
    request: AddReaction,
    muted_may_react: bool,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let operation = Operation::AddReaction;
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let standing = if muted_may_react {
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
            let happening = Happening::ReactionAdded { message: request.message, reaction };
            let entry = Entry::ReactionAdded { message, reaction };
            let seq = record::by_member(tx, &standing, now, entry, happening)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
