//! Withdraws an open invite. Coordinators only.

use circles_protocol::requests::WithdrawInvite;
use circles_protocol::{AuditAction, InviteState, Reply};

use crate::commands::Context;
use crate::commands::shared::accounts::security::id_of;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::security::{Event, Kind};

pub(crate) async fn withdraw_invite(
    context: Context<'_>,
    request: WithdrawInvite,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::WithdrawInvite, actor)?;
    store
        .write(move |tx| {
            let row = tx.invite(request.invite)?.ok_or_else(Rejection::not_found)?;
            match row.status.state(now) {
                InviteState::Open | InviteState::Locked => {
                    tx.withdraw_invite(row.id, now)?;
                    let action = AuditAction::InviteWithdrawn;
                    let entry = NewAuditEntry {
                        action,
                        circle: None,
                        target: Some(request.invite.0),
                        reason: None,
                    };
                    audit::append(tx, actor, now, entry)?;
                    let by = id_of(tx, actor.account)?;
                    tx.tell_operator(Event::of(Kind::InviteWithdrawn).invite(row.id).by(by));
                }
                // It is over already, which is what was asked for.
                InviteState::Withdrawn | InviteState::Expired => {}
                InviteState::Used => return Err(Rejection::not_allowed()),
            }
            Ok(Reply::Done)
        })
        .await
}
