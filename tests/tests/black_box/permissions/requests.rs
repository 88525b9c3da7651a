//! A well-formed request for every line of the table. A new operation needs one
//! line here; without it the test fails and names it.

use circles_protocol::requests::*;
use circles_protocol::{
    AppealOutcome, BlockId, Body, CardText, CaseResolution, CentreSettings, CheckInId, CircleName,
    Consent, ContentNote, DateChoice, DirectWith, HelpCard, HelpId, HelpNumber, HelpTo, InviteRole,
    LapseId, LapseSharing, LocalDate, LocalTime, MeetingAnswer, MemberId, MessageId, Milestone,
    MuteDuration, Phone, ProposedAction, Rank, Reaction, Reason, RecoveryDate, RecoveryLabel,
    Request, Role, SearchQuery, Seq, limits,
};
use circles_tests::client::message;
use uuid::Uuid;

use super::people::{Duty, Scene, Target};
use super::{mentoring, own_account};

const REASON: Reason = Reason::Shaming;

/// # Panics
/// If this file does not say how to make it.
pub(super) fn request(name: &str, scene: &Scene, target: Target) -> Request {
    let request = talking(name, scene, target)
        .or_else(|| reading(name, scene, target))
        .or_else(|| keeping_safe(name, scene, target))
        .or_else(|| reporting(name, scene, target))
        .or_else(|| deciding(name, scene, target))
        .or_else(|| private_conversations(name, scene, target))
        .or_else(|| helping(name, scene))
        .or_else(|| on_call(name, scene, target))
        .or_else(|| meetings(name, scene))
        .or_else(|| coordinating(name))
        .or_else(|| own_account::request(name, scene))
        .or_else(|| centre(name, scene, target))
        .or_else(|| caring(name, scene))
        .or_else(|| marking(name, scene))
        .or_else(|| mentoring::request(name, scene, target))
        .unwrap_or_else(|| panic!("`{name}` is in the table; {} can't ask for it", file!()));
    let asked = serde_json::to_value(&request).expect("plain data becomes JSON");
    assert_eq!(asked["type"], name, "a request with another name");
    request
}

fn talking(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    use Request as R;
    let (circle, message_id) = (scene.circle, target.message);
    let (message_of, reaction) = (message, Reaction::WithYou);
    let message = message_id;
    Some(match name {
        "hello" => R::Hello(Hello { epoch: None, cursors: Vec::new() }),
        "ping" => R::Ping(Ping {}),
        "send_message" => R::SendMessage(message_of(circle, "a new word")),
        "edit_message" => {
            let body = Body::from_stored("another word".to_owned());
            R::EditMessage(EditMessage { circle, message, body, mentions: Vec::new() })
        }
        "delete_message" => R::DeleteMessage(DeleteMessage { circle, message }),
        "add_reaction" => R::AddReaction(AddReaction { circle, message, reaction }),
        "remove_reaction" => R::RemoveReaction(RemoveReaction { circle, message, reaction }),
        "set_content_note" => {
            let note = Some(ContentNote::Other);
            R::SetContentNote(SetContentNote { circle, message, note })
        }
        "hide_message" => R::HideMessage(HideMessage { circle, message }),
        "unhide_message" => R::UnhideMessage(UnhideMessage { circle, message }),
        "pin_message" => R::PinMessage(PinMessage { circle, message }),
        "unpin_message" => R::UnpinMessage(UnpinMessage { circle, message }),
        "mark_read" => R::MarkRead(MarkRead { circle, seq: Seq(2) }),
        "leave_circle" => R::LeaveCircle(LeaveCircle { circle }),
        _ => return None,
    })
}

fn reading(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    use Request as R;
    let (circle, message) = (scene.circle, target.message);
    Some(match name {
        "fetch_history" => {
            R::FetchHistory(FetchHistory { circle, from: Anchor::Newest, limit: 10 })
        }
        "fetch_message" => R::FetchMessage(FetchMessage { circle, message }),
        "list_pins" => R::ListPins(ListPins { circle, after: None }),
        "list_members" => R::ListMembers(ListMembers { circle, after: None }),
        "search" => {
            let query = SearchQuery::from_stored("word".to_owned());
            R::Search(Search { query, circle: Some(circle), before: None })
        }
        _ => return None,
    })
}

