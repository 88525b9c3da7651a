//! The one way in which something happens in a circle: it takes the next place
//! in the log, and the same thing is published under that number.

use circles_protocol::{CircleEvent, CircleId, EventPayload, Seq, Timestamp};

use crate::domain::{CircleKey, Membership, ModeratorContext, Rejection};
use crate::store::{CircleRow, Entry, Tx};

/// Something a member does. Gives its place in the log.
pub(crate) fn by_member(
    tx: &mut Tx<'_>,
    membership: &Membership,
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    let seq = membership.head_seq.next();
    tx.append(membership.circle, seq, at, Some(membership.member), entry)?;
    let by = Some(membership.member_id);
    tx.publish(CircleEvent { circle: membership.circle_id, seq, at, by, what });
    Ok(seq)
}

/// Something a moderator does whose name the circle is not told. Gives its
/// place in the log.
pub(crate) fn by_moderator(
    tx: &mut Tx<'_>,
    membership: &Membership,
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    unnamed(tx, membership.circle, membership.circle_id, at, entry, what)
}

/// The same, of whoever acts by their role.
pub(crate) fn by_context(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    unnamed(tx, context.circle, context.circle_id, at, entry, what)
}

/// Something the centre does. Gives its place in the log.
pub(crate) fn by_centre(
    tx: &mut Tx<'_>,
    circle: &CircleRow,
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    unnamed(tx, circle.key, circle.id, at, entry, what)
}

/// Something that nobody in particular does: a rule of the circle applies. Gives its
/// place in the log.
pub(crate) fn by_rule(
    tx: &mut Tx<'_>,
    (key, circle): (CircleKey, CircleId),
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    unnamed(tx, key, circle, at, entry, what)
}

fn unnamed(
    tx: &mut Tx<'_>,
    key: CircleKey,
    circle: CircleId,
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    let seq = tx.head_seq(key)?.next();
    tx.append(key, seq, at, None, entry)?;
    tx.publish(CircleEvent { circle, seq, at, by: None, what });
    Ok(seq)
}
