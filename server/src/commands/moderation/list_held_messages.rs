//! The caller's own messages that wait for a moderator, or that one decided not to post,
//! a page at a time.

use circles_protocol::Reply;
use circles_protocol::requests::ListHeldMessages;

use crate::commands::Context;
use crate::domain::{PageBudget, Rejection};
use crate::limits::HELD_PAGE;

pub(crate) async fn list_held_messages(
    context: Context<'_>,
    request: ListHeldMessages,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .read(move |view| {
            let before = match request.before {
                Some(place) => {
                    let held = view.own_held_at(actor.account, place)?;
                    Some(held.ok_or_else(Rejection::not_found)?)
                }
                None => None,
            };
            let page = view.own_held(actor.account, before, PageBudget::page(HELD_PAGE))?;
            Ok(Reply::Held { messages: page.items, has_more: page.has_more })
        })
        .await
}
