//! Who has not been heard from for long, and nothing else about them. The person to call
//! is shown only when it is time, and if the alum agreed. Coordinators only.

use circles_protocol::requests::ListNoContacts;
use circles_protocol::{Consent, EmergencyContact, NoContactView, Reply};

use crate::commands::Context;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::limits::NO_CONTACTS_SHOWN;
use crate::store::{NoContactRow, StoreError, View};

pub(crate) async fn list_no_contacts(
    context: Context<'_>,
    _: ListNoContacts,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    require_coordinator(Operation::ListNoContacts, actor)?;
    store
        .read(move |view| {
            let mut no_contacts = Vec::new();
            for silence in view.open_no_contacts(NO_CONTACTS_SHOWN)? {
                let emergency_contact = whom_to_call(view, &silence)?;
                no_contacts.push(NoContactView {
                    id: silence.id,
                    person: view.person(silence.account, actor.account)?,
                    since: silence.since,
                    close_due: silence.close_due,
                    emergency_contact,
                });
            }
            Ok(Reply::NoContacts { no_contacts })
        })
        .await
}

/// The emergency contact, if there is one and the centre may call them right now.
pub(crate) fn whom_to_call(
    view: &View<'_>,
    silence: &NoContactRow,
) -> Result<Option<EmergencyContact>, StoreError> {
    let agreed = view.consent_since(silence.account, Consent::EmergencyContact)?.is_some();
    if silence.close_due && agreed {
        view.shared_emergency_contact(silence.account)
    } else {
        Ok(None)
    }
}
