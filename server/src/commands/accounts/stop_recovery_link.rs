//! Stops the recovery links to the caller's own account: they didn't ask for one. Once a
//! link was used every other session has ended, so this is for the time before. Whoever came
//! back by a link can't stop the next one while the account is partly closed: they may not
//! be its holder.

use circles_protocol::requests::StopRecoveryLink;
use circles_protocol::{AuditAction, Reply, SecurityNoticeKind};

use crate::commands::Context;
use crate::commands::shared::accounts::recovery_links::{append_to_audit, tell_of_recovery};
use crate::commands::shared::accounts::security::{id_of, tell_coordinators};
use crate::commands::shared::core::centre::tell_centre;
use crate::domain::Rejection;
use crate::security::{Event, Kind};

pub(crate) async fn stop_recovery_link(
    context: Context<'_>,
    _: StopRecoveryLink,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let stopped = tx.end_recovery_links(actor.account, true, now)?;
            for link in &stopped {
                append_to_audit(tx, actor, AuditAction::RecoveryLinkStopped, link, now)?;
                // By whom it was made, and not whose account it is: coordinators know
                // members by their labels.
                let kind = SecurityNoticeKind::RecoveryLinkStopped;
                tell_coordinators(tx, kind, link.maker, None, now)?;
                let id = id_of(tx, actor.account)?;
                tx.tell_operator(Event::of(Kind::RecoveryLinkStopped).account(id));
            }
            if !stopped.is_empty() {
                tell_centre(tx)?;
            }
            tell_of_recovery(tx, actor.account, now)?;
            Ok(Reply::Done)
        })
        .await
}
