//! The actions about the caller, with the reason; who took them is not said.

use circles_protocol::{Reply, Timestamp};

use crate::clock::DAY_MS;
use crate::domain::{Actor, Rejection};
use crate::limits::{ACTIONS_SHOWN, OWN_ACTIONS_SHOWN_DAYS};
use crate::store::Store;

pub(crate) async fn list_own_actions(
    store: &Store,
    actor: Actor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let since = now.plus_ms(-DAY_MS * OWN_ACTIONS_SHOWN_DAYS);
            Ok(Reply::OwnActions {
                actions: view.actions_about(actor.account, since, ACTIONS_SHOWN)?,
            })
        })
        .await
}
