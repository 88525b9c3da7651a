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
        Request::AddReaction(it) => {
            let muted_may_react = services.limits.muted_may_react;
            add_reaction::add_reaction(store, actor, it, muted_may_react, now).await
        }
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
        // Not carried out yet: reports and cases.
        Request::ReportMessage(_)
        | Request::ReportMember(_)
        | Request::ListOwnReports(_)
        | Request::ListCases(_)
        | Request::OpenCase(_)
        | Request::ClaimCase(_)
        | Request::HandOverCase(_)
        | Request::CloseCase(_) => Err(Rejection::internal()),
        // Not carried out yet: holding messages, and the centre's choices.
        Request::ListHeld(_)
        | Request::ShowCentreSettings(_)
        | Request::ChangeCentreSettings(_) => Err(Rejection::internal()),
        // Not carried out yet: appeals, measures, suspending.
        Request::AppealAct(_)
        | Request::ListAppeals(_)
        | Request::OpenAppeal(_)
        | Request::DecideAppeal(_)
        | Request::ProposeMeasure(_)
        | Request::ListProposals(_)
        | Request::DecideProposal(_)
        | Request::ListOverdue(_)
        | Request::SuspendAccount(_)
        | Request::RestoreAccount(_) => Err(Rejection::internal()),
    }
}
