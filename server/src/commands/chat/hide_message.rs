//! Hides somebody else's message for the caller alone, on all their devices. Nobody else
//! is told.

use circles_protocol::requests::HideMessage;
use circles_protocol::{Notice, RefusalCode, Reply};

use crate::commands::Context;
use crate::commands::shared::core::target;
use crate::domain::{Operation, Rejection, require, require_about};
use crate::limits::HIDDEN_MESSAGES_PER_ACCOUNT;

pub(crate) async fn hide_message(
    context: Context<'_>,
    request: HideMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    let operation = Operation::HideMessage;
    store
        .write(move |tx| {
            let HideMessage { circle, message } = request;
            let membership = require(operation, tx.membership(circle, actor.account)?)?;
            let found = target::visible(tx, &membership, message)?;
            require_about(operation, &membership, found.author).map_err(|_| {
                let sentence = "This is your own message. You can delete it.";
                Rejection::new(RefusalCode::NotAllowed, sentence)
            })?;
            if found.body.is_none() {
                return Err(Rejection::not_found());
            }
            if tx.is_hidden_from(membership.member, found.position)? {
                return Ok(Reply::Done);
            }
            if tx.count_hidden(actor.account)? >= HIDDEN_MESSAGES_PER_ACCOUNT {
                let sentence =
                    "You have hidden 500 messages. Please show some of them again first.";
                return Err(Rejection::limit_reached(sentence));
            }
            tx.hide_from(membership.member, found.position)?;
            tx.notify(actor.account, Notice::MessageHidden { circle, message, hidden: true });
            Ok(Reply::Done)
        })
        .await
}
