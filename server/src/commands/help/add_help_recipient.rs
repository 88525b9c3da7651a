//! Alerts more people for the caller's own request for help, while nobody is replying
//! yet. Those who were alerted before are not alerted again.

use circles_protocol::requests::AddHelpRecipient;
use circles_protocol::{RefusalCode, Reply};

use crate::commands::Context;
use crate::commands::shared::help::alerting;
use crate::domain::{Operation, Rejection, require_participant};

pub(crate) async fn add_help_recipient(
    context: Context<'_>,
    request: AddHelpRecipient,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .write(move |tx| {
            let help =
                tx.help_known_as(actor.account, request.help)?.ok_or_else(Rejection::not_found)?;
            let replying = help.outcome().responder == Some(actor.account);
            let own = help.account == actor.account;
            require_participant(Operation::AddHelpRecipient, replying || own)?;
            if !help.outcome().waits() {
                let sentence = "Somebody is replying already, or this has ended.";
                return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
            }
            if help.undo_until.is_some() {
                alerting::undo_window_over(tx, &help, now, &rules)?;
            }
            let begun = tx.help_by_key(help.key)?.ok_or_else(Rejection::internal)?;
            alerting::add_recipient(tx, &begun, request.to, now, &rules)?;
            let help = tx.help_by_key(help.key)?.ok_or_else(Rejection::internal)?;
            Ok(Reply::HelpAsked { help: help.view() })
        })
        .await
}
