//! What a client may ask over the socket: one struct per request, named as the
//! command that carries it out. Every request gets exactly one answer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::decode::read_json;
use crate::{
    Body, CircleId, ContentNote, Epoch, IdempotencyKey, MemberId, MessageId, Reaction, Refusal,
    RequestId, SearchQuery, Seq, Timestamp,
};

/// A text frame from the client: the request, and the number its answer carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ClientFrame {
    pub request_id: RequestId,
    /// For requests that would do something twice when they are sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub idempotency_key: Option<IdempotencyKey>,
    #[serde(flatten)]
    #[ts(flatten)]
    pub request: Request,
}

macro_rules! requests {
    ($($name:ident = $kind:literal,)*) => {
        /// Every request by its `type` on the wire.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
        #[serde(tag = "type")]
        pub enum Request {
            $(#[serde(rename = $kind)] $name($name),)*
        }

        impl Request {
            /// Reads the request of this type; `None` where there is no such type.
            pub(crate) fn read(kind: &str, text: &str) -> Option<Result<Self, Refusal>> {
                Some(match kind {
                    $($kind => read_json(text).map(Self::$name),)*
                    _ => return None,
                })
            }
        }

        /// The TypeScript declaration of each request, one per line.
        pub(crate) fn declarations(config: &ts_rs::Config) -> Vec<String> {
            vec![$(<$name as TS>::decl(config),)*]
        }
    };
}

requests! {
    Hello = "hello",
    Ping = "ping",
    SendMessage = "send_message",
    EditMessage = "edit_message",
    DeleteMessage = "delete_message",
    AddReaction = "add_reaction",
    RemoveReaction = "remove_reaction",
    PinMessage = "pin_message",
    UnpinMessage = "unpin_message",
    MarkRead = "mark_read",
    FetchHistory = "fetch_history",
    FetchMessage = "fetch_message",
    ListPins = "list_pins",
    ListMembers = "list_members",
    Search = "search",
    LeaveCircle = "leave_circle",
    CreateCircle = "create_circle",
    RenameCircle = "rename_circle",
    ResizeCircle = "resize_circle",
    CloseCircle = "close_circle",
    ListCircles = "list_circles",
    ListRoster = "list_roster",
    ChangeRole = "change_role",
    RemoveMember = "remove_member",
    CreateInvite = "create_invite",
    ListInvites = "list_invites",
    WithdrawInvite = "withdraw_invite",
    SetContentNote = "set_content_note",
    HideMessage = "hide_message",
    ShowMessage = "show_message",
    ListOwnActions = "list_own_actions",
    ListSecurityNotices = "list_security_notices",
    MarkSecurityNoticesSeen = "mark_security_notices_seen",
    MuteMessages = "mute_messages",
    UnmuteMessages = "unmute_messages",
    RevealMessage = "reveal_message",
    MuteMember = "mute_member",
    LiftMute = "lift_mute",
    MuteEverything = "mute_everything",
    SetSlowMode = "set_slow_mode",
    ListActions = "list_actions",
    ListAudit = "list_audit",
    ReportMessage = "report_message",
    ReportMember = "report_member",
    ListOwnReports = "list_own_reports",
    ListLeft = "list_left",
    FetchLeft = "fetch_left",
    ListHeld = "list_held",
    ListCases = "list_cases",
    ListDecidedCases = "list_decided_cases",
    UndoDecision = "undo_decision",
    OpenCase = "open_case",
    ClaimCase = "claim_case",
    HandOverCase = "hand_over_case",
    CloseCase = "close_case",
    ListOverdue = "list_overdue",
    ShowCentreSettings = "show_centre_settings",
    ChangeCentreSettings = "change_centre_settings",
    SuspendAccount = "suspend_account",
    RestoreAccount = "restore_account",
    AppealAction = "appeal_action",
    ListAppeals = "list_appeals",
    OpenAppeal = "open_appeal",
    DecideAppeal = "decide_appeal",
    ProposeAction = "propose_action",
    ListProposals = "list_proposals",
    OpenProposal = "open_proposal",
    DecideProposal = "decide_proposal",
    ShowCare = "show_care",
    ChangeCareSettings = "change_care_settings",
    SetContact = "set_contact",
    GiveConsent = "give_consent",
    RevokeConsent = "revoke_consent",
    SendCheckIn = "send_check_in",
    ListCheckIns = "list_check_ins",
    DeleteCheckIn = "delete_check_in",
    PauseCheckIns = "pause_check_ins",
    SetRecoveryDate = "set_recovery_date",
    ShareMilestone = "share_milestone",
    KeepMilestonePrivate = "keep_milestone_private",
    RecordLapse = "record_lapse",
    ListLapses = "list_lapses",
    DeleteLapse = "delete_lapse",
    AcceptPairing = "accept_pairing",
    EndPairing = "end_pairing",
    StepBack = "step_back",
    ShowBoard = "show_board",
    ShowMentee = "show_mentee",
    LogOutreach = "log_outreach",
    AgreeContact = "agree_contact",
    ShowHelp = "show_help",
    AskForHelp = "ask_for_help",
    AddHelpRecipient = "add_help_recipient",
    EndHelp = "end_help",
    AcknowledgeHelp = "acknowledge_help",
    ListHelpAlerts = "list_help_alerts",
    ListRota = "list_rota",
    HandOverShift = "hand_over_shift",
    AddOnCall = "add_on_call",
    RemoveOnCall = "remove_on_call",
    AddShift = "add_shift",
    RemoveShift = "remove_shift",
    RequestDirect = "request_direct",
    PreviewDirect = "preview_direct",
    AcceptDirect = "accept_direct",
    DeclineDirect = "decline_direct",
    BlockMember = "block_member",
    ListBlocks = "list_blocks",
    Unblock = "unblock",
    FetchDaily = "fetch_daily",
    ListWins = "list_wins",
    CreateMeeting = "create_meeting",
    CancelMeeting = "cancel_meeting",
    ListMeetings = "list_meetings",
    AnswerMeeting = "answer_meeting",
    CreateCalendarFeed = "create_calendar_feed",
    EndCalendarFeed = "end_calendar_feed",
    ListMentors = "list_mentors",
    AddMentor = "add_mentor",
    RemoveMentor = "remove_mentor",
    ProposePairing = "propose_pairing",
    ListPairings = "list_pairings",
    WithdrawPairing = "withdraw_pairing",
    ListNoContacts = "list_no_contacts",
    CloseNoContact = "close_no_contact",
    ChangeHelpCard = "change_help_card",
    ListCounts = "list_counts",
}

macro_rules! request {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }
    };
}

