//! From a request to the command of the same name.

use circles_protocol::{Reply, Request};

use super::Services;
use crate::commands::*;
use crate::domain::{Actor, Rejection};

/// One line for each request: its command.
macro_rules! commands {
    ($($capability:ident { $($request:ident => $command:ident,)* })*) => {
        pub(super) async fn carry_out(
            services: Services,
            actor: Actor,
            request: Request,
        ) -> Result<Reply, Rejection> {
            let Services { store, clock, rules, .. } = &services;
            let context = Context { store, actor, now: clock.now(), rules: *rules };
            let fits = request.reply_check();
            let reply: Result<Reply, Rejection> = match request {
                // The session answers these itself.
                Request::Hello(_) | Request::Ping(_) => Err(Rejection::internal()),
                $($(Request::$request(request) => {
                    $capability::$command::$command(context, request).await
                })*)*
            };
            debug_assert!(reply.as_ref().map_or(true, fits), "not the declared reply");
            reply
        }
    };
}

commands! {
    chat {
        SendMessage => send_message,
        EditMessage => edit_message,
        DeleteMessage => delete_message,
        AddReaction => add_reaction,
        RemoveReaction => remove_reaction,
        PinMessage => pin_message,
        UnpinMessage => unpin_message,
        MarkRead => mark_read,
        FetchHistory => fetch_history,
        FetchMessage => fetch_message,
        ListPins => list_pins,
        Search => search,
        SetContentNote => set_content_note,
        HideMessage => hide_message,
        UnhideMessage => unhide_message,
        FetchDaily => fetch_daily,
        ListWins => list_wins,
    }
    circles {
        ListMembers => list_members,
        LeaveCircle => leave_circle,
        CreateCircle => create_circle,
        RenameCircle => rename_circle,
        ResizeCircle => resize_circle,
        CloseCircle => close_circle,
        ListCircles => list_circles,
        ListRoster => list_roster,
        ChangeRole => change_role,
        RemoveMember => remove_member,
        CreateInvite => create_invite,
        ListInvites => list_invites,
        WithdrawInvite => withdraw_invite,
        SetSlowMode => set_slow_mode,
    }
    moderation {
        MuteMessages => mute_messages,
        UnmuteMessages => unmute_messages,
        RevealMessage => reveal_message,
        MuteMember => mute_member,
        UnmuteMember => unmute_member,
        MassMute => mass_mute,
        ListActions => list_actions,
        ListOwnActions => list_own_actions,
        ReportMessage => report_message,
        ReportMember => report_member,
        ListLeftCircles => list_left_circles,
        FetchLeftMessages => fetch_left_messages,
        ListOwnReports => list_own_reports,
        ListCases => list_cases,
        ListDecidedCases => list_decided_cases,
        UndoDecision => undo_decision,
        FetchCase => fetch_case,
        ClaimCase => claim_case,
        HandOverCase => hand_over_case,
        CloseCase => close_case,
        AppealAction => appeal_action,
        ListAppeals => list_appeals,
        FetchAppeal => fetch_appeal,
        DecideAppeal => decide_appeal,
        ProposeAction => propose_action,
        ListProposals => list_proposals,
        FetchProposal => fetch_proposal,
        DecideProposal => decide_proposal,
        ListHeldMessages => list_held_messages,
        ListOverdue => list_overdue,
    }
    care {
        ShowCare => show_care,
        ChangeCareSettings => change_care_settings,
        SetContact => set_contact,
        GiveConsent => give_consent,
        RevokeConsent => revoke_consent,
        SendCheckIn => send_check_in,
        ListCheckIns => list_check_ins,
        DeleteCheckIn => delete_check_in,
        PauseCheckIns => pause_check_ins,
        SetRecoveryDate => set_recovery_date,
        ShareMilestone => share_milestone,
        KeepMilestonePrivate => keep_milestone_private,
        RecordLapse => record_lapse,
        ListLapses => list_lapses,
        DeleteLapse => delete_lapse,
    }
    mentoring {
        AcceptPairing => accept_pairing,
        EndPairing => end_pairing,
        StopMentoring => stop_mentoring,
        ShowBoard => show_board,
        ShowMentee => show_mentee,
        LogOutreach => log_outreach,
        SetNextContact => set_next_contact,
        ListMentors => list_mentors,
        AddMentor => add_mentor,
        RemoveMentor => remove_mentor,
        ProposePairing => propose_pairing,
        ListPairings => list_pairings,
        WithdrawPairing => withdraw_pairing,
        ListNoContacts => list_no_contacts,
        CloseNoContact => close_no_contact,
    }
    help {
        ShowHelp => show_help,
        AskForHelp => ask_for_help,
        AddHelpRecipient => add_help_recipient,
        EndHelp => end_help,
        AcknowledgeHelp => acknowledge_help,
        ListHelpAlerts => list_help_alerts,
        ListRota => list_rota,
        HandOverShift => hand_over_shift,
        AddOnCall => add_on_call,
        RemoveOnCall => remove_on_call,
        AddShift => add_shift,
        RemoveShift => remove_shift,
        ChangeHelpCard => change_help_card,
    }
    direct {
        RequestDirect => request_direct,
        PreviewDirect => preview_direct,
        AcceptDirect => accept_direct,
        DeclineDirect => decline_direct,
        BlockMember => block_member,
        ListBlocks => list_blocks,
        UnblockMember => unblock_member,
    }
    meetings {
        CreateMeeting => create_meeting,
        CancelMeeting => cancel_meeting,
        ListMeetings => list_meetings,
        AnswerMeeting => answer_meeting,
        CreateCalendarFeed => create_calendar_feed,
        EndCalendarFeed => end_calendar_feed,
    }
    centre {
        ListAudit => list_audit,
        ShowCentreSettings => show_centre_settings,
        ChangeCentreSettings => change_centre_settings,
        ListCounts => list_counts,
    }
    accounts {
        ListSecurityNotices => list_security_notices,
        MarkSecurityNoticesSeen => mark_security_notices_seen,
        SuspendAccount => suspend_account,
        RestoreAccount => restore_account,
        CreateRecoveryLink => create_recovery_link,
        WithdrawRecoveryLink => withdraw_recovery_link,
        ListRecoveryLinks => list_recovery_links,
        ConfirmRecovery => confirm_recovery,
        StopRecoveryLink => stop_recovery_link,
    }
}
