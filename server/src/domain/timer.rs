//! What may happen at a set time. A timer says only: of this kind, about this row, check
//! again at this time. It doesn't know what to do then.

use circles_protocol::WireEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TimerKind {
    /// The hello ladder of an account.
    FollowUp,
    /// The next milestone of an account.
    Milestone,
    /// A help request that nobody has answered yet.
    Help,
    /// A meeting's reminder.
    Meeting,
    /// A private conversation, a circle of two, that was requested and not answered.
    DirectRequest,
    /// An account that came back by a recovery link is open again.
    AccountReopens,
}

impl WireEnum for TimerKind {
    const ALL: &'static [Self] = &[
        Self::FollowUp,
        Self::Milestone,
        Self::Help,
        Self::Meeting,
        Self::DirectRequest,
        Self::AccountReopens,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::FollowUp => "follow_up",
            Self::Milestone => "milestone",
            Self::Help => "help",
            Self::Meeting => "meeting",
            Self::DirectRequest => "direct_request",
            Self::AccountReopens => "account_reopens",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_word() {
        for kind in TimerKind::ALL {
            assert_eq!(TimerKind::find(kind.as_str()), Some(*kind));
        }
        assert_eq!(TimerKind::find("alarm"), None);
    }
}
