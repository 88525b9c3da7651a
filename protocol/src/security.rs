//! What somebody is told about the safety of their own account, and coordinators
//! about who joins and leaves their ranks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{Alias, Timestamp};

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
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SecurityNotice {
    pub kind: SecurityNoticeKind,
    pub at: Timestamp,
    /// A coarse kind of device ("Android phone"), where it happened on one.
    pub device: Option<String>,
    /// The coordinator who did it; null on the command line, and for anything else.
    pub actor: Option<Alias>,
    /// The coordinator it was done to.
    pub about: Option<Alias>,
    pub seen: bool,
}
