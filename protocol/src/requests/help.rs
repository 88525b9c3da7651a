//! Asking for help, answering it, and the on-call rota.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{HelpCard, HelpId, HelpTo, MemberId, OnCallId, Rank, ShiftId, Statement, Timestamp};

request!(
    /// Whom one could tell now, and what one has asked for.
    ShowHelp {}
);
request!(
    /// The same id again, or another while one is open, is the same request.
    /// Neither mutes nor rate limits hold it back; 6 an hour do.
    AskForHelp {
        id: HelpId,
        to: HelpTo,
        #[serde(default)]
        words: Option<Statement>,
        /// Nobody is told for five seconds, in which `end_help` takes it back.
        #[serde(default)]
        undo: bool,
    }
);
request!(
    /// More people are alerted for one's request, while nobody replies. Those who
    /// were alerted before are not alerted again.
    AddHelpRecipient {
        help: HelpId,
        to: HelpTo,
    }
);
request!(
    /// By whoever asked, at any time, or by whoever is replying.
    EndHelp {
        help: HelpId,
    }
);
request!(
    /// The first of those who are alerted replies; the private conversation with them opens.
    AcknowledgeHelp {
        help: HelpId,
    }
);
request!(
    /// What one is, or was in the last 24 hours, alerted for; newest first.
    ListHelpAlerts {}
);
request!(
    /// Shifts that touch these times, at most 92 days. Those on call, and the centre.
    ListRota {
        from: Timestamp,
        to: Timestamp,
    }
);
request!(
    /// Whoever is on call hands the rest of a shift to another who takes shifts.
    HandOverShift {
        shift: ShiftId,
        to: OnCallId,
    }
);
request!(
    /// Coordinators only, like all that follow. Null for oneself.
    AddOnCall {
        #[serde(default)]
        member: Option<MemberId>,
    }
);
request!(
    /// With all shifts to come.
    RemoveOnCall {
        person: OnCallId,
    }
);
request!(
    /// Gaps and overlaps are allowed, and shown.
    AddShift {
        person: OnCallId,
        rank: Rank,
        from: Timestamp,
        to: Timestamp,
    }
);
request!(RemoveShift { shift: ShiftId });
request!(
    /// Coordinators only.
    ChangeHelpCard {
        card: HelpCard,
    }
);
