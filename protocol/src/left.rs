//! What ended for somebody a short while ago, as they see it: enough to report what
//! they received there, and nothing of what happened since.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Alias, Body, CircleId, CircleName, MemberId, MessageId, Seq, Timestamp};

/// A circle or a private conversation that one has left, was removed from, declined
/// or ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeftView {
    pub circle: CircleId,
    /// Null for a private conversation.
    pub name: Option<CircleName>,
    pub left_at: Timestamp,
    /// Until then what was received there can be reported.
    pub reportable_until: Timestamp,
    /// Everybody else whom one met there. Where a page ends among them, the next page
    /// begins with the same circle and the rest of them.
    pub members: Vec<LeftMember>,
}

/// How far somebody has read what they have left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeftCursor {
    pub circle: CircleId,
    /// The last of those met there; null where none is on the page.
    pub member: Option<MemberId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeftMember {
    pub id: MemberId,
    pub alias: Alias,
}

/// A message as it stood when it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeftMessage {
    pub id: MessageId,
    pub seq: Seq,
    pub author: MemberId,
    pub sent_at: Timestamp,
    /// Null where its author has changed the words since.
    pub body: Option<Body>,
}
