//! Records how a long silence ended. Coordinators only.

use circles_protocol::requests::CloseNoContact;
use circles_protocol::{AuditAction, NoContactOutcome, RefusalCode, Reply, Timestamp};

use crate::commands::Context;
use crate::commands::mentoring::list_no_contacts::whom_to_call;
use crate::commands::shared::care::follow_up;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::centre::tell_centre;
use crate::domain::{Operation, Rejection, Rules, require_coordinator};
use crate::store::{NoContactRow, Tx};

pub(crate) async fn close_no_contact(
    context: Context<'_>,
    request: CloseNoContact,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    require_coordinator(Operation::CloseNoContact, actor)?;
    store
        .write(move |tx| {
            let CloseNoContact { no_contact, outcome } = request;
            let silence = tx.no_contact(no_contact)?.ok_or_else(Rejection::not_found)?;
            if silence.closed {
                let sentence = "Somebody has closed this already.";
                return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
            }
            close(tx, &silence, outcome, now, &rules)?;
            let action = AuditAction::NoContactClosed;
            let entry =
                NewAuditEntry { action, circle: None, target: Some(silence.id.0), reason: None };
            audit::append(tx, actor, now, entry)?;
            tell_centre(tx)?;
            Ok(Reply::Done)
        })
        .await
}

fn close(
    tx: &mut Tx<'_>,
    silence: &NoContactRow,
    outcome: NoContactOutcome,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    match outcome {
        NoContactOutcome::EmergencyContactCalled if whom_to_call(tx, silence)?.is_none() => {
            return Err(Rejection::not_allowed());
        }
        NoContactOutcome::Reached
        | NoContactOutcome::EmergencyContactCalled
        | NoContactOutcome::Closed => {}
    }
    tx.close_no_contact(silence.account, outcome, now)?;
    match outcome {
        NoContactOutcome::Reached => follow_up::record_contact(tx, silence.account, now, rules),
        NoContactOutcome::EmergencyContactCalled | NoContactOutcome::Closed => Ok(()),
    }
}
