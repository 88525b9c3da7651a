//! What the server says: answers to requests, events of circles, and notices
//! to one account (`notices.rs`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AccountId, AccountRecovery, ActionId, ActionView, Alias, AppealView, AuditEntry, BlockView,
    CaseView, CentreCircle, CentrePairing, CentreSettings, CheckInView, CircleEvent, CircleId,
    CircleView, ContentNote, DecidedCase, DirectTerms, Epoch, Found, HeldView, HelpAlert,
    HelpStatus, HelpView, InviteId, InviteView, LapseView, LeftMessage, LeftView, LocalDate,
    MeetingId, MemberView, MenteeCard, MenteeView, MentorEntry, MentorId, MessageView,
    MilestoneStyle, NoContactView, Notice, Occurrence, OnCallId, OpenedAppeal, OpenedCase,
    OpenedProposal, OverdueView, OwnAction, OwnCare, OwnReport, PairingId, ProposalId,
    ProposalView, RecoveryLinkId, RecoveryLinkView, Refusal, ReportId, RequestId, RosterEntry,
    Rota, SecurityNotice, Seq, ShiftId, StorageView, Timestamp, UnassignedMentee, Undone,
    WeekCounts,
};

/// A text frame from the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    /// The one answer to a request that was carried out.
    Reply { request_id: RequestId, result: Reply },
    /// The one answer to a request that was not. The socket lives on.
    Refused {
        /// Null where the frame held no readable one.
        request_id: Option<RequestId>,
        refusal: Refusal,
    },
    /// Something happened in one of your circles.
    Event(CircleEvent),
    /// Something for your account alone.
    Notice { notice: Notice },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Reply {
    /// To `hello`.
    Welcome {
        epoch: Epoch,
        account: AccountId,
        /// The name a new circle would show.
        alias: Alias,
        coordinator: bool,
        /// You have a board.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        mentor: bool,
        /// You take shifts on call.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        on_call: bool,
        /// How milestones look here, where the centre has chosen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        milestone_style: Option<MilestoneStyle>,
        /// There is a security notice that you have not seen.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        security_notice: bool,
        /// Somebody at the centre opened a way back into this account.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        recovery: Option<AccountRecovery>,
        server_time: Timestamp,
        circles: Vec<CircleView>,
    },
    Pong,
    /// To `send_message`: the message is on disk, at this place of the log.
    MessageAccepted {
        seq: Seq,
        at: Timestamp,
        /// The words sound like a crisis: show the help card.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        offer_help: bool,
        /// The content note that the message has: its author's, or one that its words got.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        content_note: Option<ContentNote>,
    },
    /// To `send_message`: the message is on disk, and waits for a moderator.
    MessageHeld {
        at: Timestamp,
    },
    /// It is on disk, at this place of the log; null where nothing had to change.
    Accepted {
        seq: Option<Seq>,
    },
    /// To requests that write outside the logs: it is on disk.
    Done,
    /// To `fetch_history`.
    History {
        /// In the order of the log.
        messages: Vec<MessageView>,
        has_older: bool,
        has_newer: bool,
        /// The newest place in the log when this was read.
        head_seq: Seq,
    },
    /// To `fetch_message`.
    Message {
        message: MessageView,
    },
    /// To `list_pins`, newest pin first.
    Pins {
        messages: Vec<MessageView>,
        has_more: bool,
    },
    /// To `list_members`.
    Members {
        members: Vec<MemberView>,
        has_more: bool,
    },
    /// To `search`, newest first.
    SearchResults {
        found: Vec<Found>,
        has_more: bool,
    },
    /// To `create_circle`.
    CircleCreated {
        circle: CircleId,
    },
    /// To `list_circles`.
    Circles {
        circles: Vec<CentreCircle>,
        has_more: bool,
    },
    /// To `list_roster`.
    Roster {
        entries: Vec<RosterEntry>,
        has_more: bool,
    },
    /// To `create_invite`. `path` is the link without the site's own address;
    /// its secret is shown this once and kept nowhere.
    InviteCreated {
        invite: InviteId,
        path: String,
        expires_at: Timestamp,
    },
    /// To `list_invites`, newest first.
    Invites {
        invites: Vec<InviteView>,
    },
    /// To what a moderator does about somebody: it is on disk, and told.
    ActionTaken {
        action: ActionId,
    },
    /// To `list_own_actions`.
    OwnActions {
        actions: Vec<OwnAction>,
    },
    /// To `list_actions`.
    Actions {
        actions: Vec<ActionView>,
    },
    /// To `report_message` and `report_member`; the same again for the same thing.
    Reported {
        report: ReportId,
    },
    /// To `list_own_reports`.
    OwnReports {
        reports: Vec<OwnReport>,
    },
    /// To `list_left_circles`, the latest first.
    LeftCircles {
        circles: Vec<LeftView>,
        has_more: bool,
    },
    /// To `fetch_left_messages`, oldest first.
    LeftMessages {
        messages: Vec<LeftMessage>,
        has_more: bool,
    },
    /// To `list_held_messages`.
    Held {
        messages: Vec<HeldView>,
        has_more: bool,
    },
    /// To `list_cases`.
    Cases {
        cases: Vec<CaseView>,
        has_more: bool,
    },
    /// To `list_decided_cases`.
    DecidedCases {
        decided: Vec<DecidedCase>,
        has_more: bool,
    },
    /// To `undo_decision`.
    DecisionUndone {
        undone: Undone,
    },
    /// To `fetch_case`.
    Case {
        opened: Box<OpenedCase>,
    },
    /// To `appeal_action`.
    Appealed {
        due_at: Timestamp,
    },
    /// To `list_appeals`.
    Appeals {
        appeals: Vec<AppealView>,
    },
    /// To `fetch_appeal`.
    Appeal {
        opened: OpenedAppeal,
    },
    /// To `propose_action`.
    Proposed {
        proposal: ProposalId,
    },
    /// To `list_proposals`.
    Proposals {
        proposals: Vec<ProposalView>,
    },
    /// To `fetch_proposal`.
    Proposal {
        opened: OpenedProposal,
    },
    /// To `list_overdue`: circles in which something is.
    Overdue {
        circles: Vec<OverdueView>,
    },
    /// To `show_centre_settings`.
    CentreSettings {
        settings: CentreSettings,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        storage: Option<StorageView>,
    },
    /// To `list_audit`.
    Audit {
        entries: Vec<AuditEntry>,
        has_more: bool,
    },
    /// To `show_care`.
    Care {
        care: Box<OwnCare>,
    },
    /// To `list_check_ins`.
    CheckIns {
        check_ins: Vec<CheckInView>,
        has_more: bool,
    },
    /// To `list_lapses`, newest first.
    Lapses {
        lapses: Vec<LapseView>,
    },
    /// To `show_board`.
    Board {
        cards: Vec<MenteeCard>,
    },
    /// To `show_mentee`.
    Mentee {
        mentee: Box<MenteeView>,
    },
    /// To `show_help`.
    HelpStatus {
        status: HelpStatus,
    },
    /// To `ask_for_help`.
    HelpAsked {
        help: HelpView,
    },
    /// To `acknowledge_help`: you are replying, in this conversation.
    HelpAcknowledged {
        direct: CircleId,
    },
    /// To `list_help_alerts`.
    HelpAlerts {
        alerts: Vec<HelpAlert>,
    },
    /// To `list_rota`.
    Rota {
        rota: Rota,
    },
    /// To `add_on_call`.
    OnCallAdded {
        person: OnCallId,
    },
    /// To `add_shift`.
    ShiftAdded {
        shift: ShiftId,
    },
    /// To `request_direct`.
    DirectOpened {
        circle: CircleId,
        /// The first words sound like a crisis: show the help card.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(optional, as = "Option<bool>")]
        offer_help: bool,
    },
    /// To `preview_direct`.
    DirectPreview {
        terms: DirectTerms,
        /// For so many days after graduating one writes to one's mentor and moderators
        /// alone, and they to one.
        newcomer_days: u32,
    },
    /// To `list_blocks`, newest first.
    Blocks {
        blocks: Vec<BlockView>,
    },
    /// To `fetch_daily`.
    Daily {
        on: LocalDate,
        messages: Vec<MessageView>,
        has_more: bool,
    },
    /// To `list_wins`.
    Wins {
        messages: Vec<MessageView>,
        has_more: bool,
    },
    /// To `create_meeting`.
    MeetingCreated {
        meeting: MeetingId,
    },
    /// To `list_meetings`.
    Meetings {
        meetings: Vec<Occurrence>,
        has_more: bool,
    },
    /// To `create_calendar_feed`. `path` is the address without the site's own;
    /// it is shown this once.
    CalendarFeed {
        path: String,
    },
    /// To `list_mentors`.
    Mentors {
        mentors: Vec<MentorEntry>,
    },
    /// To `add_mentor`.
    MentorAdded {
        mentor: MentorId,
    },
    /// To `propose_pairing`.
    PairingProposed {
        pairing: PairingId,
    },
    /// To `list_pairings`.
    Pairings {
        pairings: Vec<CentrePairing>,
        /// On the first page alone.
        unassigned: Vec<UnassignedMentee>,
        has_more: bool,
    },
    /// To `list_no_contacts`.
    NoContacts {
        no_contacts: Vec<NoContactView>,
    },
    /// To `list_counts`, oldest first.
    Counts {
        weeks: Vec<WeekCounts>,
    },
    /// To `create_recovery_link`. `path` is the link without the site's own address;
    /// its secret is shown this once and kept nowhere.
    RecoveryLinkCreated {
        link: RecoveryLinkId,
        path: String,
        expires_at: Timestamp,
    },
    /// To `list_recovery_links`.
    RecoveryLinks {
        links: Vec<RecoveryLinkView>,
    },
    /// To `list_security_notices`, newest first.
    SecurityNotices {
        notices: Vec<SecurityNotice>,
    },
}
