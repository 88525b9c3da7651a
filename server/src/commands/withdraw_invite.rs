//! Takes an open invite back. Coordinators only.

use circles_protocol::requests::WithdrawInvite;
use circles_protocol::{InviteState, Reply, Timestamp};

use crate::domain::permission::require_coordinator;
use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn withdraw_invite(
    store: &Store,
    actor: Actor,
    request: WithdrawInvite,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(actor)?;
    store
        .write(move |tx| {
            let row = tx.invite(request.invite)?.ok_or_else(Rejection::not_found)?;
            match row.fate.state(now) {
                InviteState::Open => tx.withdraw_invite(row.id, now)?,
                // Over already, which is what was asked for.
                InviteState::Withdrawn | InviteState::Expired => {}
                InviteState::Used => return Err(Rejection::not_allowed()),
            }
            Ok(Reply::Done)
        })
        .await
}
