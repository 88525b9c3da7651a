//! Private conversations: a circle of two, with rules of its own about who may open one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{Alias, BlockId, CircleId, MemberId, MemberView, PairingId, Timestamp};

wire_enum! {
    DirectState {
        /// You asked for it; nothing more can be sent until it is answered.
        Asking = "asking",
        /// The other asks; read, then accept, decline or block.
        Asked = "asked",
        Open = "open",
        /// One of the two has ended it. It can be read.
        Ended = "ended",
    }
}

wire_enum! {
    /// What writing to somebody privately comes to, as far as one's own time and one's
    /// own doing say. It tells nothing of the other.
    DirectTerms {
        /// It is sent at once.
        Open = "open",
        /// It is a request, or sent at once, or refused where the other is new.
        Request = "request",
        /// One is new oneself: only mentor and moderators can be written to.
        Newcomer = "newcomer",
        /// One has asked already.
        Waiting = "waiting",
        /// One has asked as many people as one may in a week.
        WeeklyLimit = "weekly_limit",
        /// One has blocked them oneself.
        Blocked = "blocked",
    }
}

/// What makes a circle a private conversation, as one of the two sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DirectView {
    pub state: DirectState,
    pub with: MemberView,
}

/// With whom to open a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DirectWith {
    /// A member of an own circle.
    ByMember { circle: CircleId, member: MemberId },
    /// The other of an own pairing.
    ByPairing { pairing: PairingId },
}

/// Somebody you don't want to hear from. They are not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BlockView {
    pub id: BlockId,
    pub alias: Alias,
    pub at: Timestamp,
}
