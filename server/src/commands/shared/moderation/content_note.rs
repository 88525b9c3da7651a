//! Folds somebody else's message under a content note. Part of several commands, inside
//! their transaction.

use circles_protocol::{AuditAction, ContentNote, EventPayload, MessageId, Seq, Timestamp};

use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::circle_log;
use crate::commands::shared::moderation::review;
use crate::domain::{ModeratorContext, Rejection};
use crate::store::{Entry, MessageRow, Tx};

/// Folds or unfolds somebody else's message, whichever way it was decided. Whoever did so
/// has reviewed it.
pub(crate) fn fold(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    (message, id): (&MessageRow, MessageId),
    note: Option<ContentNote>,
    now: Timestamp,
) -> Result<Seq, Rejection> {
    tx.set_content_note(message, note, context.moderator)?;
    let entry = NewAuditEntry::to_circle(AuditAction::ContentNoteChanged, context.circle_id);
    audit::append(tx, context.actor, now, entry.about(id.0))?;
    let entry = Entry::ContentNoteChanged { message: message.position };
    let payload = EventPayload::ContentNoteChanged { message: id, note };
    let seq =
        circle_log::append_anonymous(tx, (context.circle, context.circle_id), now, entry, payload)?;
    let place = (context.circle, context.circle_id);
    Ok(review::looked_at(tx, place, (message, id), now)?.unwrap_or(seq))
}
