//! Shows the words of an appeal to somebody who may decide it. Looking goes into
//! the audit.

use circles_protocol::requests::OpenAppeal;
use circles_protocol::{AppealId, AuditAct, OpenedAppeal, RefusalCode, Reply, Timestamp};

use super::note_down::{Deed, note_down};
use crate::domain::deciding::may_decide;
use crate::domain::{Actor, Operation, Rejection, require_decider};
use crate::limits::APPEAL_MESSAGES_SHOWN;
use crate::store::{AppealRow, Store, View};

pub(crate) async fn open_appeal(
    store: &Store,
    actor: Actor,
    request: OpenAppeal,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let appeal = decidable(Operation::OpenAppeal, tx, actor, request.appeal)?;
            let opened = OpenedAppeal {
                appeal: appeal.view(),
                statement: tx.appeal_statement(appeal.id)?,
                messages: tx.words_behind(appeal.act_key, APPEAL_MESSAGES_SHOWN, now)?,
            };
            let deed = Deed::to_circle(AuditAct::AppealOpened, appeal.circle_id);
            note_down(tx, actor, now, deed.about(appeal.id.0))?;
            Ok(Reply::Appeal { opened })
        })
        .await
}

/// An appeal that waits, and that this account may decide.
///
/// # Errors
/// `not_found` for everyone who may not, as for an id that was made up. Only who
/// had a hand in the act, and knows of it, hears why. `already_handled` once
/// somebody has decided.
pub(super) fn decidable(
    operation: Operation,
    view: &View<'_>,
    actor: Actor,
    id: AppealId,
) -> Result<AppealRow, Rejection> {
    let appeal = view.appeal(id)?.ok_or_else(Rejection::not_found)?;
    let people = view.deciders_in(appeal.circle)?;
    let may = may_decide(&people, appeal.matter(), actor.account);
    if !may {
        let in_office = people.iter().any(|one| one.account == actor.account && !one.suspended);
        if in_office && appeal.actors.contains(&Some(actor.account)) {
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
