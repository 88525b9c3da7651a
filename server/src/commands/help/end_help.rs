//! Ends a request for help: by whoever asked, at any time, or by whoever is replying. The
//! record that it was made stays; the words written with it are deleted in time.

use circles_protocol::Reply;
use circles_protocol::requests::EndHelp;

use crate::commands::Context;
use crate::commands::shared::help::alerting;
use crate::domain::{Operation, Rejection, require_participant};

pub(crate) async fn end_help(context: Context<'_>, request: EndHelp) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let help =
                tx.help_known_as(actor.account, request.help)?.ok_or_else(Rejection::not_found)?;
            let replying = help.outcome().responder == Some(actor.account);
            require_participant(Operation::EndHelp, replying || help.account == actor.account)?;
            if !help.ended {
                alerting::end(tx, &help, now)?;
            }
            Ok(Reply::Done)
        })
        .await
}
