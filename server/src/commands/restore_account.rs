//! Lets the holder of a suspended account sign in again. Coordinators only.

use circles_protocol::requests::RestoreAccount;
use circles_protocol::{AuditAct, Reply, Timestamp};

use super::note_down::{Deed, note_down};
use super::queue::tell_office_of;
use super::suspend_account::require_not_suspended;
use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn restore_account(
    store: &Store,
    actor: Actor,
    request: RestoreAccount,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::RestoreAccount, actor)?;
    store
        .write(move |tx| {
            require_not_suspended(tx, actor)?;
            // Also a private line: a case about one may lead here.
            let circle = tx.circle_or_line(request.circle)?.ok_or_else(Rejection::not_found)?;
            let member = tx.membership(circle.key, request.member)?;
            let member = member.ok_or_else(Rejection::not_found)?;
            if tx.restore(member.account)? {
                tell_office_of(tx, member.account)?;
                let deed = Deed::to_circle(AuditAct::AccountRestored, circle.id);
                note_down(tx, actor, now, deed.about(member.id.0))?;
            }
            Ok(Reply::Done)
        })
        .await
}
