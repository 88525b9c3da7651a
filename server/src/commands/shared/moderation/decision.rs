//! What is stored about how a case ended, so that it can be reviewed later and undone.
//! Part of several commands, inside their transaction.

use circles_protocol::{
    DecidedCase, DecisionId, DecisionKind, DecisionView, MuteDuration, ProposalId, Reason,
    Timestamp, UndoStatus,
};
use uuid::Uuid;

use crate::commands::shared::moderation::case;
use crate::domain::deciding::{Effect, undo_status};
use crate::domain::{AccountKey, Actor, Decider, MemberKey, ModeratorContext, Rejection};
use crate::store::{
    ActionKey, CaseRow, DecisionRow, NewDecision, NoteChange, StoreError, Tx, View,
};

/// Who ends a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By {
    pub(crate) account: AccountKey,
    /// `None` for the centre, and for an author who takes a message back.
    pub(crate) moderator: Option<MemberKey>,
}

impl By {
    pub(crate) const fn context(context: &ModeratorContext) -> Self {
        Self { account: context.actor.account, moderator: context.moderator }
    }
}

/// How a case ends, and what was done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending {
    pub(crate) kind: DecisionKind,
    pub(crate) reason: Option<Reason>,
    pub(crate) action: Option<ActionKey>,
    pub(crate) duration: Option<MuteDuration>,
    /// The number of messages it hid.
    pub(crate) messages: u32,
    pub(crate) note: Option<NoteChange>,
    pub(crate) proposal: Option<ProposalId>,
}

impl Ending {
    pub(crate) const fn of(kind: DecisionKind) -> Self {
        Self {
            kind,
            reason: None,
            action: None,
            duration: None,
            messages: 0,
            note: None,
            proposal: None,
        }
    }
}

pub(crate) fn record(
    tx: &mut Tx<'_>,
    case: &CaseRow,
    by: By,
    ending: &Ending,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.record_decision(&NewDecision {
        id: DecisionId(Uuid::new_v4()),
        case: case.key,
        kind: ending.kind,
        reason: ending.reason,
        account: by.account,
        moderator: by.moderator,
        at: now,
        action: ending.action,
        duration: ending.duration,
        messages: ending.messages,
        note: ending.note,
        proposal: ending.proposal,
    })
}

pub(crate) const fn undo_status_of(decision: &DecisionRow) -> UndoStatus {
    let DecisionRow { kind, appealed, postable, .. } = *decision;
    undo_status(Effect { kind, appealed, postable })
}

/// A decided case as its list shows it to somebody who may decide it.
///
/// # Errors
/// `not_found` for a decision whose case has expired.
pub(crate) fn shown(
    view: &View<'_>,
    actor: Actor,
    decision: &DecisionRow,
    people: &[Decider],
    now: Timestamp,
) -> Result<DecidedCase, Rejection> {
    let case = view.case(decision.case)?.ok_or_else(Rejection::not_found)?;
    let action = decision.action.map(|action| view.action(action)).transpose()?;
    Ok(DecidedCase {
        case: case::shown(view, actor, case, people, now)?,
        decision: DecisionView {
            id: decision.id,
            kind: decision.kind,
            by: decision.moderator_id,
            mine: decision.account == actor.account,
            at: decision.at,
            reason: decision.reason,
            duration: decision.duration,
            note: decision.note.map(|change| change.note),
            action,
            undo_status: undo_status_of(decision),
        },
    })
}
