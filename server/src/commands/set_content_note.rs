//! Folds a message under a note, or takes the note off: the author's own
//! message, or any as a moderator.

use circles_protocol::requests::SetContentNote;
use circles_protocol::{AuditAct, Happening, Reply, Role, Timestamp};

use super::note_down::{Deed, note_down};
use super::{record, target};
use crate::domain::{Actor, Operation, Rejection, require, require_about};
use crate::store::{Entry, Store};

pub(crate) async fn set_content_note(
    store: &Store,
    actor: Actor,
    request: SetContentNote,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let standing = require(Operation::SetContentNote, standing)?;
            let message = target::living(tx, &standing, request.message)?;
            require_about(Operation::SetContentNote, &standing, message.author)?;
            let own = message.author == standing.member;
            let by_other = message.content_note_by.is_some_and(|by| by != standing.member);
            // What a moderator put on, an author leaves on.
            if standing.role == Role::Member && by_other {
                return Err(Rejection::not_allowed());
            }
            if message.content_note == request.note {
                return Ok(Reply::Accepted { seq: None });
            }
            tx.set_content_note(&message, request.note, standing.member)?;
            let what =
                Happening::ContentNoteChanged { message: request.message, note: request.note };
            let entry = Entry::ContentNoteChanged { message: message.position };
            let seq = if own {
                record::by_member(tx, &standing, now, entry, what)?
            } else {
                let deed = Deed::to_circle(AuditAct::ContentNoteChanged, standing.circle_id);
                note_down(tx, actor, now, deed.about(request.message.0))?;
                record::by_moderator(tx, &standing, now, entry, what)?
            };
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
