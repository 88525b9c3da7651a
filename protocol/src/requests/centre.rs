//! The centre: its settings, its audit, its statistics. Coordinators only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AuditAction, CentreSettings, CircleId};

request!(
    /// What the centre has chosen.
    ShowCentreSettings {}
);
request!(ChangeCentreSettings { settings: CentreSettings });
request!(
    /// What was done in a role, newest first, 100 at a time. Coordinators only.
    ListAudit {
        /// Only rows with a smaller number.
        #[serde(default)]
        #[ts(type = "number | null")]
        before: Option<u64>,
        #[serde(default)]
        action: Option<AuditAction>,
        #[serde(default)]
        circle: Option<CircleId>,
    }
);
request!(
    /// Of the last 26 weeks.
    ListCounts {}
);
