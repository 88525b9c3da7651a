//! Folds a message under a content note, or removes the note: authors for their own
//! messages, moderators for any.

use circles_protocol::requests::SetContentNote;
use circles_protocol::{EventPayload, Reply, Role};

use crate::commands::Context;
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::content_note::fold;
use crate::domain::review::Review;
use crate::domain::{ModeratorContext, Operation, Rejection, require, require_about};
use crate::store::Entry;

pub(crate) async fn set_content_note(
    context: Context<'_>,
    request: SetContentNote,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(Operation::SetContentNote, membership)?;
            let message = target::with_text_visible(tx, &membership, request.message)?;
            require_about(Operation::SetContentNote, &membership, message.author)?;
            let own = message.author == membership.member;
            let by_other = message.content_note.is_some()
                && message.content_note_by != Some(membership.member);
            // An author can't remove a note that a moderator added.
            if membership.role == Role::Member && by_other {
                return Err(Rejection::not_allowed());
            }
            // An author's note becomes the moderator's if the moderator adds the same
            // one.
            let taken_over = !own && message.content_note_by == Some(message.author);
            // A moderator who leaves the note as it is may be looking for the first time.
            let unfolds = !own && message.review == Some(Review::Pending);
            if message.content_note == request.note && !taken_over && !unfolds {
                return Ok(Reply::Accepted { seq: None });
            }
            let seq = if own {
                tx.set_content_note(&message, request.note, Some(membership.member))?;
                let entry = Entry::ContentNoteChanged { message: message.position };
                let what = EventPayload::ContentNoteChanged {
                    message: request.message,
                    note: request.note,
                };
                circle_log::append_as_member(tx, &membership, now, entry, what)?
            } else {
                let context = ModeratorContext::of_moderator(actor, &membership);
                fold(tx, &context, (&message, request.message), request.note, now)?
            };
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
