//! The pinned messages of a circle that the caller may see, a page at a time.

use circles_protocol::requests::ListPins;
use circles_protocol::{MessageId, Reply, limits};

use crate::commands::Context;
use crate::domain::{Membership, Operation, PageBudget, Rejection, require};
use crate::store::{PinCursor, View};

pub(crate) async fn list_pins(context: Context<'_>, request: ListPins) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .read(move |view| {
            let membership = view.membership(request.circle, actor.account)?;
            let membership = require(Operation::ListPins, membership)?;
            let after = match request.after {
                Some(message) => Some(place_of(view, &membership, message)?),
                None => None,
            };
            let page = view.pins(&membership, after, PageBudget::page(limits::PAGE_MESSAGES))?;
            Ok(Reply::Pins { messages: page.items, has_more: page.has_more })
        })
        .await
}

/// # Errors
/// `not_found` if it is no longer pinned, or is older than the reader may see.
fn place_of(
    view: &View<'_>,
    membership: &Membership,
    message: MessageId,
) -> Result<PinCursor, Rejection> {
    let message = view.message(membership.circle, message)?.ok_or_else(Rejection::not_found)?;
    if message.position.seq() < membership.joined_seq {
        return Err(Rejection::not_found());
    }
    view.pin_cursor(message.position)?.ok_or_else(Rejection::not_found)
}
