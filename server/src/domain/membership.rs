//! Who is acting, and their membership of the circle they act in.

use circles_protocol::{CircleId, DirectState, MemberId, Role, Seq, SessionId, Timestamp};

use super::{AccountKey, CircleKey, MemberKey};

/// The account behind a request. Its circles are not stored here: they are looked up in
/// the transaction that acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Actor {
    pub(crate) account: AccountKey,
    pub(crate) coordinator: bool,
}

/// Somebody who runs commands on the machine itself: with access to the database they are
/// as good as a coordinator. No account has this key.
pub(crate) const OPERATOR: Actor = Actor { account: AccountKey(0), coordinator: true };

/// The session that a request came with. It may end while the request is running, so
/// every transaction checks again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ActingSession {
    pub(crate) id: SessionId,
    /// Whether the request was accepted as a coordinator's.
    pub(crate) coordinator: bool,
    /// Whether the request is closed to an account that came back by a recovery link.
    pub(crate) private: bool,
}

/// Somebody who acts in a circle in their role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ModeratorContext {
    pub(crate) actor: Actor,
    pub(crate) circle: CircleKey,
    pub(crate) circle_id: CircleId,
    /// The moderator who acts; `None` for the centre.
    pub(crate) moderator: Option<MemberKey>,
}

impl ModeratorContext {
    pub(crate) const fn of_moderator(actor: Actor, moderator: &Membership) -> Self {
        Self {
            actor,
            circle: moderator.circle,
            circle_id: moderator.circle_id,
            moderator: Some(moderator.member),
        }
    }
}

/// A present member in their circle, as of the transaction that looked it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Membership {
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
    /// The end of the last mute; it may be past.
    pub(crate) muted_until: Option<Timestamp>,
    pub(crate) slow_mode_seconds: u16,
    /// When this member last posted, as far as slow mode needs it.
    pub(crate) last_posted_at: Option<Timestamp>,
    /// If the circle is a private conversation: its state, as this member sees it.
    pub(crate) direct: Option<DirectState>,
    /// It is a private conversation, and the account came back by a recovery link a short
    /// time ago.
    pub(crate) withheld: bool,
}

impl Membership {
    /// History is visible from joining on.
    pub(crate) fn may_see(&self, seq: Seq) -> bool {
        seq >= self.joined_seq
    }

    /// How much longer this member can't post; `None` if they can. The mute ends by
    /// itself at its time.
    pub(crate) fn muted_for_ms(&self, now: Timestamp) -> Option<u32> {
        let left_ms = self.muted_until?.0 - now.0;
        (left_ms > 0).then(|| u32::try_from(left_ms).unwrap_or(u32::MAX))
    }
}
