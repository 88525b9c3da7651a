//! Folds a message under a note, or takes the note off: the author's own
//! message, or any as a moderator.

use circles_protocol::requests::SetContentNote;
use circles_protocol::{AuditAct, ContentNote, Happening, MessageId, Reply, Role, Seq, Timestamp};

use super::note_down::{Deed, note_down};
use super::{record, target};
use crate::domain::{Actor, Office, Operation, Rejection, require, require_about};
use crate::store::{Entry, MessageRow, Store, Tx};

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
            let by_other =
                message.content_note.is_some() && message.content_note_by != Some(standing.member);
            // What a moderator put on, an author leaves on.
            if standing.role == Role::Member && by_other {
                return Err(Rejection::not_allowed());
            }
            // An author's note becomes the moderator's where that puts on the same.
            let taken_over = !own && message.content_note_by == Some(message.author);
            if message.content_note == request.note && !taken_over {
                return Ok(Reply::Accepted { seq: None });
            }
            let seq = if own {
                tx.set_content_note(&message, request.note, Some(standing.member))?;
                let entry = Entry::ContentNoteChanged { message: message.position };
                let what =
                    Happening::ContentNoteChanged { message: request.message, note: request.note };
                record::by_member(tx, &standing, now, entry, what)?
            } else {
                let office = Office::of_moderator(actor, &standing);
                fold(tx, &office, (&message, request.message), request.note, now)?
            };
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}

/// Folds somebody else's message, or unfolds it, however it was decided.
pub(super) fn fold(
    tx: &mut Tx<'_>,
    office: &Office,
    (message, id): (&MessageRow, MessageId),
    note: Option<ContentNote>,
    now: Timestamp,
) -> Result<Seq, Rejection> {
    tx.set_content_note(message, note, office.moderator)?;
    let deed = Deed::to_circle(AuditAct::ContentNoteChanged, office.circle_id);
    note_down(tx, office.actor, now, deed.about(id.0))?;
    let entry = Entry::ContentNoteChanged { message: message.position };
    record::by_office(tx, office, now, entry, Happening::ContentNoteChanged { message: id, note })
}
