//! Shows a message again that the caller had hidden for themselves, on all their devices.

use circles_protocol::requests::ShowMessage;
use circles_protocol::{Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::core::target;
use crate::domain::{Operation, Rejection, require};

pub(crate) async fn show_message(
    context: Context<'_>,
    request: ShowMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .write(move |tx| {
            let ShowMessage { circle, message } = request;
            let membership = tx.membership(circle, actor.account)?;
            let membership = require(Operation::ShowMessage, membership)?;
            let found = target::visible(tx, &membership, message)?;
            if tx.show_to(membership.member, found.position)? {
                tx.notify(actor.account, Notice::MessageHidden { circle, message, hidden: false });
            }
            Ok(Reply::Done)
        })
        .await
}
