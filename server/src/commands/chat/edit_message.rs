//! Replaces the words of one of the author's own messages. The earlier words are not
//! kept. An edit can't bring in words that would have been held.

use circles_protocol::requests::EditMessage;
use circles_protocol::{Body, ContentNote, EventPayload, Reply, Seq, Timestamp};

use crate::commands::Context;
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::mentioned::{distinct, mentioned};
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::screening::{self, ScreeningResult};
use crate::domain::screening::{Signals, Treatment, signals};
use crate::domain::{Actor, Membership, Operation, Rejection, require_may_post};
use crate::store::{Entry, MessageRow, Tx, View};

pub(crate) async fn edit_message(
    context: Context<'_>,
    request: EditMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let operation = Operation::EditMessage;
    let found = signals(request.body.as_str());
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require_may_post(operation, membership, now)?;
            let message = target::permitted(operation, tx, &membership, request.message)?;
            if message.muted {
                return Err(Rejection::message_muted());
            }
            let before = message.body.as_ref().ok_or_else(Rejection::not_found)?;
            let mentions = mentioned(tx, membership.circle, &request.mentions)?;
            if is_unchanged(tx, &membership, &message, &request)? {
                return Ok(Reply::Accepted { seq: None });
            }
            let words = (before, &request.body);
            let screened = screen_changes(tx, actor, &membership, words, found, now)?;
            if screened.treatment == Treatment::Hold {
                return Err(screening::needs_moderator());
            }
            tx.edit_message(&message, &request.body, &mentions, now)?;
            let payload = EventPayload::MessageEdited {
                message: request.message,
                body: Some(request.body),
                mentions: distinct(request.mentions),
                edited_at: now,
            };
            let entry = Entry::MessageEdited { message: message.position };
            let mut seq = circle_log::append_as_member(tx, &membership, now, entry, payload)?;
            match screened.treatment {
                Treatment::Post | Treatment::Hold => {}
                Treatment::Fold | Treatment::Flag => {
                    let about = (request.message, message.position);
                    screening::flag(tx, &membership, about, screened.watched, now)?;
                }
            }
            if screened.treatment == Treatment::Fold && message.content_note.is_none() {
                seq = fold(tx, actor, &membership, &message, &request.message, now)?;
            }
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}

fn is_unchanged(
    view: &View<'_>,
    membership: &Membership,
    message: &MessageRow,
    request: &EditMessage,
) -> Result<bool, Rejection> {
    let ids = distinct(request.mentions.clone());
    let ids_before = view
        .message_at(message.position, membership.member)?
        .map_or(Vec::new(), |view| view.mentions);
    let same_mentions =
        ids.len() == ids_before.len() && ids.iter().all(|id| ids_before.contains(id));
    Ok(message.body.as_ref() == Some(&request.body) && same_mentions)
}

/// The signals in the new words that the old ones didn't have. While an author's messages
/// are held, different words with the same signals are held too: nobody has read them.
fn screen_changes(
    view: &View<'_>,
    actor: Actor,
    membership: &Membership,
    (before, after): (&Body, &Body),
    found: Signals,
    now: Timestamp,
) -> Result<ScreeningResult, Rejection> {
    let fresh = if found.is_empty() { found } else { found.beyond(signals(before.as_str())) };
    if fresh.is_empty() && before != after {
        let whole = screening::screen(view, actor, membership, found, now)?;
        if whole.treatment == Treatment::Hold {
            return Ok(whole);
        }
    }
    screening::screen(view, actor, membership, fresh, now)
}

/// As if its author had added the note after the edit.
fn fold(
    tx: &mut Tx<'_>,
    actor: Actor,
    membership: &Membership,
    message: &MessageRow,
    id: &circles_protocol::MessageId,
    now: Timestamp,
) -> Result<Seq, Rejection> {
    let note = Some(ContentNote::SelfHarm);
    tx.set_content_note(message, note, Some(membership.member))?;
    // The edit used the log position that this membership would take next.
    let membership =
        tx.membership(membership.circle_id, actor.account)?.ok_or_else(Rejection::internal)?;
    let entry = Entry::ContentNoteChanged { message: message.position };
    let what = EventPayload::ContentNoteChanged { message: *id, note };
    circle_log::append_as_member(tx, &membership, now, entry, what)
}
