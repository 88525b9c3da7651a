//! Being paired, and what a mentor does.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Means, OutreachOutcome, PairingId, Timestamp};

request!(AcceptPairing { pairing: PairingId });
request!(
    /// By either of the two, at any time, also instead of accepting. No reason is
    /// asked for or shown.
    EndPairing {
        pairing: PairingId,
    }
);
request!(
    /// Ends all own pairings as their mentor; the centre finds others for them.
    StepBack {}
);
request!(
    /// Own mentees, in the order they may need one.
    ShowBoard {}
);
request!(
    /// One mentee, with check-ins 100 at a time.
    ShowMentee {
        pairing: PairingId,
        /// Only check-ins older than this.
        #[serde(default)]
        before: Option<Timestamp>,
    }
);
request!(LogOutreach { pairing: PairingId, means: Means, outcome: OutreachOutcome });
request!(
    /// When the two mean to talk next; null for no such time.
    AgreeContact {
        pairing: PairingId,
        #[serde(default)]
        at: Option<Timestamp>,
    }
);
