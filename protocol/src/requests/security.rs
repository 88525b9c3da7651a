//! The safety of one's own account.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Timestamp;

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
