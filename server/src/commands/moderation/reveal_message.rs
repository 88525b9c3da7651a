//! Shows the words of a muted message to a moderator who reviews it again. Doing so goes
//! into the audit.

use circles_protocol::requests::RevealMessage;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::target;
use crate::domain::{Operation, Rejection, require};

pub(crate) async fn reveal_message(
    context: Context<'_>,
    request: RevealMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(Operation::RevealMessage, membership)?;
            let row = target::visible(tx, &membership, request.message)?;
            if !row.muted {
                return Err(Rejection::not_found());
            }
            let message = tx.message_at(row.position, row.author)?;
            let entry =
                NewAuditEntry::to_circle(AuditAction::MessageRevealed, membership.circle_id);
            audit::append(tx, actor, now, entry.about(request.message.0))?;
            Ok(Reply::Message { message: message.ok_or_else(Rejection::not_found)? })
        })
        .await
}
