//! A second coordinator says that the right person came back by a recovery link: everything
//! is open to them at once. Never the coordinator who made the link.

use circles_protocol::requests::ConfirmRecovery;
use circles_protocol::{AuditAction, RefusalCode, Reply};

use crate::commands::Context;
use crate::commands::accounts::suspend_account::require_not_suspended;
use crate::commands::shared::accounts::confirm_passphrase::require_confirmed;
use crate::commands::shared::accounts::recovery_links::{append_to_audit, open_again};
use crate::commands::shared::accounts::security::id_of;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::security::{Event, Kind};

pub(crate) async fn confirm_recovery(
    context: Context<'_>,
    request: ConfirmRecovery,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::ConfirmRecovery, actor)?;
    store
        .write(move |tx| {
            require_not_suspended(tx, actor)?;
            let link = tx.recovery_link(request.link)?.ok_or_else(Rejection::not_found)?;
            if !link.used {
                return Err(Rejection::not_allowed());
            }
            if link.maker == Some(actor.account) || link.account == actor.account {
                let sentence = "Another coordinator has to confirm this: you made the link.";
                return Err(Rejection::new(RefusalCode::NotAllowed, sentence));
            }
            // Everything is open already, which is what was asked for.
            if link.closed_until.is_some() {
                require_confirmed(tx, actor, now)?;
                open_again(tx, link.account, now)?;
                append_to_audit(tx, actor, AuditAction::RecoveryConfirmed, &link, now)?;
                let (id, by) = (id_of(tx, link.account)?, id_of(tx, actor.account)?);
                tx.tell_operator(Event::of(Kind::RecoveryConfirmed).account(id).by(by));
            }
            Ok(Reply::Done)
        })
        .await
}
