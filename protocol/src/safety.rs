//! Keeping a circle safe: what is said of mutes, content notes and the audit. Fixed sets
//! of words throughout, so that a record holds codes and never a moderator's own
//! sentence about a person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{ActId, CircleId, InviteLabel, MemberId, MessageId, Timestamp};

/// What is wrong: the reason of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// Somebody may be in danger.
    Danger,
    /// Somebody is being worked on: romance, money, control.
    Predation,
    /// Telling who is in recovery, or where to find them.
    Outing,
    /// Offering or asking for substances, or selling.
    Solicitation,
    Shaming,
    Other,
}

impl Concern {
    pub const ALL: &'static [Self] = &[
        Self::Danger,
        Self::Predation,
        Self::Outing,
        Self::Solicitation,
        Self::Shaming,
        Self::Other,
    ];
}

/// For how long one moderator may mute a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MuteDuration {
    OneHour,
    OneDay,
    OneWeek,
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

/// What a message is folded under, until whoever wants to opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContentNote {
    SubstanceUse,
    SelfHarm,
    DeathAndLoss,
    Violence,
    Other,
}

impl ContentNote {
    pub const ALL: &'static [Self] =
        &[Self::SubstanceUse, Self::SelfHarm, Self::DeathAndLoss, Self::Violence, Self::Other];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    MessageMute,
    MemberMute,
    /// A member's messages of the last day, and the member.
    MassMute,
}

/// What was done about you, as you see it. Who did it is not said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnAct {
    pub id: ActId,
    pub circle: CircleId,
    pub kind: ActKind,
    pub reason: Concern,
    pub at: Timestamp,
    /// When a mute of the member ends by itself.
    pub until: Option<Timestamp>,
    /// When it was taken back.
    pub ended_at: Option<Timestamp>,
    /// The messages it still hides, at most 100.
    pub messages: Vec<MessageId>,
}

/// An act as the circle's moderators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActView {
    pub id: ActId,
    pub kind: ActKind,
    pub subject: MemberId,
    /// Null for an act of the centre.
    pub by: Option<MemberId>,
    pub reason: Concern,
    pub at: Timestamp,
    pub until: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// How many messages it still hides.
    pub messages: u32,
}

/// What the audit records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditAct {
    MessageMuted,
    MessageUnmuted,
    MessageRevealed,
    MemberMuted,
    MuteLifted,
    MassMuted,
    ContentNoteChanged,
    SlowModeChanged,
    MemberRemoved,
    RoleChanged,
    CircleCreated,
    CircleRenamed,
    CircleResized,
    CircleClosed,
    InviteCreated,
    InviteWithdrawn,
}

impl AuditAct {
    pub const ALL: &'static [Self] = &[
        Self::MessageMuted,
        Self::MessageUnmuted,
        Self::MessageRevealed,
        Self::MemberMuted,
        Self::MuteLifted,
        Self::MassMuted,
        Self::ContentNoteChanged,
        Self::SlowModeChanged,
        Self::MemberRemoved,
        Self::RoleChanged,
        Self::CircleCreated,
        Self::CircleRenamed,
        Self::CircleResized,
        Self::CircleClosed,
        Self::InviteCreated,
        Self::InviteWithdrawn,
    ];
}

/// One row of the audit: ids and codes, no words anyone wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditEntry {
    /// Contiguous from 1.
    #[ts(type = "number")]
    pub number: u64,
    pub at: Timestamp,
    pub act: AuditAct,
    /// Who did it: eight hex digits, the same ones for the same account. Null
    /// for what the operator did on the machine itself.
    pub actor: Option<String>,
    /// The label of the actor's invite to that circle, while the account lasts.
    pub actor_label: Option<InviteLabel>,
    pub circle: Option<CircleId>,
    /// The id of what it was done to: a message, a member or an invite.
    #[ts(type = "string | null")]
    pub target: Option<Uuid>,
    pub reason: Option<Concern>,
}
