//! The safety of one's own account.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{CircleId, MemberId, RecoveryLinkId, Timestamp};

request!(
    /// The own security notices of the last 90 days, newest first.
    ListSecurityNotices {}
);
request!(
    /// Those up to this time were seen.
    MarkSecurityNoticesSeen {
        through: Timestamp,
    }
);
request!(
    /// Makes a link by which a member gets back into their account. Its secret is in the
    /// answer, only there. A link that was made earlier stops working.
    CreateRecoveryLink {
        circle: CircleId,
        member: MemberId,
    }
);
request!(
    /// A link that was not used yet stops working.
    WithdrawRecoveryLink {
        link: RecoveryLinkId,
    }
);
request!(
    /// Links that can be used, accounts that are partly closed, and links that were stopped
    /// in the last 30 days; newest first.
    ListRecoveryLinks {}
);
request!(
    /// Opens everything again for somebody who came back by this link. Only for a
    /// coordinator who did not make it.
    ConfirmRecovery {
        link: RecoveryLinkId,
    }
);
request!(
    /// Stops every link to the own account that was not used yet.
    StopRecoveryLink {}
);
