//! Appeals against what a moderator did, and actions that take two people.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{
    ActionView, AppealId, CircleId, Evidence, MemberId, ProposalId, Reason, Statement, Timestamp,
};

wire_enum! {
    AppealOutcome {
        /// What was done stays as it is.
        ActionUpheld = "action_upheld",
        /// It is undone.
        ActionOverturned = "action_overturned",
    }
}

/// Your appeal against an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnAppeal {
    pub at: Timestamp,
    /// By when it is to be decided.
    pub due_at: Timestamp,
    /// Null while nobody has decided.
    pub outcome: Option<AppealOutcome>,
}

/// An appeal as those see it who may decide: never whoever acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AppealView {
    pub id: AppealId,
    pub circle: CircleId,
    pub action: ActionView,
    pub at: Timestamp,
    pub due_at: Timestamp,
}

/// An appeal that somebody opened, with the words it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenedAppeal {
    pub appeal: AppealView,
    pub statement: Option<Statement>,
    /// What the action hides, oldest first.
    pub messages: Vec<Evidence>,
    /// There are more copies: they are asked for with `skip`.
    #[serde(default)]
    pub has_more: bool,
}

wire_enum! {
    /// What no moderator may do alone.
    ProposedAction {
        Removal = "removal",
        /// 30 days.
        OneMonthMute = "one_month_mute",
    }
}

/// An action that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProposalView {
    pub id: ProposalId,
    pub circle: CircleId,
    pub subject: MemberId,
    pub action: ProposedAction,
    pub reason: Reason,
    pub by: MemberId,
    /// It is yours: you may withdraw it, not agree to it.
    pub mine: bool,
    pub at: Timestamp,
    /// When it lapses by itself.
    pub until: Timestamp,
}
