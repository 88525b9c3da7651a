//! When a recovery link can be used, and what its account's holder is told of it.

use circles_protocol::{AccountRecovery, RefusalCode, Timestamp};

use super::Rejection;

/// Everything that decides whether a link can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LinkStatus {
    pub(crate) used: bool,
    /// Withdrawn, replaced by another one, or stopped by the account's holder.
    pub(crate) ended: bool,
    pub(crate) expires_at: Timestamp,
    /// Made by a coordinator, and not on the command line.
    pub(crate) by_coordinator: bool,
    /// The account that it leads to is a coordinator's.
    pub(crate) to_coordinator: bool,
    /// That account is suspended.
    pub(crate) suspended: bool,
}

impl LinkStatus {
    /// # Errors
    /// The same refusal for every link that can't be used, and for those that never existed:
    /// whoever finds an old one learns nothing from it.
    pub(crate) fn require_usable(self, now: Timestamp) -> Result<(), Rejection> {
        // Their role may have changed since: one coordinator must never get into the account
        // of another.
        let into_a_colleagues_account = self.by_coordinator && self.to_coordinator;
        let over = self.used || self.ended || self.expires_at <= now;
        if over || into_a_colleagues_account || self.suspended { Err(invalid()) } else { Ok(()) }
    }
}

pub(crate) fn invalid() -> Rejection {
    Rejection::new(
        RefusalCode::RecoveryLinkInvalid,
        "This link can't be used. Please ask the centre for a new one.",
    )
}

/// Without a link that has expired; `None` if nothing is left to tell.
pub(crate) fn current(recovery: AccountRecovery, now: Timestamp) -> Option<AccountRecovery> {
    let link_until = recovery.link_until.filter(|until| *until > now);
    let current = AccountRecovery { link_until, ..recovery };
    (current != AccountRecovery::default()).then_some(current)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);
    const FRESH: LinkStatus = LinkStatus {
        used: false,
        ended: false,
        expires_at: Timestamp(1_001),
        by_coordinator: true,
        to_coordinator: false,
        suspended: false,
    };

    #[test]
    fn a_fresh_link_can_be_used() {
        assert_eq!(FRESH.require_usable(NOW), Ok(()));
        let by_operator = LinkStatus { by_coordinator: false, to_coordinator: true, ..FRESH };
        assert_eq!(by_operator.require_usable(NOW), Ok(()));
    }

    #[test]
    fn every_other_link_is_refused_alike() {
        for status in [
            LinkStatus { used: true, ..FRESH },
            LinkStatus { ended: true, ..FRESH },
            LinkStatus { expires_at: NOW, ..FRESH },
            LinkStatus { to_coordinator: true, ..FRESH },
            LinkStatus { suspended: true, ..FRESH },
        ] {
            assert_eq!(status.require_usable(NOW), Err(invalid()), "{status:?}");
        }
    }

    #[test]
    fn an_expired_link_is_nothing_to_tell_of() {
        let open = AccountRecovery { link_until: Some(Timestamp(1_001)), closed_until: None };
        assert_eq!(current(open, NOW), Some(open));
        assert_eq!(current(open, Timestamp(1_001)), None);
        let closed = AccountRecovery { closed_until: Some(NOW), ..open };
        let told = AccountRecovery { link_until: None, ..closed };
        assert_eq!(current(closed, Timestamp(1_001)), Some(told));
    }
}
