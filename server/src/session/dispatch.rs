//! From a request to the command of the same name.

use std::sync::Arc;

use circles_protocol::{Reply, Request};

use super::Services;
use crate::commands::*;
use crate::domain::{Actor, Rejection};

/// One line for each request: its command, and the arguments of that.
macro_rules! commands {
    (
        |$services:ident, $store:ident, $actor:ident, $now:ident|
        $($capability:ident {
            $($request:ident($it:pat) => $command:ident($($given:expr),*),)*
        })*
    ) => {
        pub(super) async fn carry_out(
            $services: Services,
            $actor: Actor,
            request: Request,
        ) -> Result<Reply, Rejection> {
            let ($store, $now) = (&$services.store, $services.clock.now());
            let fits = request.reply_check();
            let reply: Result<Reply, Rejection> = match request {
                // The session answers these itself.
                Request::Hello(_) | Request::Ping(_) => Err(Rejection::internal()),
                $($(Request::$request($it) => {
                    $capability::$command::$command($($given),*).await
                })*)*
            };
            debug_assert!(reply.as_ref().map_or(true, fits), "not the declared reply");
            reply
        }
    };
}

commands! {
    |services, store, actor, now|
    chat {
        SendMessage(it) => send_message(store, actor, it, &services.care, now),
        EditMessage(it) => edit_message(store, actor, it, now),
        DeleteMessage(it) => delete_message(store, actor, it, now),
        AddReaction(it) => add_reaction(store, actor, it, now),
        RemoveReaction(it) => remove_reaction(store, actor, it, now),
        PinMessage(it) => pin_message(store, actor, it, now),
        UnpinMessage(it) => unpin_message(store, actor, it, now),
        MarkRead(it) => mark_read(store, actor, it),
        FetchHistory(it) => fetch_history(store, actor, it),
        FetchMessage(it) => fetch_message(store, actor, it),
        ListPins(it) => list_pins(store, actor, it),
        Search(it) => search(store, actor, it),
        SetContentNote(it) => set_content_note(store, actor, it, now),
        HideMessage(it) => hide_message(store, actor, it),
        ShowMessage(it) => show_message(store, actor, it),
        FetchDaily(it) => fetch_daily(store, actor, it, now),
        ListWins(it) => list_wins(store, actor, it),
    }
    circles {
        ListMembers(it) => list_members(store, actor, it),
        LeaveCircle(it) => leave_circle(store, actor, it, now),
        CreateCircle(it) => create_circle(store, actor, it, now),
        RenameCircle(it) => rename_circle(store, actor, it, now),
        ResizeCircle(it) => resize_circle(store, actor, it, now),
        CloseCircle(it) => close_circle(store, actor, it, now),
        ListCircles(it) => list_circles(store, actor, it),
        ListRoster(it) => list_roster(store, actor, it),
        ChangeRole(it) => change_role(store, actor, it, now),
        RemoveMember(it) => remove_member(store, actor, it, now),
        CreateInvite(it) => create_invite(store, actor, it, services.limits.invite_hours, now),
        ListInvites(_) => list_invites(store, actor, now),
        WithdrawInvite(it) => withdraw_invite(store, actor, it, now),
        SetSlowMode(it) => set_slow_mode(store, actor, it, now),
    }
    moderation {
        MuteMessages(it) => mute_messages(store, actor, it, now),
        UnmuteMessages(it) => unmute_messages(store, actor, it, now),
        RevealMessage(it) => reveal_message(store, actor, it, now),
        MuteMember(it) => mute_member(store, actor, it, now),
        LiftMute(it) => lift_mute(store, actor, it, now),
        MuteEverything(it) => mute_everything(store, actor, it, now),
        ListActions(it) => list_actions(store, actor, it, now),
        ListOwnActions(_) => list_own_actions(store, actor, now),
        ReportMessage(it) => report_message(store, actor, it, now),
        ReportMember(it) => report_member(store, actor, it, now),
        ListLeft(it) => list_left(store, actor, it, now),
        FetchLeft(it) => fetch_left(store, actor, it, now),
        ListOwnReports(_) => list_own_reports(store, actor, now),
        ListCases(it) => list_cases(store, actor, it, now),
        ListDecidedCases(it) => list_decided_cases(store, actor, it, now),
        UndoDecision(it) => undo_decision(store, actor, it, now),
        OpenCase(it) => open_case(store, actor, it, now),
        ClaimCase(it) => claim_case(store, actor, it, now),
        HandOverCase(it) => hand_over_case(store, actor, it, now),
        CloseCase(it) => close_case(store, actor, it, now),
        AppealAction(it) => appeal_action(store, actor, it, now),
        ListAppeals(_) => list_appeals(store, actor),
        OpenAppeal(it) => open_appeal(store, actor, it, now),
        DecideAppeal(it) => decide_appeal(store, actor, it, now),
        ProposeAction(it) => propose_action(store, actor, it, now),
        ListProposals(_) => list_proposals(store, actor, now),
        OpenProposal(it) => open_proposal(store, actor, it, now),
        DecideProposal(it) => decide_proposal(store, actor, it, now),
        ListHeld(it) => list_held(store, actor, it),
        ListOverdue(_) => list_overdue(store, actor, now),
    }
    care {
        ShowCare(_) => show_care(store, actor, now),
        ChangeCareSettings(it) => change_care_settings(store, actor, it, &services.care, now),
        SetContact(it) => set_contact(store, actor, it),
        GiveConsent(it) => give_consent(store, actor, it, &services.care, now),
        RevokeConsent(it) => revoke_consent(store, actor, it, &services.care, now),
        SendCheckIn(it) => send_check_in(store, actor, it, &services.care, now),
        ListCheckIns(it) => list_check_ins(store, actor, it),
        DeleteCheckIn(it) => delete_check_in(store, actor, it, now),
        PauseCheckIns(it) => pause_check_ins(store, actor, it, &services.care, now),
        SetRecoveryDate(it) => set_recovery_date(store, actor, it, services.care.clone(), now),
        ShareMilestone(it) => share_milestone(store, actor, it, &services.care, now),
        KeepMilestonePrivate(it) => keep_milestone_private(store, actor, it),
        RecordLapse(it) => record_lapse(store, actor, it, services.care.clone(), now),
        ListLapses(_) => list_lapses(store, actor),
        DeleteLapse(it) => delete_lapse(store, actor, it),
    }
    mentoring {
        AcceptPairing(it) => accept_pairing(store, actor, it, &services.care, now),
        EndPairing(it) => end_pairing(store, actor, it, now),
        StepBack(_) => step_back(store, actor, now),
        ShowBoard(_) => show_board(store, actor, &services.care, now),
        ShowMentee(it) => show_mentee(store, actor, it, &services.care, now),
        LogOutreach(it) => log_outreach(store, actor, it, &services.care, now),
        AgreeContact(it) => agree_contact(store, actor, it, now),
        ListMentors(_) => list_mentors(store, actor, &services.care, now),
        AddMentor(it) => add_mentor(store, actor, it, now),
        RemoveMentor(it) => remove_mentor(store, actor, it, now),
        ProposePairing(it) => propose_pairing(store, actor, it, &services.care, now),
        ListPairings(it) => list_pairings(store, actor, it),
        WithdrawPairing(it) => withdraw_pairing(store, actor, it, now),
        ListNoContacts(_) => list_no_contacts(store, actor),
        CloseNoContact(it) => close_no_contact(store, actor, it, &services.care, now),
    }
    help {
        ShowHelp(_) => show_help(store, actor, now),
        AskForHelp(it) => ask_for_help(store, actor, it, &services.care, now),
        AddHelpRecipient(it) => add_help_recipient(store, actor, it, &services.care, now),
        EndHelp(it) => end_help(store, actor, it, now),
        AcknowledgeHelp(it) => acknowledge_help(store, actor, it, now),
        ListHelpAlerts(_) => list_help_alerts(store, actor, now),
        ListRota(it) => list_rota(store, actor, it, now),
        HandOverShift(it) => hand_over_shift(store, actor, it, now),
        AddOnCall(it) => add_on_call(store, actor, it, now),
        RemoveOnCall(it) => remove_on_call(store, actor, it, now),
        AddShift(it) => add_shift(store, actor, it, now),
        RemoveShift(it) => remove_shift(store, actor, it, now),
        ChangeHelpCard(it) => change_help_card(store, actor, it, now),
    }
    direct {
        RequestDirect(it) => request_direct(store, actor, it, Arc::clone(&services.care), now),
        PreviewDirect(it) => preview_direct(store, actor, it, Arc::clone(&services.care), now),
        AcceptDirect(it) => accept_direct(store, actor, it),
        DeclineDirect(it) => decline_direct(store, actor, it, now),
        BlockMember(it) => block_member(store, actor, it, now),
        ListBlocks(_) => list_blocks(store, actor),
        Unblock(it) => unblock(store, actor, it),
    }
    meetings {
        CreateMeeting(it) => create_meeting(store, actor, it, &services.care, now),
        CancelMeeting(it) => cancel_meeting(store, actor, it, now),
        ListMeetings(it) => list_meetings(store, actor, it),
        AnswerMeeting(it) => answer_meeting(store, actor, it, now),
        CreateCalendarFeed(_) => create_calendar_feed(store, actor, now),
        EndCalendarFeed(_) => end_calendar_feed(store, actor),
    }
    centre {
        ListAudit(it) => list_audit(store, actor, it),
        ShowCentreSettings(_) => show_centre_settings(store, actor),
        ChangeCentreSettings(it) => change_centre_settings(store, actor, it, now),
        ListCounts(_) => list_counts(store, actor, now),
    }
    accounts {
        ListSecurityNotices(_) => list_security_notices(store, actor),
        MarkSecurityNoticesSeen(it) => mark_security_notices_seen(store, actor, it),
        SuspendAccount(it) => suspend_account(store, actor, it, now),
        RestoreAccount(it) => restore_account(store, actor, it, now),
    }
}
