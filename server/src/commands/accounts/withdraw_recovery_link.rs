//! Withdraws a recovery link that was not used yet. Coordinators only.

use circles_protocol::requests::WithdrawRecoveryLink;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::accounts::recovery_links::{append_to_audit, withdraw_links_to};
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn withdraw_recovery_link(
    context: Context<'_>,
    request: WithdrawRecoveryLink,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::WithdrawRecoveryLink, actor)?;
    store
        .write(move |tx| {
            let link = tx.recovery_link(request.link)?.ok_or_else(Rejection::not_found)?;
            if link.used {
                return Err(Rejection::not_allowed());
            }
            // It is over already, which is what was asked for.
            if !link.ended && link.expires_at > now {
                // An account has only one link that can be used.
                withdraw_links_to(tx, link.account, now)?;
                append_to_audit(tx, actor, AuditAction::RecoveryLinkWithdrawn, &link, now)?;
            }
            Ok(Reply::Done)
        })
        .await
}
