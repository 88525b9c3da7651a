//! Lets others see or do something of the alum's, from now on. Only for the caller's own
//! account: no request can name another.

use circles_protocol::requests::GiveConsent;
use circles_protocol::{Notice, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::care::follow_up;
use crate::commands::shared::care::notify_mentor::consent_changed;
use crate::domain::Rejection;

pub(crate) async fn give_consent(
    context: Context<'_>,
    request: GiveConsent,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    let GiveConsent { consent, version } = request;
    if version != limits::CONSENT_VERSION {
        let sentence = "The wording has changed meanwhile. Please read it again.";
        return Err(Rejection::invalid("version", sentence));
    }
    store
        .write(move |tx| {
            if tx.give_consent(actor.account, consent, version, now)? {
                follow_up::sync_with_consent(tx, actor.account, now, &rules)?;
                tx.notify(actor.account, Notice::CareChanged);
                consent_changed(tx, actor.account, consent)?;
            }
            Ok(Reply::Done)
        })
        .await
}