mod appeals;
mod care;
mod cases;
mod centre;
mod circles;
mod direct;
mod help;
mod meetings;
mod mentoring;
mod safety;
mod security;
mod threads;

pub use appeals::*;
pub use care::*;
pub use cases::*;
pub use centre::*;
pub use circles::*;
pub use direct::*;
pub use help::*;
pub use meetings::*;
pub use mentoring::*;
pub use safety::*;
pub use security::*;
pub use threads::*;

/// How far a client has got in one circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Cursor {
    pub circle: CircleId,
    pub seq: Seq,
}

request!(
    /// Joins all own circles and says how far the client has got in each.
    /// First on every socket; again whenever a `circles_changed` notice comes.
    Hello {
        /// The epoch of the last `welcome`; null on the first visit.
        #[serde(default)]
        epoch: Option<Epoch>,
        #[serde(default)]
        cursors: Vec<Cursor>,
    }
);
request!(
    /// Asks for a `pong`. A browser can't see websocket pings, and needs a way
    /// to find out that its network is gone.
    Ping {}
);
request!(
    /// Posts to a circle. The same id and content again gets the first answer.
    SendMessage {
        id: MessageId,
        circle: CircleId,
        body: Body,
        #[serde(default)]
        reply_to: Option<MessageId>,
        /// Members of the circle whose alias the body mentions, at most 20.
        #[serde(default)]
        mentions: Vec<MemberId>,
        /// Folds the message under a note of the author's own choice.
        #[serde(default)]
        content_note: Option<ContentNote>,
        /// The author calls it a win.
        #[serde(default)]
        win: bool,
        /// It goes into the circle's thread of today, in the centre's zone.
        #[serde(default)]
        daily: bool,
    }
);
request!(
    /// Replaces the body of an own message. The earlier words are not kept.
    EditMessage {
        circle: CircleId,
        message: MessageId,
        body: Body,
        #[serde(default)]
        mentions: Vec<MemberId>,
    }
);
request!(
    /// Deletes an own message: its words are gone from disk and from search.
    DeleteMessage {
        circle: CircleId,
        message: MessageId,
    }
);
request!(AddReaction { circle: CircleId, message: MessageId, reaction: Reaction });
request!(RemoveReaction { circle: CircleId, message: MessageId, reaction: Reaction });
request!(
    /// Pins a message for the circle. Moderators only; at most 20 per circle.
    PinMessage {
        circle: CircleId,
        message: MessageId,
    }
);
request!(UnpinMessage { circle: CircleId, message: MessageId });
request!(
    /// Moves the own read marker forward. It never moves back.
    MarkRead {
        circle: CircleId,
        seq: Seq,
    }
);
request!(
    /// One page of messages in the order of the log.
    FetchHistory {
        circle: CircleId,
        from: Anchor,
        /// 1 to 100.
        #[serde(default = "default_page")]
        limit: u16,
    }
);
request!(
    /// One message, for a quotation whose original is not loaded.
    FetchMessage {
        circle: CircleId,
        message: MessageId,
    }
);
request!(
    /// The pinned messages, newest pin first.
    ListPins {
        circle: CircleId,
        /// Only those that come after this one.
        #[serde(default)]
        after: Option<MessageId>,
    }
);
request!(
    /// Everyone who is or was in the circle.
    ListMembers {
        circle: CircleId,
        /// Only those who come after this one.
        #[serde(default)]
        after: Option<MemberId>,
    }
);
request!(
    /// Messages in own circles that hold every word of the query, newest first.
    Search {
        query: SearchQuery,
        /// One circle; null for all own ones.
        #[serde(default)]
        circle: Option<CircleId>,
        /// Only older than this; needs `circle`.
        #[serde(default)]
        before: Option<Seq>,
    }
);
request!(LeaveCircle { circle: CircleId });
/// Where a page of history lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Anchor {
    /// The end of the log.
    Newest,
    /// Older than this place, nearest first.
    Before { seq: Seq },
    /// Newer than this place, nearest first.
    After { seq: Seq },
    /// Half before this place, half from it on.
    Around { seq: Seq },
    /// Around the first message at or after this time.
    Date { at: Timestamp },
    /// Around the first message after the own read marker.
    FirstUnread,
}

const fn default_page() -> u16 {
    50
}
