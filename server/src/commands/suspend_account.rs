//! Ends every sign-in of a member's account and lets nobody sign in to it.
//! Nothing is deleted; see `restore_account`. Coordinators only.

use circles_protocol::requests::SuspendAccount;
use circles_protocol::{AuditAct, RefusalCode, Reply, Timestamp};

use super::note_down::{Deed, note_down};
use super::paging;
use super::queue::tell_office_of;
use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::{Store, View};

pub(crate) async fn suspend_account(
    store: &Store,
    actor: Actor,
    request: SuspendAccount,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::SuspendAccount, actor)?;
    store
        .write(move |tx| {
            require_not_suspended(tx, actor)?;
            // Also a private line: a case about one may lead here.
            let circle = tx.circle_or_line(request.circle)?.ok_or_else(Rejection::not_found)?;
            // Also somebody who has left: their account may be in other circles.
            let member = tx.membership(circle.key, request.member)?;
            let member = member.ok_or_else(Rejection::not_found)?;
            if member.account == actor.account {
                let sentence = "You can't suspend your own account.";
                return Err(Rejection::new(RefusalCode::NotAllowed, sentence));
            }
            // Also where it is suspended already: no sign-in outlives this.
            tx.end_all_sessions(member.account)?;
            if tx.suspend(member.account, now)? {
                tell_office_of(tx, member.account)?;
                paging::pass_over(tx, member.account, now)?;
                let deed = Deed::to_circle(AuditAct::AccountSuspended, circle.id);
                note_down(tx, actor, now, deed.about(member.id.0).because(request.reason))?;
            }
            Ok(Reply::Done)
        })
        .await
}

/// Of two coordinators who suspend each other, one comes first.
pub(super) fn require_not_suspended(view: &View<'_>, actor: Actor) -> Result<(), Rejection> {
    match view.account(actor.account)? {
        Some(account) if account.suspended => Err(Rejection::account_suspended()),
        Some(_) | None => Ok(()),
    }
}
