//! What the rota commands share: looking somebody up, and telling those concerned that
//! the rota has changed.

use circles_protocol::{Notice, OnCallId};

use crate::domain::Rejection;
use crate::store::{OnCallRow, StoreError, Tx, View};

/// Somebody who takes shifts and can be told.
///
/// # Errors
/// `not_found` also for somebody who is suspended.
pub(crate) fn person(view: &View<'_>, id: OnCallId) -> Result<OnCallRow, Rejection> {
    let person = view.on_call_person(id)?.filter(|person| !person.suspended);
    person.ok_or_else(Rejection::not_found)
}

/// Those who take shifts, and the centre.
pub(crate) fn tell(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let mut concerned = tx.coordinators()?;
    for person in tx.on_call_people()? {
        if !concerned.contains(&person.account) {
            concerned.push(person.account);
        }
    }
    for account in concerned {
        tx.notify(account, Notice::RotaChanged);
    }
    Ok(())
}
