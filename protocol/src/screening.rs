//! Looking at a message before the circle does: what is looked for, messages that
//! wait for a moderator, and what the centre has chosen.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{Body, CircleId, ContentNote, MessageId, MilestoneStyle, Timestamp, Zone};

wire_enum! {
    /// Something in a message that is worth a second look. Never the name of a
    /// substance alone.
    Signal {
        PhoneNumber = "phone_number",
        /// A name under which somebody is paid or written to elsewhere.
        PaymentHandle = "payment_handle",
        Link = "link",
        Price = "price",
        /// It sounds as if somebody may harm themselves. Such a message is never
        /// held: it is folded, and its author is offered help.
        Crisis = "crisis",
    }
}

/// An own message that waits for a moderator. The circle does not see it yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HeldView {
    pub id: MessageId,
    pub circle: CircleId,
    pub body: Body,
    pub reply_to: Option<MessageId>,
    pub content_note: Option<ContentNote>,
    pub held_at: Timestamp,
    /// A moderator decided not to post it. Its words are here until its author takes
    /// them back.
    #[serde(default)]
    pub not_posted: bool,
}

/// How full the database is, and when it was backed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StorageView {
    /// In MiB, rounded up.
    pub used_mib: u32,
    /// What it may take in all, in MiB: the operator's bound, or what the disk has room
    /// for where that is less.
    pub most_mib: u32,
    /// Somebody should make room: from four fifths on, or with less than 256 MiB free
    /// on the disk.
    pub low: bool,
    /// Absent from servers that can't make backups themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub backup: Option<BackupView>,
}

/// The server's own backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupView {
    /// Whether the server makes any.
    pub scheduled: bool,
    /// When the newest was made.
    pub last_at: Option<Timestamp>,
    /// It makes them, and none is younger than 48 hours.
    pub overdue: bool,
    /// The last attempt to make one failed; the server's log says why.
    pub failed: bool,
}

/// One's own message that waits or was not posted, by what tells it from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HeldCursor {
    pub circle: CircleId,
    pub message: MessageId,
    /// As it stood there: what was decided since is no place any more.
    pub not_posted: bool,
}

/// What the centre has chosen for all of its circles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CentreSettings {
    /// Whether a muted member may still add words of support.
    pub muted_may_react: bool,
    /// For how many days after signing up a message with a signal is held; later
    /// it is posted and flagged. 0 to 365.
    pub new_account_hold_days: u16,
    /// The signals that are looked for, each at most once.
    pub watch_for: Vec<Signal>,
    /// The centre's time zone; null in a change leaves it as it is.
    #[serde(default)]
    pub zone: Option<Zone>,
    /// How milestones look; null in a change leaves it as it is.
    #[serde(default)]
    pub milestone_style: Option<MilestoneStyle>,
    /// For how many days after signing up two reports fold a message until a
    /// moderator has looked at it. 0 to 365, 0 for never; null in a change leaves
    /// it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub fold_reports_days: Option<u16>,
}
