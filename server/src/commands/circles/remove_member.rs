//! Removes a member from a circle. From the next event on they receive nothing from it,
//! and they may appeal. Coordinators only.

use circles_protocol::requests::RemoveMember;
use circles_protocol::{Reason, Reply};

use crate::commands::Context;
use crate::commands::shared::circles::removal::{Removal, remove};
use crate::commands::shared::core::target;
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn remove_member(
    context: Context<'_>,
    request: RemoveMember,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::RemoveMember, actor)?;
    store
        .write(move |tx| {
            let circle = tx.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            let member = target::present_member(tx, circle.key, request.member)?;
            let given = request.reason;
            let reason = given.unwrap_or(Reason::Other);
            let (circle, member) = (&circle, &member);
            let removal = Removal { circle, member, moderator: None, reason, given };
            Ok(Reply::Accepted { seq: Some(remove(tx, actor, removal, now)?) })
        })
        .await
}
