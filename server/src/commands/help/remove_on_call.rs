//! Removes somebody from the people who take shifts; their coming shifts become
//! unassigned. Coordinators only.

use circles_protocol::requests::RemoveOnCall;
use circles_protocol::{AuditAction, Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::accounts::security::{RoleChange, renew_sessions};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::help::{alerting, rota};
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn remove_on_call(
    context: Context<'_>,
    request: RemoveOnCall,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::RemoveOnCall, actor)?;
    store
        .write(move |tx| {
            // This includes people who are suspended.
            let person = tx.on_call_person(request.person)?.ok_or_else(Rejection::not_found)?;
            rota::tell(tx)?;
            tx.end_on_call(person.key, now)?;
            // Coordinators are still told of requests that nobody answers, as staff.
            if tx.account(person.account)?.is_some_and(|account| !account.coordinator) {
                alerting::drop_responder(tx, person.account, now)?;
            }
            tx.notify(person.account, Notice::CirclesChanged);
            renew_sessions(tx, person.account, Some(actor), RoleChange::on_call(false))?;
            let entry = NewAuditEntry::for_centre(AuditAction::OnCallRemoved).about(person.id.0);
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::Done)
        })
        .await
}
