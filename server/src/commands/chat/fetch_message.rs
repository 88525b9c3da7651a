//! One message, for a quotation whose original is not loaded.

use circles_protocol::Reply;
use circles_protocol::requests::FetchMessage;

use crate::commands::Context;
use crate::commands::shared::core::target;
use crate::domain::{Operation, Rejection, require};

pub(crate) async fn fetch_message(
    context: Context<'_>,
    request: FetchMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .read(move |view| {
            let membership = view.membership(request.circle, actor.account)?;
            let membership = require(Operation::FetchMessage, membership)?;
            let row = target::visible(view, &membership, request.message)?;
            let message = view
                .message_at(row.position, membership.member)?
                .ok_or_else(Rejection::not_found)?;
            Ok(Reply::Message { message })
        })
        .await
}
