//! From a request to the command of the same name.

use circles_protocol::{Reply, Request};

use super::Services;
use crate::commands::*;
use crate::domain::{Actor, Rejection};

pub(super) async fn carry_out(
    services: Services,
    actor: Actor,
    request: Request,
) -> Result<Reply, Rejection> {
    let store = &services.store;
    let now = services.clock.now();
    match request {
        Request::Hello(_) | Request::Ping(_) => Err(Rejection::internal()),
        Request::SendMessage(it) => send_message::send_message(store, actor, it, now).await,
        Request::EditMessage(it) => edit_message::edit_message(store, actor, it, now).await,
        Request::DeleteMessage(it) => delete_message::delete_message(store, actor, it, now).await,
        Request::AddReaction(it) => add_reaction::add_reaction(store, actor, it, now).await,
        Request::RemoveReaction(it) => {
            remove_reaction::remove_reaction(store, actor, it, now).await
        }
        Request::PinMessage(it) => pin_message::pin_message(store, actor, it, now).await,
        Request::UnpinMessage(it) => unpin_message::unpin_message(store, actor, it, now).await,
        Request::MarkRead(it) => mark_read::mark_read(store, actor, it).await,
        Request::FetchHistory(it) => fetch_history::fetch_history(store, actor, it).await,
        Request::FetchMessage(it) => fetch_message::fetch_message(store, actor, it).await,
        Request::ListPins(it) => list_pins::list_pins(store, actor, it).await,
        Request::ListMembers(it) => list_members::list_members(store, actor, it).await,
        Request::Search(it) => search::search(store, actor, it).await,
        Request::LeaveCircle(it) => leave_circle::leave_circle(store, actor, it, now).await,
        Request::CreateCircle(it) => create_circle::create_circle(store, actor, it, now).await,
        Request::RenameCircle(it) => rename_circle::rename_circle(store, actor, it, now).await,
        Request::ResizeCircle(it) => resize_circle::resize_circle(store, actor, it, now).await,
        Request::CloseCircle(it) => close_circle::close_circle(store, actor, it, now).await,
        Request::ListCircles(_) => list_circles::list_circles(store, actor).await,
        Request::ListRoster(it) => list_roster::list_roster(store, actor, it).await,
        Request::ChangeRole(it) => change_role::change_role(store, actor, it, now).await,
        Request::RemoveMember(it) => remove_member::remove_member(store, actor, it, now).await,
        Request::CreateInvite(it) => {
            let hours = services.limits.invite_hours;
            create_invite::create_invite(store, actor, it, hours, now).await
        }
        Request::ListInvites(_) => list_invites::list_invites(store, actor, now).await,
        Request::WithdrawInvite(it) => {
            withdraw_invite::withdraw_invite(store, actor, it, now).await
        }
        Request::SetContentNote(it) => {
            set_content_note::set_content_note(store, actor, it, now).await
        }
        Request::MuteMessages(it) => mute_messages::mute_messages(store, actor, it, now).await,
        Request::UnmuteMessages(it) => {
            unmute_messages::unmute_messages(store, actor, it, now).await
        }
        Request::RevealMessage(it) => reveal_message::reveal_message(store, actor, it, now).await,
        Request::MuteMember(it) => mute_member::mute_member(store, actor, it, now).await,
        Request::LiftMute(it) => lift_mute::lift_mute(store, actor, it, now).await,
        Request::MuteEverything(it) => {
            mute_everything::mute_everything(store, actor, it, now).await
        }
        Request::SetSlowMode(it) => set_slow_mode::set_slow_mode(store, actor, it, now).await,
        Request::ListActs(it) => list_acts::list_acts(store, actor, it, now).await,
        Request::ListAudit(it) => list_audit::list_audit(store, actor, it).await,
        Request::ListOwnActs(_) => list_own_acts::list_own_acts(store, actor, now).await,
        Request::ReportMessage(it) => report_message::report_message(store, actor, it, now).await,
        Request::ReportMember(it) => report_member::report_member(store, actor, it, now).await,
        Request::ListOwnReports(_) => list_own_reports::list_own_reports(store, actor, now).await,
        Request::ListCases(it) => list_cases::list_cases(store, actor, it, now).await,
        Request::OpenCase(it) => open_case::open_case(store, actor, it, now).await,
        Request::ClaimCase(it) => claim_case::claim_case(store, actor, it, now).await,
        Request::HandOverCase(it) => hand_over_case::hand_over_case(store, actor, it, now).await,
        Request::CloseCase(it) => close_case::close_case(store, actor, it, now).await,
        Request::ListHeld(_) => list_held::list_held(store, actor).await,
        Request::ShowCentreSettings(_) => {
            show_centre_settings::show_centre_settings(store, actor).await
        }
        Request::ChangeCentreSettings(it) => {
            change_centre_settings::change_centre_settings(store, actor, it, now).await
        }
        Request::AppealAct(it) => appeal_act::appeal_act(store, actor, it, now).await,
        Request::ListAppeals(_) => list_appeals::list_appeals(store, actor).await,
        Request::OpenAppeal(it) => open_appeal::open_appeal(store, actor, it, now).await,
        Request::DecideAppeal(it) => decide_appeal::decide_appeal(store, actor, it, now).await,
        Request::ProposeMeasure(it) => {
            propose_measure::propose_measure(store, actor, it, now).await
        }
        Request::ListProposals(_) => list_proposals::list_proposals(store, actor, now).await,
        Request::DecideProposal(it) => {
            decide_proposal::decide_proposal(store, actor, it, now).await
        }
        Request::ListOverdue(_) => list_overdue::list_overdue(store, actor, now).await,
        Request::SuspendAccount(it) => {
            suspend_account::suspend_account(store, actor, it, now).await
        }
        Request::RestoreAccount(it) => {
            restore_account::restore_account(store, actor, it, now).await
        }
    }
}
