//! Lets the holder of a suspended account sign in again. Coordinators only.

use circles_protocol::requests::RestoreAccount;
use circles_protocol::{AuditAction, Reply, SecurityNoticeKind};

use crate::commands::Context;
use crate::commands::accounts::suspend_account::require_not_suspended;
use crate::commands::shared::accounts::confirm_passphrase::require_confirmed;
use crate::commands::shared::accounts::security::{id_of, tell_coordinators};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::moderation::queue::tell_staff_of;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::security::{Event, Kind};

pub(crate) async fn restore_account(
    context: Context<'_>,
    request: RestoreAccount,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::RestoreAccount, actor)?;
    store
        .write(move |tx| {
            require_not_suspended(tx, actor)?;
            // This may be a private conversation: a case about one can lead here.
            let circle = tx.circle_or_direct(request.circle)?.ok_or_else(Rejection::not_found)?;
            let member = tx.member(circle.key, request.member)?;
            let member = member.ok_or_else(Rejection::not_found)?;
            let account = tx.account(member.account)?.ok_or_else(Rejection::internal)?;
            if account.coordinator && account.suspended {
                require_confirmed(tx, actor, now)?;
            }
            if tx.restore(member.account)? {
                let by = id_of(tx, actor.account)?;
                tx.tell_operator(Event::of(Kind::AccountRestored).account(account.id).by(by));
                tell_staff_of(tx, member.account)?;
                if account.coordinator {
                    let kind = SecurityNoticeKind::CoordinatorRestored;
                    tell_coordinators(tx, kind, Some(actor.account), Some(member.account), now)?;
                }
                let entry = NewAuditEntry::to_circle(AuditAction::AccountRestored, circle.id);
                audit::append(tx, actor, now, entry.about(member.id.0))?;
            }
            Ok(Reply::Done)
        })
        .await
}
