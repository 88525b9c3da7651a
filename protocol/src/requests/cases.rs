//! Reports, and the queue of those who decide.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    CaseId, CaseResolution, CircleId, DecisionId, HeldCursor, LeftCursor, MemberId, MessageId,
    Reason, Seq, Statement,
};

request!(
    /// Tells the moderators of a message, unnamed. Never reaches the one it is
    /// about, whatever their role.
    ReportMessage {
        circle: CircleId,
        message: MessageId,
        reason: Reason,
        #[serde(default)]
        statement: Option<Statement>,
    }
);
request!(
    /// The same of a person.
    ReportMember {
        circle: CircleId,
        member: MemberId,
        reason: Reason,
        #[serde(default)]
        statement: Option<Statement>,
        /// It is about the private conversation of the two: the centre decides about
        /// it, with what they wrote there.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        in_private: bool,
    }
);
request!(
    /// Circles and private conversations that ended for oneself in the last 30 days,
    /// the latest first: what one received there can still be reported.
    ListLeftCircles {
        /// Only what comes after this.
        #[serde(default)]
        after: Option<LeftCursor>,
    }
);
request!(
    /// Others' messages that one received there until it ended, 50 at a time.
    FetchLeftMessages {
        circle: CircleId,
        /// Only those before this place; the last ones without it.
        #[serde(default)]
        before: Option<Seq>,
    }
);
request!(
    /// One's own reports of the last 12 months, newest first, at most 100.
    ListOwnReports {}
);
request!(
    /// One's own messages that wait for a moderator, and those that were not posted:
    /// the newest page of them, oldest first.
    ListHeldMessages {
        /// Only those that come before this one.
        #[serde(default)]
        before: Option<HeldCursor>,
    }
);
request!(
    /// Open cases of all circles in which one decides, gravest and oldest first,
    /// 50 at a time.
    ListCases {
        /// Only those that come after this one.
        #[serde(default)]
        after: Option<CaseId>,
    }
);
request!(
    /// Decided cases of all circles in which one decides, the newest decision first,
    /// 50 at a time.
    ListDecidedCases {
        /// Only those decided before this.
        #[serde(default)]
        before: Option<DecisionId>,
    }
);
request!(
    /// Undoes what a decision did, where it can be undone. The case is open again, and
    /// one's own.
    UndoDecision {
        decision: DecisionId,
    }
);
request!(
    /// The words a case is about, decided or not.
    FetchCase {
        case: CaseId,
        /// Leaves out so many copies, counted from the oldest, and what comes with the
        /// first page alone.
        #[serde(default)]
        skip: u32,
    }
);
request!(
    /// Says that one is on it: for an hour nobody else decides.
    ClaimCase {
        case: CaseId,
    }
);
request!(
    /// Gives an own claim to another who may decide, or back to all.
    HandOverCase {
        case: CaseId,
        #[serde(default)]
        to: Option<MemberId>,
    }
);
request!(
    /// Actions and ends the case in one. Everyone who reported is told "handled".
    CloseCase {
        case: CaseId,
        resolution: CaseResolution,
        /// Why; whoever it is about is told this.
        reason: Reason,
    }
);
request!(
    /// How much waits too long, circle by circle. Coordinators only, like all
    /// that follow.
    ListOverdue {}
);
request!(
    /// Ends every sign-in of the member's account and lets nobody sign in to it
    /// until it is restored. Nothing is deleted.
    SuspendAccount {
        circle: CircleId,
        member: MemberId,
        reason: Reason,
    }
);
request!(RestoreAccount { circle: CircleId, member: MemberId });
