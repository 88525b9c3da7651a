//! Decisions about cases, as those see them who may decide: what was done, what of it
//! stands, and whether it can be undone.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{
    ActionView, CaseView, ContentNote, DecisionId, Evidence, MemberId, MuteDuration, ProposalView,
    Reason, ReportGiven, Timestamp,
};

wire_enum! {
    /// How a case ended: the words of the resolutions that end one, and one more.
    DecisionKind {
        Dismiss = "dismiss",
        MuteMessage = "mute_message",
        MuteMember = "mute_member",
        MassMute = "mass_mute",
        AddNote = "add_note",
        ProposeRemoval = "propose_removal",
        Release = "release",
        HoldBack = "hold_back",
        /// The author took the message back before anybody decided.
        Withdrawn = "withdrawn",
    }
}

wire_enum! {
    /// Whether a decision can be undone.
    UndoStatus {
        Possible = "possible",
        /// There was an appeal against what was done: whoever decides that, decides.
        Appealed = "appealed",
        /// What was done can't be undone, or there is nothing left of it.
        Final = "final",
    }
}

/// What was decided about a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DecisionView {
    pub id: DecisionId,
    pub kind: DecisionKind,
    /// Null for the centre, and where nobody decided.
    pub by: Option<MemberId>,
    /// It was you.
    pub mine: bool,
    pub at: Timestamp,
    /// As whoever decided gave it.
    pub reason: Option<Reason>,
    /// Of the mute.
    pub duration: Option<MuteDuration>,
    /// The note that was put on.
    pub note: Option<ContentNote>,
    /// What was done about the person, with what of it is in force.
    pub action: Option<ActionView>,
    pub undo_status: UndoStatus,
}

/// A case that was decided, without anybody's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DecidedCase {
    pub case: CaseView,
    pub decision: DecisionView,
}

/// What came of undoing a decision. The case is open again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Undone {
    /// Messages that the circle sees again.
    pub messages: u32,
    /// The mute of the member ended by this.
    pub mute_lifted: bool,
    /// By another mute they can't post until then.
    pub still_muted_until: Option<Timestamp>,
    /// The content note is again as it was before.
    pub note_restored: bool,
    /// The message waits for a moderator again.
    pub held_again: bool,
    /// Something of it was no longer as decided, and was left as it is.
    pub changed_since: bool,
}

/// A proposal that somebody opened, with the words that led to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenedProposal {
    pub proposal: ProposalView,
    /// Of the case in which it was proposed, oldest first; empty where it was
    /// proposed without one.
    pub evidence: Vec<Evidence>,
    /// There are more copies: they are asked for with `skip`.
    #[serde(default)]
    pub has_more: bool,
    pub reports: Vec<ReportGiven>,
    /// What was done about the same person in this circle before, newest first.
    pub actions: Vec<ActionView>,
}