fn keeping_safe(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    use Request as R;
    let (circle, member) = (scene.circle, target.member);
    let (duration, reason) = (MuteDuration::OneHour, REASON);
    Some(match name {
        "mute_messages" => {
            R::MuteMessages(MuteMessages { circle, messages: vec![target.message], reason })
        }
        "unmute_messages" => {
            R::UnmuteMessages(UnmuteMessages { circle, messages: vec![target.hidden] })
        }
        "reveal_message" => R::RevealMessage(RevealMessage { circle, message: target.hidden }),
        "mute_member" => R::MuteMember(MuteMember { circle, member, duration, reason }),
        "unmute_member" => R::UnmuteMember(UnmuteMember { circle, member: target.muted_member }),
        "mass_mute" => R::MassMute(MassMute { circle, member, duration, reason }),
        "set_slow_mode" => R::SetSlowMode(SetSlowMode { circle, seconds: 30 }),
        "list_actions" => R::ListActions(ListActions { circle }),
        "list_own_actions" => R::ListOwnActions(ListOwnActions {}),
        _ => return None,
    })
}

fn reporting(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    use Request as R;
    let (circle, reason, statement) = (scene.circle, REASON, None);
    let (message, member) = (target.message, target.member);
    Some(match name {
        "report_message" => R::ReportMessage(ReportMessage { circle, message, reason, statement }),
        "report_member" => {
            let in_private = false;
            R::ReportMember(ReportMember { circle, member, reason, statement, in_private })
        }
        "list_left_circles" => R::ListLeftCircles(ListLeftCircles { after: None }),
        "fetch_left_messages" => R::FetchLeftMessages(FetchLeftMessages { circle, before: None }),
        "list_own_reports" => R::ListOwnReports(ListOwnReports {}),
        "list_held_messages" => R::ListHeldMessages(ListHeldMessages { before: None }),
        "appeal_action" => R::AppealAction(AppealAction { action: target.action, statement }),
        _ => return None,
    })
}

fn deciding(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    use Request as R;
    let (case, appeal, proposal) =
        (scene.waiting.case, scene.waiting.appeal, scene.waiting.proposal);
    let (circle, member, reason) = (scene.circle, target.member, REASON);
    let decision = scene.waiting.decision;
    Some(match name {
        "list_cases" => R::ListCases(ListCases { after: None }),
        "list_decided_cases" => R::ListDecidedCases(ListDecidedCases { before: None }),
        "undo_decision" => R::UndoDecision(UndoDecision { decision }),
        "fetch_case" => R::FetchCase(FetchCase { case, skip: 0 }),
        "claim_case" => R::ClaimCase(ClaimCase { case }),
        "hand_over_case" => R::HandOverCase(HandOverCase { case, to: None }),
        "close_case" => {
            R::CloseCase(CloseCase { case, resolution: CaseResolution::Dismiss, reason })
        }
        "list_appeals" => R::ListAppeals(ListAppeals {}),
        "fetch_appeal" => R::FetchAppeal(FetchAppeal { appeal, skip: 0 }),
        "decide_appeal" => {
            R::DecideAppeal(DecideAppeal { appeal, outcome: AppealOutcome::ActionOverturned })
        }
        "propose_action" => {
            let action = ProposedAction::Removal;
            R::ProposeAction(ProposeAction { circle, member, action, reason })
        }
        "list_proposals" => R::ListProposals(ListProposals {}),
        "fetch_proposal" => R::FetchProposal(FetchProposal { proposal, skip: 0 }),
        "decide_proposal" => R::DecideProposal(DecideProposal { proposal, agree: true }),
        _ => return None,
    })
}

/// With a person, and about a block, that does not exist: existing ones are tested in
/// `direct.rs`.
fn private_conversations(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    use Request as R;
    let (circle, member) = (scene.circle, target.member);
    Some(match name {
        "request_direct" => {
            let member = MemberId::from_bytes([7; 16]);
            let with = DirectWith::ByMember { circle, member };
            R::RequestDirect(RequestDirect { with, id: None, body: None })
        }
        "preview_direct" => R::PreviewDirect(PreviewDirect { circle, member }),
        "accept_direct" => R::AcceptDirect(AcceptDirect { circle }),
        "decline_direct" => R::DeclineDirect(DeclineDirect { circle }),
        "block_member" => R::BlockMember(BlockMember { circle, member }),
        "list_blocks" => R::ListBlocks(ListBlocks {}),
        "unblock_member" => R::UnblockMember(UnblockMember { block: BlockId::from_bytes([7; 16]) }),
        _ => return None,
    })
}

