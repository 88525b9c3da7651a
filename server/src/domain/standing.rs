//! Who is acting, and how they stand in the circle they act in.

use circles_protocol::{CircleId, MemberId, Role, Seq};

use super::{AccountKey, CircleKey, MemberKey};

/// The account behind a request. Which circles it is in is not here: that is
/// looked up in the transaction that acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Actor {
    pub(crate) account: AccountKey,
    pub(crate) coordinator: bool,
}

/// A present member in their circle, as of the transaction that looked it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) circle: CircleKey,
    pub(crate) circle_id: CircleId,
    pub(crate) member: MemberKey,
    pub(crate) member_id: MemberId,
    pub(crate) role: Role,
    /// History begins here for this member.
    pub(crate) joined_seq: Seq,
    pub(crate) read_seq: Seq,
    /// The newest entry of the circle's log.
    pub(crate) head_seq: Seq,
    pub(crate) closed: bool,
}

impl Standing {
    /// History is visible from joining on.
    pub(crate) fn may_see(&self, seq: Seq) -> bool {
        seq >= self.joined_seq
    }
}
