//! Finds what a command is about, as far as the actor may see it.

use circles_protocol::{MemberId, MessageId};

use crate::domain::{CircleKey, Membership, Operation, Rejection, require_about};
use crate::store::{MembershipRow, MessageRow, View};

/// A message of the circle that this member may see; `not_found` otherwise.
pub(crate) fn visible(
    view: &View<'_>,
    membership: &Membership,
    id: MessageId,
) -> Result<MessageRow, Rejection> {
    view.message(membership.circle, id)?
        .filter(|message| membership.may_see(message.position.seq()))
        .ok_or_else(Rejection::not_found)
}

/// The same, if the permission table lets this member do this to the author's messages;
/// `not_allowed` otherwise.
pub(crate) fn permitted(
    operation: Operation,
    view: &View<'_>,
    membership: &Membership,
    id: MessageId,
) -> Result<MessageRow, Rejection> {
    let message = visible(view, membership, id)?;
    require_about(operation, membership, message.author)?;
    Ok(message)
}

/// A message that still has its words; `not_found` once it is deleted,
/// `message_muted` while a moderator hides it.
pub(crate) fn with_text_visible(
    view: &View<'_>,
    membership: &Membership,
    id: MessageId,
) -> Result<MessageRow, Rejection> {
    with_words(visible(view, membership, id)?)
}

/// The same for a message that was found already.
pub(crate) fn with_words(message: MessageRow) -> Result<MessageRow, Rejection> {
    if message.body.is_none() {
        return Err(Rejection::not_found());
    }
    if message.muted { Err(Rejection::message_muted()) } else { Ok(message) }
}

/// Someone who is in the circle now; `not_found` otherwise.
pub(crate) fn present_member(
    view: &View<'_>,
    circle: CircleKey,
    member: MemberId,
) -> Result<MembershipRow, Rejection> {
    view.member(circle, member)?
        .filter(|membership| membership.present)
        .ok_or_else(Rejection::not_found)
}
