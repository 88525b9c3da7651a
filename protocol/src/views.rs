//! Things as they are shown to someone: the nouns inside replies and events.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{
    Alias, Body, CircleEvent, CircleId, CircleName, ContentNote, DirectView, InviteId, InviteLabel,
    LocalDate, MemberId, MessageId, Milestone, Seq, Timestamp,
};

wire_enum! {
    /// What a member may do in one circle.
    Role {
        Member = "member",
        Moderator = "moderator",
    }
}

wire_enum! {
    /// Words of support. A fixed set, so that nobody is answered with a thumb down.
    Reaction {
        WithYou = "with_you",
        ProudOfYou = "proud_of_you",
        ThankYou = "thank_you",
        MeToo = "me_too",
        Strength = "strength",
    }
}

/// A member as the other members see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MemberView {
    pub id: MemberId,
    pub alias: Alias,
    pub role: Role,
    /// False for someone who left or was removed; their words stay.
    pub present: bool,
    /// Only in a list of members, of those who joined after you did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub joined: Option<JoinedAt>,
}

/// Where in a circle's log somebody joined, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JoinedAt {
    pub seq: Seq,
    pub at: Timestamp,
}

/// A message as its circle sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MessageView {
    pub id: MessageId,
    pub seq: Seq,
    pub author: MemberId,
    pub sent_at: Timestamp,
    /// Null once the message is deleted, and while it is muted.
    pub body: Option<Body>,
    /// The message this one answers; possibly older than what you may see.
    pub reply_to: Option<MessageId>,
    pub mentions: Vec<MemberId>,
    pub edited_at: Option<Timestamp>,
    pub deleted: bool,
    /// Hidden by a moderator: `body` is null for everyone but its author.
    pub muted: bool,
    /// What the message is folded under.
    pub content_note: Option<ContentNote>,
    pub pinned: bool,
    pub reactions: Vec<ReactionView>,
    /// Several people reported it, and no moderator has looked at it yet: it is
    /// folded for everybody but its author.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub under_review: bool,
    /// Its author calls it a win.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub win: bool,
    /// It belongs to the circle's thread of this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub daily_on: Option<LocalDate>,
    /// The milestone its author shares with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub milestone: Option<Milestone>,
}

/// Who said one of the words of support, in the order they said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReactionView {
    pub reaction: Reaction,
    pub members: Vec<MemberId>,
}

/// One of your circles, as you stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CircleView {
    pub id: CircleId,
    pub name: CircleName,
    /// Your own member id here.
    pub me: MemberId,
    pub role: Role,
    /// Your history begins after this place in the log.
    pub joined_seq: Seq,
    /// The newest place in the log.
    pub head_seq: Seq,
    /// Your own read marker; nobody else is told of it.
    pub read_seq: Seq,
    /// Messages of others after your read marker, at most 100.
    pub unread: u16,
    /// Those of them that mention you, at most 100.
    pub unread_mentions: u16,
    pub closed: bool,
    /// Until when you can't post here.
    pub muted_until: Option<Timestamp>,
    /// The least time between two of your messages; 0 for none.
    pub slow_mode_seconds: u16,
    /// Only where this is a private conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub direct: Option<DirectView>,
    /// Messages of others that you have hidden for yourself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<MessageId>>")]
    pub hidden: Vec<MessageId>,
    pub catch_up: CatchUp,
}

/// How a returning client learns what it missed in one circle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CatchUp {
    /// Everything after the cursor, in order, without a hole. Possibly nothing.
    Events { events: Vec<CircleEvent> },
    /// Too far behind, or no cursor that still means anything: forget what you
    /// hold of this circle and fetch the newest page.
    Gap,
}

/// A found message, with the circle it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Found {
    pub circle: CircleId,
    pub message: MessageView,
}

/// A circle as the centre's coordinator sees it: no words said in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CentreCircle {
    pub id: CircleId,
    pub name: CircleName,
    pub members: u16,
    pub member_limit: u16,
    pub closed: bool,
    pub created_at: Timestamp,
}

/// A member as the coordinator sees them: by the label of their invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterEntry {
    pub member: MemberId,
    pub label: Option<InviteLabel>,
    /// Where there is no label and whoever asks has met them in this circle.
    pub alias: Option<Alias>,
    /// Where there is no label: when the invite was made that they joined by.
    pub invited_at: Option<Timestamp>,
    pub role: Role,
    pub joined_at: Timestamp,
    pub present: bool,
    /// Nobody can sign in to their account for now.
    pub suspended: bool,
}

/// How far somebody has read a roster: who is present comes before who is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterCursor {
    pub member: MemberId,
    pub present: bool,
    /// As it was read: whoever came back since is no place any more.
    pub joined_at: Timestamp,
}

wire_enum! {
    /// What whoever follows an invite becomes.
    InviteRole {
        Member = "member",
        Moderator = "moderator",
        /// A member who also mentors.
        Mentor = "mentor",
        /// Staff of the centre; such an invite carries no circle.
        Coordinator = "coordinator",
    }
}

wire_enum! {
    InviteState {
        Open = "open",
        Used = "used",
        Withdrawn = "withdrawn",
        Expired = "expired",
        /// Too many names that are taken were tried with it.
        Locked = "locked",
    }
}

/// An invite as its coordinator sees it. The secret is shown once, when made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InviteView {
    pub id: InviteId,
    pub circle: Option<CircleId>,
    pub role: InviteRole,
    pub label: Option<InviteLabel>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub state: InviteState,
}
