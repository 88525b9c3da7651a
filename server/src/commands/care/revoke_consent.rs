//! Revokes a consent. From this transaction on nobody can read under it, earlier entries
//! included.

use circles_protocol::requests::RevokeConsent;
use circles_protocol::{Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::care::follow_up;
use crate::commands::shared::care::notify_mentor::consent_changed;
use crate::domain::Rejection;

pub(crate) async fn revoke_consent(
    context: Context<'_>,
    request: RevokeConsent,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .write(move |tx| {
            if tx.revoke_consent(actor.account, request.consent, now)? {
                // Revoking something is a sign of life.
                follow_up::record_contact(tx, actor.account, now, &rules)?;
                follow_up::sync_with_consent(tx, actor.account, now, &rules)?;
                tx.notify(actor.account, Notice::CareChanged);
                consent_changed(tx, actor.account, request.consent)?;
            }
            Ok(Reply::Done)
        })
        .await
}
