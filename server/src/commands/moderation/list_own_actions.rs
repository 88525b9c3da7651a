//! The actions about the caller, with the reason; who took them is not said.

use circles_protocol::Reply;
use circles_protocol::requests::ListOwnActions;

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::domain::Rejection;
use crate::limits::{ACTIONS_SHOWN, OWN_ACTIONS_SHOWN_DAYS};

pub(crate) async fn list_own_actions(
    context: Context<'_>,
    _: ListOwnActions,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .read(move |view| {
            let since = now.plus_ms(-DAY_MS * OWN_ACTIONS_SHOWN_DAYS);
            Ok(Reply::OwnActions {
                actions: view.actions_about(actor.account, since, ACTIONS_SHOWN)?,
            })
        })
        .await
}