fn helping(name: &str, scene: &Scene) -> Option<Request> {
    use Request as R;
    let help = scene.duty.help;
    Some(match name {
        "show_help" => R::ShowHelp(ShowHelp {}),
        "ask_for_help" => {
            let (id, to) = (HelpId(Uuid::now_v7()), HelpTo::OnCall);
            R::AskForHelp(AskForHelp { id, to, words: None, undo: false })
        }
        "add_help_recipient" => R::AddHelpRecipient(AddHelpRecipient { help, to: HelpTo::Centre }),
        "end_help" => R::EndHelp(EndHelp { help }),
        "acknowledge_help" => R::AcknowledgeHelp(AcknowledgeHelp { help }),
        "list_help_alerts" => R::ListHelpAlerts(ListHelpAlerts {}),
        _ => return None,
    })
}

fn on_call(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    use Request as R;
    let Duty { now, person, other, shift, .. } = scene.duty;
    let (from, to) = (now, now.plus_ms(60 * 60 * 1_000));
    Some(match name {
        "list_rota" => R::ListRota(ListRota { from, to }),
        "hand_over_shift" => R::HandOverShift(HandOverShift { shift, to: other }),
        "add_on_call" => R::AddOnCall(AddOnCall { member: Some(target.member) }),
        "remove_on_call" => R::RemoveOnCall(RemoveOnCall { person }),
        "add_shift" => {
            // Not now: nobody may be on duty.
            let (from, to) = (to, to.plus_ms(1_000));
            R::AddShift(AddShift { person, rank: Rank::Second, from, to })
        }
        "remove_shift" => R::RemoveShift(RemoveShift { shift }),
        _ => return None,
    })
}

fn meetings(name: &str, scene: &Scene) -> Option<Request> {
    use Request as R;
    let (circle, now, (meeting, on)) = (Some(scene.circle), scene.duty.now, scene.meeting);
    Some(match name {
        "create_meeting" => R::CreateMeeting(circles_tests::centre::meeting(circle, now)),
        "cancel_meeting" => R::CancelMeeting(CancelMeeting { meeting, on: Some(on) }),
        "list_meetings" => R::ListMeetings(ListMeetings { from: on, days: 7, after: None }),
        "answer_meeting" => {
            R::AnswerMeeting(AnswerMeeting { meeting, on, answer: MeetingAnswer::Coming })
        }
        "create_calendar_feed" => R::CreateCalendarFeed(CreateCalendarFeed {}),
        "end_calendar_feed" => R::EndCalendarFeed(EndCalendarFeed {}),
        _ => return None,
    })
}

fn coordinating(name: &str) -> Option<Request> {
    use Request as R;
    Some(match name {
        "change_help_card" => {
            let label = CardText::from_stored("Emergency".to_owned());
            let phone = Phone::from_stored("911".to_owned());
            let numbers = vec![HelpNumber { label, phone }];
            let card = HelpCard { numbers, steps: Vec::new(), last_checked: None };
            R::ChangeHelpCard(ChangeHelpCard { card })
        }
        "list_counts" => R::ListCounts(ListCounts {}),
        _ => return None,
    })
}

