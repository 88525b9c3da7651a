//! What a client may ask over the socket: one struct per request, named as the
//! command that carries it out. Every request gets exactly one answer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::decode::read_json;
use crate::{
    Body, CircleId, ContentNote, Epoch, IdempotencyKey, MemberId, MessageId, Reaction, Refusal,
    Reply, RequestId, SearchQuery, Seq, Timestamp,
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
    ($($name:ident = $kind:literal -> $($reply:ident)|+,)*) => {
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

            /// Whether a reply is one that this request gets, where it is not refused.
            #[must_use]
            pub const fn reply_check(&self) -> fn(&Reply) -> bool {
                match self {
                    $(Self::$name(_) => |reply| matches!(reply, $(Reply::$reply { .. })|+),)*
                }
            }
        }

        /// Each request's `type`, and the variants of `Reply` that answer it.
        pub const REPLIES: &[(&str, &[&str])] = &[$(($kind, &[$(stringify!($reply)),+]),)*];

        /// The TypeScript declaration of each request, one per line.
        pub fn declarations(config: &ts_rs::Config) -> Vec<String> {
            vec![$(<$name as TS>::decl(config),)*]
        }
    };
}

// Each with its `type` on the wire, and the replies that it gets.
requests! {
    Hello = "hello" -> Welcome,
    Ping = "ping" -> Pong,
    SendMessage = "send_message" -> MessageAccepted | MessageHeld,
    EditMessage = "edit_message" -> Accepted,
    DeleteMessage = "delete_message" -> Accepted,
    AddReaction = "add_reaction" -> Accepted,
    RemoveReaction = "remove_reaction" -> Accepted,
    PinMessage = "pin_message" -> Accepted,
    UnpinMessage = "unpin_message" -> Accepted,
    MarkRead = "mark_read" -> Done,
    FetchHistory = "fetch_history" -> History,
    FetchMessage = "fetch_message" -> Message,
    ListPins = "list_pins" -> Pins,
    ListMembers = "list_members" -> Members,
    Search = "search" -> SearchResults,
    LeaveCircle = "leave_circle" -> Accepted,
    CreateCircle = "create_circle" -> CircleCreated,
    RenameCircle = "rename_circle" -> Accepted,
    ResizeCircle = "resize_circle" -> Done,
    CloseCircle = "close_circle" -> Accepted,
    ListCircles = "list_circles" -> Circles,
    ListRoster = "list_roster" -> Roster,
    ChangeRole = "change_role" -> Accepted,
    RemoveMember = "remove_member" -> Accepted,
    CreateInvite = "create_invite" -> InviteCreated,
    ListInvites = "list_invites" -> Invites,
    WithdrawInvite = "withdraw_invite" -> Done,
    SetContentNote = "set_content_note" -> Accepted,
    HideMessage = "hide_message" -> Done,
    UnhideMessage = "unhide_message" -> Done,
    ListOwnActions = "list_own_actions" -> OwnActions,
    ListSecurityNotices = "list_security_notices" -> SecurityNotices,
    MarkSecurityNoticesSeen = "mark_security_notices_seen" -> Done,
    MuteMessages = "mute_messages" -> ActionTaken,
    UnmuteMessages = "unmute_messages" -> Accepted,
    RevealMessage = "reveal_message" -> Message,
    MuteMember = "mute_member" -> ActionTaken,
    UnmuteMember = "unmute_member" -> Done,
    MassMute = "mass_mute" -> ActionTaken,
    SetSlowMode = "set_slow_mode" -> Accepted,
    ListActions = "list_actions" -> Actions,
    ListAudit = "list_audit" -> Audit,
    ReportMessage = "report_message" -> Reported,
    ReportMember = "report_member" -> Reported,
    ListOwnReports = "list_own_reports" -> OwnReports,
    ListLeftCircles = "list_left_circles" -> LeftCircles,
    FetchLeftMessages = "fetch_left_messages" -> LeftMessages,
    ListHeldMessages = "list_held_messages" -> Held,
    ListCases = "list_cases" -> Cases,
    ListDecidedCases = "list_decided_cases" -> DecidedCases,
    UndoDecision = "undo_decision" -> DecisionUndone,
    FetchCase = "fetch_case" -> Case,
    ClaimCase = "claim_case" -> Done,
    HandOverCase = "hand_over_case" -> Done,
    CloseCase = "close_case" -> Done,
    ListOverdue = "list_overdue" -> Overdue,
    ShowCentreSettings = "show_centre_settings" -> CentreSettings,
    ChangeCentreSettings = "change_centre_settings" -> Done,
    SuspendAccount = "suspend_account" -> Done,
    RestoreAccount = "restore_account" -> Done,
    CreateRecoveryLink = "create_recovery_link" -> RecoveryLinkCreated,
    WithdrawRecoveryLink = "withdraw_recovery_link" -> Done,
    ListRecoveryLinks = "list_recovery_links" -> RecoveryLinks,
    ConfirmRecovery = "confirm_recovery" -> Done,
    StopRecoveryLink = "stop_recovery_link" -> Done,
    AppealAction = "appeal_action" -> Appealed,
    ListAppeals = "list_appeals" -> Appeals,
    FetchAppeal = "fetch_appeal" -> Appeal,
    DecideAppeal = "decide_appeal" -> Done,
    ProposeAction = "propose_action" -> Proposed,
    ListProposals = "list_proposals" -> Proposals,
    FetchProposal = "fetch_proposal" -> Proposal,
    DecideProposal = "decide_proposal" -> Done,
    ShowCare = "show_care" -> Care,
    ChangeCareSettings = "change_care_settings" -> Done,
    SetContact = "set_contact" -> Done,
    GiveConsent = "give_consent" -> Done,
    RevokeConsent = "revoke_consent" -> Done,
    SendCheckIn = "send_check_in" -> Done,
    ListCheckIns = "list_check_ins" -> CheckIns,
    DeleteCheckIn = "delete_check_in" -> Done,
    PauseCheckIns = "pause_check_ins" -> Done,
    SetRecoveryDate = "set_recovery_date" -> Done,
    ShareMilestone = "share_milestone" -> MessageAccepted | MessageHeld,
    KeepMilestonePrivate = "keep_milestone_private" -> Done,
    RecordLapse = "record_lapse" -> Done,
    ListLapses = "list_lapses" -> Lapses,
    DeleteLapse = "delete_lapse" -> Done,
    AcceptPairing = "accept_pairing" -> Done,
    EndPairing = "end_pairing" -> Done,
    StopMentoring = "stop_mentoring" -> Done,
    ShowBoard = "show_board" -> Board,
    ShowMentee = "show_mentee" -> Mentee,
    LogOutreach = "log_outreach" -> Done,
    SetNextContact = "set_next_contact" -> Done,
    ShowHelp = "show_help" -> HelpStatus,
    AskForHelp = "ask_for_help" -> HelpAsked,
    AddHelpRecipient = "add_help_recipient" -> HelpAsked,
    EndHelp = "end_help" -> Done,
    AcknowledgeHelp = "acknowledge_help" -> HelpAcknowledged,
    ListHelpAlerts = "list_help_alerts" -> HelpAlerts,
    ListRota = "list_rota" -> Rota,
    HandOverShift = "hand_over_shift" -> Done,
    AddOnCall = "add_on_call" -> OnCallAdded,
    RemoveOnCall = "remove_on_call" -> Done,
    AddShift = "add_shift" -> ShiftAdded,
    RemoveShift = "remove_shift" -> Done,
    RequestDirect = "request_direct" -> DirectOpened,
    PreviewDirect = "preview_direct" -> DirectPreview,
    AcceptDirect = "accept_direct" -> Done,
    DeclineDirect = "decline_direct" -> Done,
    BlockMember = "block_member" -> Done,
    ListBlocks = "list_blocks" -> Blocks,
    UnblockMember = "unblock_member" -> Done,
    FetchDaily = "fetch_daily" -> Daily,
    ListWins = "list_wins" -> Wins,
    CreateMeeting = "create_meeting" -> MeetingCreated,
    CancelMeeting = "cancel_meeting" -> Done,
    ListMeetings = "list_meetings" -> Meetings,
    AnswerMeeting = "answer_meeting" -> Done,
    CreateCalendarFeed = "create_calendar_feed" -> CalendarFeed,
    EndCalendarFeed = "end_calendar_feed" -> Done,
    ListMentors = "list_mentors" -> Mentors,
    AddMentor = "add_mentor" -> MentorAdded,
    RemoveMentor = "remove_mentor" -> Done,
    ProposePairing = "propose_pairing" -> PairingProposed,
    ListPairings = "list_pairings" -> Pairings,
    WithdrawPairing = "withdraw_pairing" -> Done,
    ListNoContacts = "list_no_contacts" -> NoContacts,
    CloseNoContact = "close_no_contact" -> Done,
    ChangeHelpCard = "change_help_card" -> Done,
    ListCounts = "list_counts" -> Counts,
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
