//! Undoes what a decision did, as far as it still stands, and reopens the case for
//! whoever undoes it: all of it is on disk, or nothing. Anyone who may decide the case
//! can do so, including whoever decided it, but not once there was an appeal.

use circles_protocol::requests::UndoDecision;
use circles_protocol::{
    AuditAction, DecisionKind, EventPayload, RefusalCode, Reply, Timestamp, UndoStatus, Undone,
};

use crate::commands::Context;
use crate::commands::moderation::close_case::moderator_context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::circle_log;
use crate::commands::shared::moderation::action::{self, Overturned};
use crate::commands::shared::moderation::case::{self, Decidable};
use crate::commands::shared::moderation::decision::undo_status_of;
use crate::commands::shared::moderation::{held, queue};
use crate::domain::deadlines::claim_end;
use crate::domain::{Actor, ModeratorContext, Operation, Rejection};
use crate::store::{CaseRow, DecisionRow, Entry, NoteChange, Tx};

const NO_EFFECT: Undone = Undone {
    messages: 0,
    mute_lifted: false,
    still_muted_until: None,
    note_restored: false,
    held_again: false,
    changed_since: false,
};

pub(crate) async fn undo_decision(
    context: Context<'_>,
    request: UndoDecision,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let decision = tx.decision(request.decision)?.ok_or_else(Rejection::not_found)?;
            let Decidable { case, .. } =
                case::decidable(Operation::UndoDecision, tx, actor, decision.case)?;
            require_undoable(&decision)?;
            let context = moderator_context(tx, actor, &case)?;
            let undone = take_back(tx, &context, &case, &decision, now)?;
            for decision in reopened_with(tx, decision)? {
                reopen(tx, actor, &decision, now)?;
            }
            case::notify_deciders(tx, &case)?;
            Ok(Reply::DecisionUndone { undone })
        })
        .await
}

/// # Errors
/// `already_handled` if it was undone before, `already_appealed`, and `not_allowed` if it
/// can't be undone.
fn require_undoable(decision: &DecisionRow) -> Result<(), Rejection> {
    if decision.undone {
        let sentence = "Somebody has undone this already. The case is in the queue again.";
        return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
    }
    match undo_status_of(decision) {
        UndoStatus::Possible => Ok(()),
        UndoStatus::Appealed => {
            let sentence = "There was an appeal against this. Whoever decides the appeal \
                            decides whether it is taken back.";
            Err(Rejection::new(RefusalCode::AlreadyAppealed, sentence))
        }
        UndoStatus::Final => {
            Err(Rejection::new(RefusalCode::NotAllowed, "This can't be undone any more."))
        }
    }
}

/// Its effects are undone unless somebody has changed them since.
fn take_back(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    case: &CaseRow,
    decision: &DecisionRow,
    now: Timestamp,
) -> Result<Undone, Rejection> {
    match decision.kind {
        DecisionKind::Dismiss => Ok(NO_EFFECT),
        DecisionKind::MuteMessage | DecisionKind::MuteMember | DecisionKind::MassMute => {
            unmute(tx, context, case, decision, now)
        }
        DecisionKind::AddNote => restore_note(tx, context, case, decision, now),
        DecisionKind::HoldBack => {
            let action = decision.action.ok_or_else(Rejection::internal)?;
            held::wait_again(tx, case, action, now)?;
            action::notify_subject(tx, context, case.subject_account)?;
            Ok(Undone { held_again: true, ..NO_EFFECT })
        }
        // `require_undoable` has refused these.
        DecisionKind::ProposeRemoval | DecisionKind::Release | DecisionKind::Withdrawn => {
            Err(Rejection::internal())
        }
    }
}

fn unmute(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    case: &CaseRow,
    decision: &DecisionRow,
    now: Timestamp,
) -> Result<Undone, Rejection> {
    let action = decision.action.ok_or_else(Rejection::internal)?;
    let circle = tx.circle_by_key(case.circle)?;
    let Overturned { messages, mute_lifted } =
        action::take_back(tx, &circle, (action, case.subject), now)?;
    action::notify_subject(tx, context, case.subject_account)?;
    let muted = decision.kind != DecisionKind::MuteMessage;
    let membership = tx.membership(case.circle_id, case.subject_account)?;
    let still_muted_until = membership
        .and_then(|membership| membership.muted_until)
        .filter(|until| muted && *until > now);
    let changed_since = messages < decision.messages || (muted && !mute_lifted);
    Ok(Undone { messages, mute_lifted, still_muted_until, changed_since, ..NO_EFFECT })
}

/// Restores the earlier note, unless the note that was added is gone or has become
/// somebody else's.
fn restore_note(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    case: &CaseRow,
    decision: &DecisionRow,
    now: Timestamp,
) -> Result<Undone, Rejection> {
    let changed = Undone { changed_since: true, ..NO_EFFECT };
    let Some((NoteChange { note, before, before_by }, id)) = decision.note.zip(case.message) else {
        return Ok(changed);
    };
    let unchanged = tx.message(case.circle, id)?.filter(|message| {
        message.body.is_some()
            && message.content_note == Some(note)
            && message.content_note_by == decision.moderator
    });
    let Some(message) = unchanged else { return Ok(changed) };
    tx.set_content_note(&message, before, before_by)?;
    let entry = NewAuditEntry::to_circle(AuditAction::ContentNoteChanged, context.circle_id);
    audit::append(tx, context.actor, now, entry.about(id.0))?;
    let entry = Entry::ContentNoteChanged { message: message.position };
    let payload = EventPayload::ContentNoteChanged { message: id, note: before };
    circle_log::append_anonymous(tx, (context.circle, context.circle_id), now, entry, payload)?;
    Ok(Undone { note_restored: true, ..NO_EFFECT })
}

/// One action may have answered several cases: once undone, it answers none of them.
fn reopened_with(tx: &Tx<'_>, decision: DecisionRow) -> Result<Vec<DecisionRow>, Rejection> {
    match decision.action {
        Some(action) => Ok(tx.decisions_by_action(action)?),
        None => Ok(vec![decision]),
    }
}

/// The case is back in the queue, with time to decide it, and claimed.
fn reopen(
    tx: &mut Tx<'_>,
    actor: Actor,
    decision: &DecisionRow,
    now: Timestamp,
) -> Result<(), Rejection> {
    let case = tx.case(decision.case)?.ok_or_else(Rejection::internal)?;
    let due_at = queue::due(case.reason, now);
    tx.undo_decision(decision.key, actor.account, now)?;
    tx.reopen_case(case.key, due_at)?;
    tx.claim_case(case.key, Some((actor.account, claim_end(due_at, now))))?;
    let entry =
        NewAuditEntry::to_circle(AuditAction::DecisionUndone, case.circle_id).about(case.id.0);
    audit::append(tx, actor, now, entry)
}
