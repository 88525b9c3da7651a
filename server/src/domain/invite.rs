//! What became of an invite, and whether it still opens the door.

use circles_protocol::{InviteRole, InviteState, RefusalCode, Role, Timestamp};

use super::Rejection;

/// Everything that can end an invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fate {
    pub(crate) used: bool,
    pub(crate) withdrawn: bool,
    pub(crate) expires_at: Timestamp,
}

impl Fate {
    pub(crate) fn state(self, now: Timestamp) -> InviteState {
        if self.used {
            InviteState::Used
        } else if self.withdrawn {
            InviteState::Withdrawn
        } else if self.expires_at <= now {
            InviteState::Expired
        } else {
            InviteState::Open
        }
    }

    /// # Errors
    /// One refusal for used, withdrawn and expired, and for invites that never
    /// were: whoever finds an old link learns nothing from it.
    pub(crate) fn require_open(self, now: Timestamp) -> Result<(), Rejection> {
        match self.state(now) {
            InviteState::Open => Ok(()),
            InviteState::Used | InviteState::Withdrawn | InviteState::Expired => Err(invalid()),
        }
    }
}

/// What an invite makes of someone in its circle; a coordinator's is for none.
pub(crate) fn circle_role(role: InviteRole) -> Option<Role> {
    match role {
        InviteRole::Member | InviteRole::Mentor => Some(Role::Member),
        InviteRole::Moderator => Some(Role::Moderator),
        InviteRole::Coordinator => None,
    }
}

pub(crate) fn invalid() -> Rejection {
    Rejection::new(
        RefusalCode::InviteInvalid,
        "This invite can't be used. Please ask the centre for a new one.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRESH: Fate = Fate { used: false, withdrawn: false, expires_at: Timestamp(100) };

    #[test]
    fn a_fresh_invite_opens_the_door() {
        assert_eq!(FRESH.state(Timestamp(99)), InviteState::Open);
        assert_eq!(FRESH.require_open(Timestamp(99)), Ok(()));
    }

    #[test]
    fn used_withdrawn_and_expired_invites_are_refused_alike() {
        let now = Timestamp(99);
        let used = Fate { used: true, ..FRESH }.require_open(now);
        assert_eq!(used, Err(invalid()));
        assert_eq!(Fate { withdrawn: true, ..FRESH }.require_open(now), used);
        assert_eq!(FRESH.require_open(Timestamp(100)), used);
    }

    #[test]
    fn a_used_invite_says_used_also_when_its_time_is_over() {
        assert_eq!(Fate { used: true, ..FRESH }.state(Timestamp(200)), InviteState::Used);
        assert_eq!(FRESH.state(Timestamp(200)), InviteState::Expired);
    }
}
