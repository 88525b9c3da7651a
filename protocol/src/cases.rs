//! Reports, and the cases they become in the queue of those who decide. Who
//! reported is on no side of the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{
    ActionView, Body, CaseId, CircleId, ContentNote, MemberId, MessageId, MuteDuration, Reason,
    ReportId, Signal, Statement, Timestamp,
};

/// A report as whoever made it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnReport {
    pub id: ReportId,
    pub circle: CircleId,
    pub reason: Reason,
    pub at: Timestamp,
    /// When somebody had dealt with it; what was done is not said.
    pub handled_at: Option<Timestamp>,
}

wire_enum! {
    /// How a case came about.
    CaseKind {
        /// Members reported a message or a person.
        Reported = "reported",
        /// A new account's message waits to be posted.
        Held = "held",
        /// A message was posted and something in it is worth a second look.
        Flagged = "flagged",
    }
}

/// Who is on a case, so that two do not work on it at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Claim {
    /// Null for the centre.
    pub by: Option<MemberId>,
    /// It is you.
    pub mine: bool,
    /// When it ends by itself.
    pub until: Timestamp,
}

/// A case as it stands in the queue: no words of anyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CaseView {
    pub id: CaseId,
    pub circle: CircleId,
    pub kind: CaseKind,
    /// The gravest that was named; the queue goes by it.
    pub reason: Reason,
    /// Whom it is about.
    pub subject: MemberId,
    /// The message it is about; null where it is about the person.
    pub message: Option<MessageId>,
    pub signals: Vec<Signal>,
    /// How many people reported it.
    pub reports: u16,
    pub opened_at: Timestamp,
    /// From then on it counts as overdue.
    pub due_at: Timestamp,
    pub claim: Option<Claim>,
    /// When a decision about it was undone last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reopened_at: Option<Timestamp>,
    /// It stands behind this case, as one of many that one person reported alone, or that
    /// are about messages of one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub folded_under: Option<CaseId>,
}

/// A copy of a message, kept as it was when it was reported, held, flagged or
/// muted with everything else, whatever became of the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Evidence {
    pub message: MessageId,
    pub body: Body,
    pub sent_at: Timestamp,
    pub taken_at: Timestamp,
}

/// What a report said; not who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportGiven {
    pub reason: Reason,
    pub statement: Option<Statement>,
    pub at: Timestamp,
}

/// A case that somebody opened, with the words it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenedCase {
    pub case: CaseView,
    /// Oldest first.
    pub evidence: Vec<Evidence>,
    /// There are more copies: they are asked for with `skip`.
    #[serde(default)]
    pub has_more: bool,
    /// Oldest first, at most 100.
    pub reports: Vec<ReportGiven>,
    /// What was done about the same person in this circle before, newest first.
    pub actions: Vec<ActionView>,
}

/// How a case ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CaseResolution {
    /// Nothing needs to be done.
    Dismiss,
    /// Mutes the message the case is about.
    MuteMessage,
    MuteMember {
        duration: MuteDuration,
    },
    /// The person, and all of their messages of the last 24 hours.
    MassMute {
        duration: MuteDuration,
    },
    /// Folds the message under this note.
    AddNote {
        note: ContentNote,
    },
    /// Proposes to remove the person: a second moderator or the centre decides.
    ProposeRemoval,
    /// Posts a held message.
    Release,
    /// Does not post a held message. Its author is told why, and may appeal.
    HoldBack,
}

/// What waits too long in one circle, for the centre: numbers alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OverdueView {
    pub circle: CircleId,
    pub cases: u32,
    pub appeals: u32,
}
