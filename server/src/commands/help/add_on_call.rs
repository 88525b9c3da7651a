//! Adds somebody to the people who take shifts on call: a member of a circle, or the
//! caller. Coordinators only.

use circles_protocol::requests::AddOnCall;
use circles_protocol::{AuditAction, MemberId, Notice, OnCallId, Reply};
use uuid::Uuid;

use crate::commands::Context;
use crate::commands::shared::accounts::security::{RoleChange, renew_sessions};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::help::rota;
use crate::domain::{AccountKey, Operation, Rejection, require_coordinator};
use crate::limits::ON_CALL_PEOPLE;
use crate::store::View;

pub(crate) async fn add_on_call(
    context: Context<'_>,
    request: AddOnCall,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::AddOnCall, actor)?;
    store
        .write(move |tx| {
            let account = match request.member {
                Some(member) => named(tx, member)?,
                None => actor.account,
            };
            if let Some(known) = tx.on_call_account(account)? {
                return Ok(Reply::OnCallAdded { person: known.id });
            }
            if tx.on_call_people()?.len() >= ON_CALL_PEOPLE {
                let sentence = "200 people take shifts. Please remove somebody first.";
                return Err(Rejection::limit_reached(sentence));
            }
            let person = OnCallId(Uuid::new_v4());
            tx.add_on_call(person, account)?;
            // Their own clients learn what they may do now.
            tx.notify(account, Notice::CirclesChanged);
            rota::tell(tx)?;
            renew_sessions(tx, account, Some(actor), RoleChange::on_call(true))?;
            audit::append(
                tx,
                actor,
                now,
                NewAuditEntry::for_centre(AuditAction::OnCallAdded).about(person.0),
            )?;
            Ok(Reply::OnCallAdded { person })
        })
        .await
}

/// # Errors
/// `not_found` for somebody who is in no circle any more, or is suspended.
fn named(view: &View<'_>, member: MemberId) -> Result<AccountKey, Rejection> {
    let found = view.present_member_named(member)?.ok_or_else(Rejection::not_found)?;
    let account = view.account(found)?.filter(|account| !account.suspended);
    Ok(account.ok_or_else(Rejection::not_found)?.key)
}
