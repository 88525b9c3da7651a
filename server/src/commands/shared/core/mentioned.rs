//! Who a message mentions: present members of its circle, each once.

use circles_protocol::{MemberId, limits};

use crate::domain::{CircleKey, MemberKey, Rejection};
use crate::store::View;

pub(crate) fn mentioned(
    view: &View<'_>,
    circle: CircleKey,
    mentions: &[MemberId],
) -> Result<Vec<MemberKey>, Rejection> {
    if mentions.len() > limits::MENTIONS_PER_MESSAGE {
        return Err(Rejection::invalid("mentions", "A message can mention at most 20 members."));
    }
    let mut keys = Vec::with_capacity(mentions.len());
    for member in mentions {
        let known = view.member(circle, *member)?.filter(|membership| membership.present);
        let key = known.map(|membership| membership.key).ok_or_else(|| {
            Rejection::invalid("mentions", "Somebody mentioned is not in this circle.")
        })?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

/// The same members, each once, in the order in which they were first named.
pub(crate) fn distinct(mentions: Vec<MemberId>) -> Vec<MemberId> {
    let mut distinct = Vec::with_capacity(mentions.len());
    for member in mentions {
        if !distinct.contains(&member) {
            distinct.push(member);
        }
    }
    distinct
}
