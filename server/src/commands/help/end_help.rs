//! Ends a request for help: by whoever asked, at any time, or by whoever is replying. The
//! record that it was made stays; the words written with it are deleted in time.

use circles_protocol::requests::EndHelp;
use circles_protocol::{Reply, Timestamp};

use crate::commands::shared::help::alerting;
use crate::domain::{Actor, Operation, Rejection, require_party};
use crate::store::Store;

pub(crate) async fn end_help(
    store: &Store,
    actor: Actor,
    request: EndHelp,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let help =
                tx.help_known_as(actor.account, request.help)?.ok_or_else(Rejection::not_found)?;
            let replying = help.fate().responder == Some(actor.account);
            require_party(Operation::EndHelp, replying || help.account == actor.account)?;
            if !help.ended {
                alerting::end(tx, &help, now)?;
            }
            Ok(Reply::Done)
        })
        .await
}
