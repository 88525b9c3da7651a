//! Recent moderation actions in a circle, for its moderators.

use circles_protocol::Reply;
use circles_protocol::requests::ListActions;

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::domain::{Operation, Rejection, require};
use crate::limits::{ACTIONS_SHOWN, ACTIONS_SHOWN_DAYS};

pub(crate) async fn list_actions(
    context: Context<'_>,
    request: ListActions,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
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
