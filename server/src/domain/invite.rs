//! The state of an invite, and whether it can still be used.

use circles_protocol::{
    Alias, InviteId, InviteRole, InviteState, RefusalCode, Role, SignInName, Timestamp,
};
use sha2::{Digest as _, Sha256};

use super::Rejection;

/// The number of different taken names that may be tried with one invite: enough for
/// somebody who chooses names, but too few for somebody who wants to know who is here.
pub(crate) const TAKEN_NAMES_PER_INVITE: u16 = 3;

/// Everything that can end an invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InviteStatus {
    pub(crate) used: bool,
    pub(crate) withdrawn: bool,
    pub(crate) expires_at: Timestamp,
    /// How many different taken names were tried with it.
    pub(crate) taken_names: u16,
}

impl InviteStatus {
    pub(crate) fn state(self, now: Timestamp) -> InviteState {
        if self.used {
            InviteState::Used
        } else if self.withdrawn {
            InviteState::Withdrawn
        } else if self.expires_at <= now {
            InviteState::Expired
        } else if self.taken_names >= TAKEN_NAMES_PER_INVITE {
            InviteState::Locked
        } else {
            InviteState::Open
        }
    }

    /// # Errors
    /// The same refusal for used, withdrawn and expired invites, and for ones that never
    /// existed: whoever finds an old link learns nothing from it. A locked invite gets
    /// another one, because its guest needs to know what to do.
    pub(crate) fn require_open(self, now: Timestamp) -> Result<(), Rejection> {
        match self.state(now) {
            InviteState::Open => Ok(()),
            InviteState::Locked => Err(locked()),
            InviteState::Used | InviteState::Withdrawn | InviteState::Expired => Err(invalid()),
        }
    }
}

/// The role that an invite gives somebody in its circle; a coordinator's invite has no
/// circle.
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

pub(crate) fn locked() -> Rejection {
    Rejection::new(
        RefusalCode::InviteLocked,
        "Several of the names tried with this invite were taken already, so it has closed. That \
         keeps everybody's names private. Please ask whoever gave it to you for a new one.",
    )
}

/// A taken name that was tried with an invite: kept as a hash, so that the same name
/// counts only once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TakenName(pub(crate) [u8; 32]);

impl TakenName {
    pub(crate) fn alias(invite: InviteId, alias: &Alias) -> Self {
        Self::hashed(invite, "alias", alias.as_str())
    }

    pub(crate) fn sign_in(invite: InviteId, name: &SignInName) -> Self {
        Self::hashed(invite, "sign-in name", name.as_str())
    }

    fn hashed(invite: InviteId, kind: &str, name: &str) -> Self {
        Self(Sha256::digest(format!("{invite}\n{kind}\n{name}")).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRESH: InviteStatus =
        InviteStatus { used: false, withdrawn: false, expires_at: Timestamp(100), taken_names: 0 };

    #[test]
    fn a_fresh_invite_opens_the_door() {
        assert_eq!(FRESH.state(Timestamp(99)), InviteState::Open);
        assert_eq!(FRESH.require_open(Timestamp(99)), Ok(()));
    }

    #[test]
    fn used_withdrawn_and_expired_invites_are_refused_alike() {
        let now = Timestamp(99);
        let used = InviteStatus { used: true, ..FRESH }.require_open(now);
        assert_eq!(used, Err(invalid()));
        assert_eq!(InviteStatus { withdrawn: true, ..FRESH }.require_open(now), used);
        assert_eq!(FRESH.require_open(Timestamp(100)), used);
    }

    #[test]
    fn a_used_invite_says_used_also_when_its_time_is_over() {
        assert_eq!(InviteStatus { used: true, ..FRESH }.state(Timestamp(200)), InviteState::Used);
        assert_eq!(FRESH.state(Timestamp(200)), InviteState::Expired);
    }

    #[test]
    fn an_invite_is_locked_after_several_taken_names_and_says_so() {
        let tried = |taken_names| InviteStatus { taken_names, ..FRESH };
        let before = TAKEN_NAMES_PER_INVITE - 1;
        assert_eq!(tried(before).require_open(Timestamp(99)), Ok(()));
        let refused = tried(TAKEN_NAMES_PER_INVITE).require_open(Timestamp(99));
        assert_eq!(refused, Err(locked()));
        // Whoever finds it later learns no more than from any other old link.
        let late = tried(TAKEN_NAMES_PER_INVITE).require_open(Timestamp(100));
        assert_eq!(late, Err(invalid()));
    }

    #[test]
    fn a_taken_name_is_the_same_for_one_invite_only() {
        let (invite, other) = (InviteId::from_bytes([1; 16]), InviteId::from_bytes([2; 16]));
        let (alias, name) = (Alias::parse("robin").unwrap(), SignInName::parse("robin").unwrap());
        assert_eq!(TakenName::alias(invite, &alias), TakenName::alias(invite, &alias));
        assert_ne!(TakenName::alias(invite, &alias), TakenName::alias(other, &alias));
        assert_ne!(TakenName::alias(invite, &alias), TakenName::sign_in(invite, &name));
    }
}
