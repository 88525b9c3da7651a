//! Keeping a circle safe: what is said of mutes, content notes and the audit. Fixed sets
//! of words throughout, so that a record holds codes and never a moderator's own
//! sentence about a person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::wire_enum::wire_enum;
use crate::{ActionId, CircleId, InviteLabel, MemberId, MessageId, OwnAppeal, Timestamp};

wire_enum! {
    /// What is wrong: the reason of an action.
    Reason {
        /// Somebody may be in danger.
        Danger = "danger",
        /// Somebody is being worked on: romance, money, control.
        Predation = "predation",
        /// Telling who is in recovery, or where to find them.
        Outing = "outing",
        /// Offering or asking for substances, or selling.
        Solicitation = "solicitation",
        Shaming = "shaming",
        Other = "other",
    }
}

wire_enum! {
    /// For how long one moderator may mute a member.
    MuteDuration {
        OneHour = "one_hour",
        OneDay = "one_day",
        OneWeek = "one_week",
    }
}

impl MuteDuration {
    #[must_use]
    pub const fn ms(self) -> i64 {
        const HOUR_MS: i64 = 3_600_000;
        match self {
            Self::OneHour => HOUR_MS,
            Self::OneDay => 24 * HOUR_MS,
            Self::OneWeek => 7 * 24 * HOUR_MS,
        }
    }
}

wire_enum! {
    /// What a message is folded under, until whoever wants to opens it.
    ContentNote {
        SubstanceUse = "substance_use",
        SelfHarm = "self_harm",
        DeathAndLoss = "death_and_loss",
        Violence = "violence",
        Other = "other",
    }
}

wire_enum! {
    ActionKind {
        MessageMute = "message_mute",
        MemberMute = "member_mute",
        /// A member's messages of the last day, and the member.
        MassMute = "mass_mute",
        /// A message that waited was not posted.
        HeldBack = "held_back",
        /// The member was taken out of the circle.
        Removal = "removal",
    }
}

/// What was done about you, as you see it. Who did it is not said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnAction {
    pub id: ActionId,
    pub circle: CircleId,
    pub kind: ActionKind,
    pub reason: Reason,
    pub at: Timestamp,
    /// When a mute of the member ends by itself.
    pub until: Option<Timestamp>,
    /// When it was taken back.
    pub ended_at: Option<Timestamp>,
    /// The messages it still hides, at most 100.
    pub messages: Vec<MessageId>,
    pub appeal: Option<OwnAppeal>,
}

/// An action as the circle's moderators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActionView {
    pub id: ActionId,
    pub kind: ActionKind,
    pub subject: MemberId,
    /// Null for an action of the centre.
    pub by: Option<MemberId>,
    pub reason: Reason,
    pub at: Timestamp,
    pub until: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// How many messages it still hides.
    pub messages: u32,
}

wire_enum! {
    /// What the audit records.
    AuditAction {
        MessageMuted = "message_muted",
        MessageUnmuted = "message_unmuted",
        MessageRevealed = "message_revealed",
        MemberMuted = "member_muted",
        MuteLifted = "mute_lifted",
        MassMuted = "mass_muted",
        ContentNoteChanged = "content_note_changed",
        SlowModeChanged = "slow_mode_changed",
        MemberRemoved = "member_removed",
        RoleChanged = "role_changed",
        CircleCreated = "circle_created",
        CircleRenamed = "circle_renamed",
        CircleResized = "circle_resized",
        CircleClosed = "circle_closed",
        InviteCreated = "invite_created",
        InviteWithdrawn = "invite_withdrawn",
        CaseOpened = "case_opened",
        CaseClaimed = "case_claimed",
        CaseHandedOver = "case_handed_over",
        CaseDismissed = "case_dismissed",
        HeldReleased = "held_released",
        HeldBack = "held_back",
        AppealOpened = "appeal_opened",
        ActionUpheld = "action_upheld",
        ActionOverturned = "action_overturned",
        ProposalMade = "proposal_made",
        ProposalAgreed = "proposal_agreed",
        ProposalDeclined = "proposal_declined",
        ProposalOpened = "proposal_opened",
        DecisionUndone = "decision_undone",
        AccountSuspended = "account_suspended",
        AccountRestored = "account_restored",
        RecoveryLinkMade = "recovery_link_made",
        RecoveryLinkWithdrawn = "recovery_link_withdrawn",
        RecoveryLinkStopped = "recovery_link_stopped",
        RecoveryLinkUsed = "recovery_link_used",
        RecoveryConfirmed = "recovery_confirmed",
        SettingsChanged = "settings_changed",
        MentorAdded = "mentor_added",
        MentorRemoved = "mentor_removed",
        PairingProposed = "pairing_proposed",
        PairingEnded = "pairing_ended",
        NoContactClosed = "no_contact_closed",
        OnCallAdded = "on_call_added",
        OnCallRemoved = "on_call_removed",
        ShiftAdded = "shift_added",
        ShiftRemoved = "shift_removed",
        ShiftHandedOver = "shift_handed_over",
        HelpAcknowledged = "help_acknowledged",
        HelpCardChanged = "help_card_changed",
        MeetingCreated = "meeting_created",
        MeetingCancelled = "meeting_cancelled",
    }
}

/// One row of the audit: ids and codes, no words anyone wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditEntry {
    /// Contiguous from 1.
    #[ts(type = "number")]
    pub number: u64,
    pub at: Timestamp,
    pub action: AuditAction,
    /// Who did it: eight hex digits, the same ones for the same account. Null
    /// for what the operator did on the machine itself.
    pub actor: Option<String>,
    /// The label of the actor's invite to that circle, while the account lasts.
    pub actor_label: Option<InviteLabel>,
    pub circle: Option<CircleId>,
    /// The id of what it was done to: a message, a member, an invite, a case,
    /// an appeal or a proposal.
    #[ts(type = "string | null")]
    pub target: Option<Uuid>,
    pub reason: Option<Reason>,
}