fn centre(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    use Request as R;
    let (circle, member) = (scene.circle, target.member);
    let new_name = CircleName::from_stored("Wednesday".to_owned());
    Some(match name {
        "create_circle" => R::CreateCircle(CreateCircle { name: new_name, member_limit: None }),
        "rename_circle" => R::RenameCircle(RenameCircle { circle, name: new_name }),
        "resize_circle" => R::ResizeCircle(ResizeCircle { circle, member_limit: 40 }),
        "close_circle" => R::CloseCircle(CloseCircle { circle }),
        "list_circles" => R::ListCircles(ListCircles { after: None }),
        "list_roster" => R::ListRoster(ListRoster { circle, former: false, after: None }),
        "change_role" => R::ChangeRole(ChangeRole { circle, member, role: Role::Moderator }),
        "remove_member" => R::RemoveMember(RemoveMember { circle, member, reason: None }),
        "create_invite" => {
            let (role, circle) = (InviteRole::Member, Some(circle));
            R::CreateInvite(CreateInvite {
                role,
                circle,
                label: None,
                mentor: None,
                graduated_on: None,
            })
        }
        "list_invites" => R::ListInvites(ListInvites {}),
        "withdraw_invite" => R::WithdrawInvite(WithdrawInvite { invite: scene.invite }),
        "list_audit" => R::ListAudit(ListAudit { before: None, action: None, circle: None }),
        "list_overdue" => R::ListOverdue(ListOverdue {}),
        "show_centre_settings" => R::ShowCentreSettings(ShowCentreSettings {}),
        "change_centre_settings" => {
            let settings = CentreSettings {
                muted_may_react: false,
                new_account_hold_days: 0,
                watch_for: Vec::new(),
                zone: None,
                milestone_style: None,
                fold_reports_days: None,
            };
            R::ChangeCentreSettings(ChangeCentreSettings { settings })
        }
        "suspend_account" => {
            let (circle, member) = scene.spare;
            R::SuspendAccount(SuspendAccount { circle, member, reason: REASON })
        }
        "restore_account" => {
            let (circle, member) = scene.spare;
            R::RestoreAccount(RestoreAccount { circle, member })
        }
        _ => return None,
    })
}

fn caring(name: &str, scene: &Scene) -> Option<Request> {
    use Request as R;
    let consent = Consent::MayBePhoned;
    Some(match name {
        "show_care" => R::ShowCare(ShowCare {}),
        "change_care_settings" => {
            let check_in_at = LocalTime::from_minutes(480).expect("it is in the day");
            R::ChangeCareSettings(ChangeCareSettings { zone: None, check_in_at })
        }
        "set_contact" => R::SetContact(SetContact { phone: None, emergency_contact: None }),
        "give_consent" => R::GiveConsent(GiveConsent { consent, version: limits::CONSENT_VERSION }),
        "revoke_consent" => R::RevokeConsent(RevokeConsent { consent }),
        "send_check_in" => {
            let (id, at) = (CheckInId(Uuid::now_v7()), scene.duty.now);
            R::SendCheckIn(SendCheckIn { id, at, how: None, wants_call: false, tell_centre: false })
        }
        "list_check_ins" => R::ListCheckIns(ListCheckIns { before: None }),
        "delete_check_in" => {
            R::DeleteCheckIn(DeleteCheckIn { check_in: CheckInId::from_bytes([7; 16]) })
        }
        "pause_check_ins" => R::PauseCheckIns(PauseCheckIns { days: 0 }),
        _ => return None,
    })
}

/// Everybody's recovery date, so that all can share the milestone.
pub(super) fn recovery_date() -> Request {
    let (date, label) = (a_day("2024-02-29"), RecoveryLabel::Recovery);
    Request::SetRecoveryDate(SetRecoveryDate { recovery: Some(RecoveryDate { date, label }) })
}

fn a_day(text: &str) -> LocalDate {
    LocalDate::parse(text).expect("there was such a day")
}

fn marking(name: &str, scene: &Scene) -> Option<Request> {
    use Request as R;
    let (circle, milestone) = (scene.circle, Milestone::Days(90));
    Some(match name {
        "set_recovery_date" => recovery_date(),
        "share_milestone" => {
            let (id, body) = (MessageId(Uuid::now_v7()), Body::from_stored("ninety".to_owned()));
            R::ShareMilestone(ShareMilestone { milestone, circle, id, body })
        }
        "keep_milestone_private" => R::KeepMilestonePrivate(KeepMilestonePrivate { milestone }),
        "record_lapse" => {
            let (id, from, to) =
                (LapseId(Uuid::now_v7()), a_day("2024-05-01"), a_day("2024-05-02"));
            let (shared_with, date) = (LapseSharing::Nobody, DateChoice::KeepDate);
            R::RecordLapse(RecordLapse { id, from, to, shared_with, date })
        }
        "list_lapses" => R::ListLapses(ListLapses {}),
        "delete_lapse" => R::DeleteLapse(DeleteLapse { lapse: LapseId::from_bytes([7; 16]) }),
        "fetch_daily" => R::FetchDaily(FetchDaily { circle, on: None, after: None }),
        "list_wins" => R::ListWins(ListWins { circle, before: None }),
        _ => return None,
    })
}
