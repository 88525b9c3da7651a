//! Who has not been heard from for long, and nothing else of them. Whom to call
//! is told only when it is time, and where the alum agreed. Coordinators only.

use circles_protocol::{Consent, NoContactView, Reply};

use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::limits::NO_CONTACTS_SHOWN;
use crate::store::{NoContactRow, Store, StoreError, View};

pub(crate) async fn list_no_contacts(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ListNoContacts, actor)?;
    store
        .read(|view| {
            let mut no_contacts = Vec::new();
            for silence in view.open_no_contacts(NO_CONTACTS_SHOWN)? {
                let emergency_contact = if may_be_called(view, &silence)? {
                    view.shared_emergency_contact(silence.account)?
                } else {
                    None
                };
                no_contacts.push(NoContactView {
                    id: silence.id,
                    person: view.person(silence.account)?,
                    since: silence.since,
                    close_due: silence.close_due,
                    emergency_contact,
                });
            }
            Ok(Reply::NoContacts { no_contacts })
        })
        .await
}

/// Whether the centre may call the emergency contact just now.
pub(super) fn may_be_called(view: &View<'_>, silence: &NoContactRow) -> Result<bool, StoreError> {
    let agreed = view.consent_since(silence.account, Consent::EmergencyContact)?.is_some();
    Ok(silence.close_due && agreed)
}
