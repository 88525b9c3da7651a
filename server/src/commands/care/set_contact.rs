//! Sets the alum's own telephone number, and whom to call in an emergency. Consents
//! decide who sees either.

use circles_protocol::requests::SetContact;
use circles_protocol::{Consent, Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::care::notify_mentor::{consent_changed, shared_changed};
use crate::domain::Rejection;

pub(crate) async fn set_contact(
    context: Context<'_>,
    request: SetContact,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .write(move |tx| {
            let SetContact { phone, emergency_contact } = &request;
            let (account, before) = (actor.account, tx.own_care(actor.account)?);
            tx.set_contact(account, phone.as_ref(), emergency_contact.as_ref())?;
            tx.notify(account, Notice::CareChanged);
            // Each of them hears about what they may see, and nothing else.
            if before.phone != *phone {
                shared_changed(tx, account, Consent::MayBePhoned)?;
            }
            if before.emergency_contact != *emergency_contact
                && tx.consent_since(account, Consent::EmergencyContact)?.is_some()
            {
                consent_changed(tx, account, Consent::EmergencyContact)?;
            }
            Ok(Reply::Done)
        })
        .await
}
