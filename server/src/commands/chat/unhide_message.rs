//! Shows a message again that the caller had hidden for themselves, on all their devices.

use circles_protocol::requests::UnhideMessage;
use circles_protocol::{Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::core::target;
use crate::domain::{Operation, Rejection, require};

pub(crate) async fn unhide_message(
    context: Context<'_>,
    request: UnhideMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .write(move |tx| {
            let UnhideMessage { circle, message } = request;
            let membership = tx.membership(circle, actor.account)?;
            let membership = require(Operation::UnhideMessage, membership)?;
            let found = target::visible(tx, &membership, message)?;
            if tx.show_to(membership.member, found.position)? {
                tx.notify(actor.account, Notice::MessageHidden { circle, message, hidden: false });
            }
            Ok(Reply::Done)
        })
        .await
}
