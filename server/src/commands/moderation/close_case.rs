//! Carries out the action and closes the case in one step: both are on disk, or neither.
//! Everyone who reported is told that it was handled.

use circles_protocol::requests::CloseCase;
use circles_protocol::{AuditAction, CaseResolution, MessageId, ProposedAction, Reply, Timestamp};

use crate::commands::Context;
use crate::commands::moderation::propose_action::{Wish, propose};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::moderation::case::{self, Decidable};
use crate::commands::shared::moderation::content_note::fold;
use crate::commands::shared::moderation::decision::{By, Ending};
use crate::commands::shared::moderation::{action, held, mutes};
use crate::domain::deciding::{kind_of, resolution_allowed};
use crate::domain::{Actor, ModeratorContext, Operation, Rejection};
use crate::store::{CaseRow, MessageRow, NoteChange, Tx, View};

pub(crate) async fn close_case(
    context: Context<'_>,
    request: CloseCase,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let Decidable { case, .. } =
                case::free(Operation::CloseCase, tx, actor, request.case, now)?;
            if !resolution_allowed(request.resolution, case.kind, case.message.is_some()) {
                let sentence = "This resolution doesn't fit this case. Please choose another.";
                return Err(Rejection::invalid("resolution", sentence));
            }
            let context = moderator_context(tx, actor, &case)?;
            let ending = carry_out(tx, &context, &case, &request, now)?;
            // Hiding the message has closed it already.
            if tx.case(case.id)?.is_some_and(|case| !case.closed) {
                case::close(tx, &case, By::context(&context), &ending, now)?;
                case::notify_deciders(tx, &case)?;
            }
            Ok(Reply::Done)
        })
        .await
}

/// As one of the circle's moderators, or for the centre.
pub(crate) fn moderator_context(
    view: &View<'_>,
    actor: Actor,
    case: &CaseRow,
) -> Result<ModeratorContext, Rejection> {
    let (circle, circle_id) = (case.circle, case.circle_id);
    let moderator = view.moderator_key(circle, actor.account)?;
    Ok(ModeratorContext { actor, circle, circle_id, moderator })
}

/// Returns how the case ends as a result.
fn carry_out(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    case: &CaseRow,
    request: &CloseCase,
    now: Timestamp,
) -> Result<Ending, Rejection> {
    let (subject, reason) = (case.subject_id, request.reason);
    let ending = Ending { reason: Some(reason), ..Ending::of(kind_of(request.resolution)) };
    Ok(match request.resolution {
        CaseResolution::Dismiss => {
            let entry = NewAuditEntry::to_circle(AuditAction::CaseDismissed, case.circle_id)
                .about(case.id.0);
            audit::append(tx, context.actor, now, entry.because(reason))?;
            ending
        }
        CaseResolution::MuteMessage => {
            let (id, message) = reported_message(tx, case)?;
            let messages = [(message.position, id)];
            let (_, action) =
                mutes::mute_messages(tx, context, case.subject, &messages, reason, now)?;
            Ending { action: Some(action), messages: 1, ..ending }
        }
        CaseResolution::MuteMember { duration } => {
            let (_, action) = mutes::mute_member(tx, context, subject, duration, reason, now)?;
            Ending { action: Some(action), duration: Some(duration), ..ending }
        }
        CaseResolution::MassMute { duration } => {
            let (_, action) = mutes::mass_mute(tx, context, subject, duration, reason, now)?;
            let messages = tx.action(action)?.messages;
            Ending { action: Some(action), duration: Some(duration), messages, ..ending }
        }
        CaseResolution::AddNote { note } => {
            let (id, message) = reported_message(tx, case)?;
            let (before, before_by) = (message.content_note, message.content_note_by);
            // Also if its author had added the same note: from now on they can't remove
            // it, and the audit records who decided.
            fold(tx, context, (&message, id), Some(note), now)?;
            Ending { note: Some(NoteChange { note, before, before_by }), ..ending }
        }
        CaseResolution::ProposeRemoval => {
            let wish = Wish { member: subject, action: ProposedAction::Removal, reason };
            Ending { proposal: Some(propose(tx, context, wish, now)?), ..ending }
        }
        CaseResolution::Release => {
            held::release(tx, context, case, reason, now)?;
            ending
        }
        CaseResolution::HoldBack => {
            Ending { action: Some(held::hold_back(tx, context, case, reason, now)?), ..ending }
        }
    })
}

/// The message in its current state, even if it is older than what the decider may see:
/// they have its copy.
fn reported_message(view: &View<'_>, case: &CaseRow) -> Result<(MessageId, MessageRow), Rejection> {
    let id = case.message.ok_or_else(Rejection::internal)?;
    let message = view.message(case.circle, id)?.ok_or_else(Rejection::not_found)?;
    if message.body.is_none() {
        return Err(Rejection::not_found());
    }
    if message.muted { Err(action::already_muted()) } else { Ok((id, message)) }
}
