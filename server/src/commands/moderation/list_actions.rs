//! Recent moderation actions in a circle, for its moderators.

use circles_protocol::requests::ListActions;
use circles_protocol::{Reply, Timestamp};

use crate::clock::DAY_MS;
use crate::domain::{Actor, Operation, Rejection, require};
use crate::limits::{ACTIONS_SHOWN, ACTIONS_SHOWN_DAYS};
use crate::store::Store;

pub(crate) async fn list_actions(
    store: &Store,
    actor: Actor,
    request: ListActions,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let membership = view.membership(request.circle, actor.account)?;
            let membership = require(Operation::ListActions, membership)?;
            let since = now.plus_ms(-DAY_MS * ACTIONS_SHOWN_DAYS);
            Ok(Reply::Actions {
                actions: view.actions_in(membership.circle, since, ACTIONS_SHOWN)?,
            })
        })
        .await
}
