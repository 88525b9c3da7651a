//! What all commands on a case share: who may know of it, who has claimed it, and how it
//! ends.

use circles_protocol::{CaseId, CaseView, Claim, MessageId, Notice, RefusalCode, Timestamp};

use crate::commands::shared::moderation::decision::{self, By, Ending};
use crate::commands::shared::moderation::queue::tell_deciders;
use crate::commands::shared::moderation::review;
use crate::domain::deciding::may_decide;
use crate::domain::{
    AccountKey, Actor, Decider, MemberKey, ModeratorContext, Operation, Position, Rejection,
    require_decider,
};
use crate::store::{CaseRow, StoreError, Tx, View};

/// A case as somebody who may decide it sees it.
pub(crate) struct Decidable {
    pub(crate) case: CaseRow,
    pub(crate) people: Vec<Decider>,
}

/// # Errors
/// `not_found` for everyone who may not decide it, as for an id that was made up.
pub(crate) fn decidable(
    operation: Operation,
    view: &View<'_>,
    actor: Actor,
    id: CaseId,
) -> Result<Decidable, Rejection> {
    let case = view.case(id)?.ok_or_else(Rejection::not_found)?;
    let people = view.deciders_in(case.circle)?;
    require_decider(operation, may_decide(&people, case.decision_subject(), actor.account))?;
    Ok(Decidable { case, people })
}

/// # Errors
/// Those of `decidable`, and `already_handled`.
pub(crate) fn open(
    operation: Operation,
    view: &View<'_>,
    actor: Actor,
    id: CaseId,
) -> Result<Decidable, Rejection> {
    let found = decidable(operation, view, actor, id)?;
    if found.case.closed {
        let sentence = "Somebody has decided this already.";
        return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
    }
    Ok(found)
}

/// # Errors
/// Those of `open`, and `claimed` while somebody else has claimed it.
pub(crate) fn free(
    operation: Operation,
    view: &View<'_>,
    actor: Actor,
    id: CaseId,
    now: Timestamp,
) -> Result<Decidable, Rejection> {
    let found = open(operation, view, actor, id)?;
    match claim(&found.case, &found.people, now) {
        Some((by, _)) if by != actor.account => {
            let sentence = "Somebody else is looking into this just now.";
            Err(Rejection::new(RefusalCode::Claimed, sentence))
        }
        Some(_) | None => Ok(found),
    }
}

/// Who has claimed it now, and until when. A claim that has ended doesn't count, nor does
/// one of somebody who may no longer decide.
fn claim(case: &CaseRow, people: &[Decider], now: Timestamp) -> Option<(AccountKey, Timestamp)> {
    case.claim
        .filter(|(by, until)| *until > now && may_decide(people, case.decision_subject(), *by))
}

/// The case as the review queue shows it to somebody who may decide it.
pub(crate) fn shown(
    view: &View<'_>,
    actor: Actor,
    case: CaseRow,
    people: &[Decider],
    now: Timestamp,
) -> Result<CaseView, StoreError> {
    let claim = match claim(&case, people, now) {
        Some((by, until)) => {
            let mine = by == actor.account;
            Some(Claim { by: view.moderator_id(case.circle, by)?, mine, until })
        }
        None => None,
    };
    Ok(CaseView {
        id: case.id,
        circle: case.circle_id,
        kind: case.kind,
        reason: case.reason,
        subject: case.subject_id,
        message: case.message,
        signals: case.signals,
        reports: case.reports,
        opened_at: case.opened_at,
        due_at: case.due_at,
        claim,
        reopened_at: case.reopened_at,
        folded_under: None,
    })
}

/// Ends a case and tells everyone who reported, once. Their names are not passed on. What
/// they reported is no longer folded because of it.
pub(crate) fn close(
    tx: &mut Tx<'_>,
    case: &CaseRow,
    by: By,
    ending: &Ending,
    now: Timestamp,
) -> Result<(), Rejection> {
    tx.close_case(case.key, by.account, ending.action, now)?;
    decision::record(tx, case, by, ending, now)?;
    if let Some(id) = case.message
        && let Some(message) = tx.message(case.circle, id)?
    {
        review::looked_at(tx, (case.circle, case.circle_id), (&message, id), now)?;
    }
    for (account, report) in tx.reporters_to_tell(case.key)? {
        tx.notify(account, Notice::ReportHandled { circle: case.circle_id, report });
    }
    tx.set_handled(case.key, now)?;
    Ok(())
}

/// The review queue of everyone who may decide this case has changed.
pub(crate) fn notify_deciders(tx: &mut Tx<'_>, case: &CaseRow) -> Result<(), Rejection> {
    tell_deciders(tx, case.circle, case.decision_subject())
}

/// Messages of this author were hidden: this handles every open case about one of them,
/// even if somebody else had claimed it.
pub(crate) fn close_cases_about(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    author: MemberKey,
    ending: &Ending,
    messages: &[(Position, MessageId)],
    now: Timestamp,
) -> Result<(), Rejection> {
    let mut last = None;
    for (_, message) in messages {
        for case in tx.open_cases_about(author, Some(*message))? {
            close(tx, &case, By::context(context), ending, now)?;
            last = Some(case);
        }
    }
    // All are about the same person in the same circle.
    last.map_or(Ok(()), |case| notify_deciders(tx, &case))
}
