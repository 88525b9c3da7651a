//! One's own telephone number, and whom to call in an emergency. Who sees either
//! is a matter of consents.

use circles_protocol::requests::SetContact;
use circles_protocol::{Consent, Notice, Reply};

use super::mentor_told::{consent_changed, shared_changed};
use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn set_contact(
    store: &Store,
    actor: Actor,
    request: SetContact,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let SetContact { phone, emergency_contact } = &request;
            tx.set_contact(actor.account, phone.as_ref(), emergency_contact.as_ref())?;
            tx.notify(actor.account, Notice::CareChanged);
            shared_changed(tx, actor.account, Consent::MayBePhoned)?;
            if tx.consent_since(actor.account, Consent::EmergencyContact)?.is_some() {
                consent_changed(tx, actor.account, Consent::EmergencyContact)?;
            }
            Ok(Reply::Done)
        })
        .await
}
