//! The only way in which something happens in a circle: it takes the next position in the
//! log, and is published under that number.

use circles_protocol::{CircleEvent, CircleId, EventPayload, Seq, Timestamp};

use crate::domain::{CircleKey, Membership, ModeratorContext, Rejection};
use crate::store::{CircleRow, Entry, Tx};

/// Something that a member does. Returns its position in the log.
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

/// Something that a moderator does whose name the circle is not told. Returns its
/// position in the log.
pub(crate) fn by_moderator(
    tx: &mut Tx<'_>,
    membership: &Membership,
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    unnamed(tx, membership.circle, membership.circle_id, at, entry, what)
}

/// The same, by anyone who acts in a role.
pub(crate) fn by_context(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    unnamed(tx, context.circle, context.circle_id, at, entry, what)
}

/// Something that the centre does. Returns its position in the log.
pub(crate) fn by_centre(
    tx: &mut Tx<'_>,
    circle: &CircleRow,
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    unnamed(tx, circle.key, circle.id, at, entry, what)
}

/// Something that no person does: a rule of the circle applies. Returns its position in
/// the log.
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
