//! What somebody is told about the safety of their own account, and coordinators
//! about who joins and leaves their ranks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{Alias, Person, RecoveryLinkId, Timestamp};

wire_enum! {
    /// What a security notice is about.
    SecurityNoticeKind {
        /// Somebody signed in to the account on a browser that it did not know.
        NewDevice = "new_device",
        PassphraseChanged = "passphrase_changed",
        /// So many wrong passphrases were tried that trying was stopped for a while.
        SignInsThrottled = "sign_ins_throttled",
        /// To coordinators: an invite for a further coordinator was made.
        CoordinatorInvited = "coordinator_invited",
        /// To coordinators: such an invite was followed.
        CoordinatorJoined = "coordinator_joined",
        CoordinatorSuspended = "coordinator_suspended",
        CoordinatorRestored = "coordinator_restored",
        /// Somebody at the centre made a link to get back into the account.
        RecoveryLinkMade = "recovery_link_made",
        /// That link was used: the account has a new passphrase.
        RecoveryLinkUsed = "recovery_link_used",
        /// To coordinators: a member stopped a link that they had not asked for.
        RecoveryLinkStopped = "recovery_link_stopped",
        /// To coordinators: a link to a coordinator's account was made on the command line.
        CoordinatorRecoveryLinkMade = "coordinator_recovery_link_made",
    }
}

/// What an account's holder is told of a way back in that somebody else opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccountRecovery {
    /// A recovery link can be used until then, unless the holder stops it.
    pub link_until: Option<Timestamp>,
    /// Private conversations, check-ins and dates are closed until then, unless a second
    /// coordinator confirms.
    pub closed_until: Option<Timestamp>,
}

wire_enum! {
    /// What became of a recovery link.
    RecoveryLinkState {
        /// It can be used.
        Open = "open",
        /// It was used, and the account is still partly closed.
        Used = "used",
        /// The account's holder stopped it before it was used.
        Stopped = "stopped",
    }
}

/// A recovery link as coordinators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecoveryLinkView {
    pub id: RecoveryLinkId,
    /// Whose account it is for; null once they are in no circle.
    pub person: Option<Person>,
    pub state: RecoveryLinkState,
    pub made_at: Timestamp,
    /// Until when it can be used; for a used one, until when the account is partly closed;
    /// for a stopped one, when it was stopped.
    pub until: Timestamp,
    /// Whether you made it. Only somebody else can confirm.
    pub own: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SecurityNotice {
    pub kind: SecurityNoticeKind,
    pub at: Timestamp,
    /// A coarse kind of device ("Android phone"), where it happened on one.
    pub device: Option<String>,
    /// The coordinator who did it, or who made the link; null on the command line, and for anything else.
    pub actor: Option<Alias>,
    /// The coordinator it was done to.
    pub about: Option<Alias>,
    pub seen: bool,
}
