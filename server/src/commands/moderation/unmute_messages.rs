//! Shows muted messages again, in their current state. Moderators only, and never their
//! own.

use circles_protocol::requests::UnmuteMessages;
use circles_protocol::{AuditAction, EventPayload, RefusalCode, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::action;
use crate::domain::{ModeratorContext, Operation, Rejection, require, require_about};
use crate::store::Entry;

pub(crate) async fn unmute_messages(
    context: Context<'_>,
    request: UnmuteMessages,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    if request.messages.is_empty() || request.messages.len() > limits::MESSAGES_PER_MUTE {
        return Err(Rejection::invalid("messages", "Please choose 1 to 100 messages."));
    }
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let moderator = require(Operation::UnmuteMessages, membership)?;
            let context = ModeratorContext::of_moderator(actor, &moderator);
            let mut last = None;
            let mut authors = Vec::new();
            for id in request.messages {
                let message = target::visible(tx, &moderator, id)?;
                if !message.muted {
                    return Err(Rejection::not_found());
                }
                require_about(Operation::UnmuteMessages, &moderator, message.author).map_err(
                    |_| {
                        let sentence = "Another moderator must decide about your own messages.";
                        Rejection::new(RefusalCode::NotAllowed, sentence)
                    },
                )?;
                tx.unmute_message(message.position, now)?;
                let shown = tx.message_at(message.position, moderator.member)?;
                let shown = shown.ok_or_else(Rejection::internal)?;
                let entry = Entry::MessageUnmuted { message: message.position };
                let payload = EventPayload::MessageUnmuted { message: shown };
                last = Some(circle_log::append_anonymous(
                    tx,
                    (moderator.circle, moderator.circle_id),
                    now,
                    entry,
                    payload,
                )?);
                let entry =
                    NewAuditEntry::to_circle(AuditAction::MessageUnmuted, moderator.circle_id);
                audit::append(tx, actor, now, entry.about(id.0))?;
                authors.push(message.author);
            }
            authors.sort_unstable();
            authors.dedup();
            for author in authors {
                let account = tx.account_of(author)?;
                action::notify_subject(tx, &context, account)?;
            }
            Ok(Reply::Accepted { seq: last })
        })
        .await
}
