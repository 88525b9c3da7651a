//! Shows the words of an appeal to somebody who may decide it. Opening it goes into the
//! audit.

use circles_protocol::requests::FetchAppeal;
use circles_protocol::{AppealId, AuditAction, OpenedAppeal, RefusalCode, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::domain::deciding::may_decide;
use crate::domain::{Actor, Operation, PageBudget, Rejection, require_decider};
use crate::limits::EVIDENCE_PAGE;
use crate::store::{AppealRow, View};

pub(crate) async fn fetch_appeal(
    context: Context<'_>,
    request: FetchAppeal,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let FetchAppeal { appeal: id, skip } = request;
    // Many words take long to find: the single writer, which everyone shares, doesn't
    // wait.
    let opened = store
        .read(move |view| {
            let appeal = decidable(Operation::FetchAppeal, view, actor, id)?;
            let budget = PageBudget::page(EVIDENCE_PAGE);
            let page = view.appeal_evidence(appeal.action_key, now, skip, budget)?;
            Ok(OpenedAppeal {
                appeal: appeal.view(),
                statement: view.appeal_statement(appeal.id)?,
                messages: page.items,
                has_more: page.has_more,
            })
        })
        .await?;
    // They are shown only once that is on disk, and only to somebody who may still
    // decide.
    store
        .write(move |tx| {
            let appeal = decidable(Operation::FetchAppeal, tx, actor, id)?;
            let entry = NewAuditEntry::to_circle(AuditAction::AppealOpened, appeal.circle_id);
            audit::append(tx, actor, now, entry.about(appeal.id.0))
        })
        .await?;
    Ok(Reply::Appeal { opened })
}

/// A pending appeal that this account may decide.
///
/// # Errors
/// `not_found` for everyone who may not, as for an id that was made up. Only somebody who
/// took part in the action, and so knows of it, is told why. `already_handled` once
/// somebody has decided.
pub(crate) fn decidable(
    operation: Operation,
    view: &View<'_>,
    actor: Actor,
    id: AppealId,
) -> Result<AppealRow, Rejection> {
    let appeal = view.appeal(id)?.ok_or_else(Rejection::not_found)?;
    let people = view.deciders_in(appeal.circle)?;
    let may = may_decide(&people, appeal.decision_subject(), actor.account);
    if !may {
        let in_role = people.iter().any(|one| one.account == actor.account && !one.suspended);
        if in_role && appeal.actors.contains(&Some(actor.account)) {
            let sentence = "Another moderator must decide about what you did.";
            return Err(Rejection::new(RefusalCode::NotAllowed, sentence));
        }
    }
    require_decider(operation, may)?;
    if appeal.decided {
        let sentence = "Somebody has decided this already.";
        return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
    }
    Ok(appeal)
}
