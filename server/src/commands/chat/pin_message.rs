//! Pins a message, so that the circle can find it quickly. Moderators only.

use circles_protocol::requests::PinMessage;
use circles_protocol::{EventPayload, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::target;
use crate::domain::{Operation, Position, Rejection, require};
use crate::store::Entry;

pub(crate) async fn pin_message(
    context: Context<'_>,
    request: PinMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(Operation::PinMessage, membership)?;
            let message = target::with_text_visible(tx, &membership, request.message)?.position;
            let place = Position::new(membership.circle, membership.head_seq.next());
            if !tx.pin(message, place)? {
                return Ok(Reply::Accepted { seq: None });
            }
            if usize::from(tx.pin_count(membership.circle)?) > limits::PINS_PER_CIRCLE {
                return Err(Rejection::limit_reached(
                    "A circle keeps at most 20 pins. Please take one off first.",
                ));
            }
            let payload = EventPayload::MessagePinned { message: request.message };
            let entry = Entry::MessagePinned { message };
            let seq = circle_log::append_as_member(tx, &membership, now, entry, payload)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
