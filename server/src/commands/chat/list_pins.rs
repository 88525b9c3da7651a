//! The pinned messages of a circle that the caller may see, a page at a time.

use circles_protocol::requests::ListPins;
use circles_protocol::{MessageId, Reply, limits};

use crate::domain::{Actor, Operation, Rejection, Room, Standing, require};
use crate::store::{PinPlace, Store, View};

pub(crate) async fn list_pins(
    store: &Store,
    actor: Actor,
    request: ListPins,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let standing = view.standing(request.circle, actor.account)?;
            let standing = require(Operation::ListPins, standing)?;
            let after = match request.after {
                Some(message) => Some(place_of(view, &standing, message)?),
                None => None,
            };
            let page = view.pins(&standing, after, Room::page(limits::PAGE_MESSAGES))?;
            Ok(Reply::Pins { messages: page.items, has_more: page.has_more })
        })
        .await
}

/// # Errors
/// `not_found` where it is not pinned any more, or is older than the reader may see.
fn place_of(
    view: &View<'_>,
    standing: &Standing,
    message: MessageId,
) -> Result<PinPlace, Rejection> {
    let message = view.message(standing.circle, message)?.ok_or_else(Rejection::not_found)?;
    if message.position.seq() < standing.joined_seq {
        return Err(Rejection::not_found());
    }
    view.pin_place(message.position)?.ok_or_else(Rejection::not_found)
}
