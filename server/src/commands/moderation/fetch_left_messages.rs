//! A page of the messages that somebody received in a circle or a private conversation
//! before it ended for them, for as long as they may report them: only others' words, and
//! nothing that happened since.

use circles_protocol::requests::FetchLeftMessages;
use circles_protocol::{Reply, limits};

use crate::commands::Context;
use crate::commands::shared::moderation::report::{recipient, reportable_since};
use crate::domain::{Operation, PageBudget, Rejection};

pub(crate) async fn fetch_left_messages(
    context: Context<'_>,
    request: FetchLeftMessages,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .read(move |view| {
            let FetchLeftMessages { circle, before } = request;
            recipient(Operation::FetchLeftMessages, view, actor.account, circle, now)?;
            let since = reportable_since(now);
            // Somebody who is present and never left has nothing to fetch.
            let Some(former) = view.former_recipient(circle, actor.account, since)? else {
                return Ok(Reply::LeftMessages { messages: Vec::new(), has_more: false });
            };
            let page = view.messages_left(&former, before, PageBudget::page(limits::LEFT_PAGE))?;
            Ok(Reply::LeftMessages { messages: page.items, has_more: page.has_more })
        })
        .await
}
