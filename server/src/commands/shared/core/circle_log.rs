//! The only way in which something happens in a circle: it takes the next position in the
//! log, and is published under that number.

use circles_protocol::{CircleEvent, CircleId, EventPayload, Seq, Timestamp};

use crate::domain::{CircleKey, Membership, Rejection};
use crate::store::{Entry, Tx};

/// Something that a member does. Returns its position in the log.
pub(crate) fn append_as_member(
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

/// Something for which the circle is told no name: a moderator, the centre or a rule did
/// it. Returns its position in the log.
pub(crate) fn append_anonymous(
    tx: &mut Tx<'_>,
    (key, circle): (CircleKey, CircleId),
    at: Timestamp,
    entry: Entry,
    what: EventPayload,
) -> Result<Seq, Rejection> {
    let seq = tx.head_seq(key)?.next();
    tx.append(key, seq, at, None, entry)?;
    tx.publish(CircleEvent { circle, seq, at, by: None, what });
    Ok(seq)
}
