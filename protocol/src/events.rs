//! What happened in a circle. An event is written once and takes the circle's next
//! number. While it is new it is the same bytes for every member; replayed to somebody
//! who returns, it shows content as it stands now for this reader.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Body, CircleId, CircleName, ContentNote, MemberId, MemberView, MessageId, MessageView,
    Reaction, Role, Seq, Timestamp,
};

/// One entry of a circle's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CircleEvent {
    pub circle: CircleId,
    pub seq: Seq,
    pub at: Timestamp,
    /// Who did it; null for actions of the centre and of moderators.
    pub by: Option<MemberId>,
    pub what: EventPayload,
}

/// The kinds of log entry. A client passes over kinds it does not know, and
/// still counts their number.
///
/// When an event is replayed to a returning client, its content is as it stands now:
/// the body of a message is null if it was deleted since, or is muted for this reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventPayload {
    MessagePosted {
        message: MessageView,
    },
    /// `body` is null if the message was deleted since, or is muted for this reader.
    MessageEdited {
        message: MessageId,
        body: Option<Body>,
        mentions: Vec<MemberId>,
        edited_at: Timestamp,
    },
    MessageDeleted {
        message: MessageId,
    },
    ReactionAdded {
        message: MessageId,
        reaction: Reaction,
    },
    ReactionRemoved {
        message: MessageId,
        reaction: Reaction,
    },
    MessagePinned {
        message: MessageId,
    },
    MessageUnpinned {
        message: MessageId,
    },
    MemberJoined {
        member: MemberView,
    },
    MemberLeft {
        member: MemberId,
    },
    MemberRemoved {
        member: MemberId,
    },
    MemberRoleChanged {
        member: MemberId,
        role: Role,
    },
    CircleRenamed {
        name: CircleName,
    },
    CircleClosed,
    /// Hidden by a moderator. Only its author keeps the words.
    MessageMuted {
        message: MessageId,
    },
    /// No longer hidden, as it stands now.
    MessageUnmuted {
        message: MessageView,
    },
    ContentNoteChanged {
        message: MessageId,
        note: Option<ContentNote>,
    },
    SlowModeChanged {
        seconds: u16,
    },
    /// Folded since several people reported it, or no longer: a moderator has looked.
    UnderReviewChanged {
        message: MessageId,
        under_review: bool,
    },
}
