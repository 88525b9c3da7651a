//! What moderators did in a circle lately, for its moderators.

use circles_protocol::requests::ListActs;
use circles_protocol::{Reply, Timestamp};

use crate::clock::DAY_MS;
use crate::domain::{Actor, Operation, Rejection, require};
use crate::limits::{ACTS_SHOWN, ACTS_SHOWN_DAYS};
use crate::store::Store;

pub(crate) async fn list_acts(
    store: &Store,
    actor: Actor,
    request: ListActs,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let standing = view.standing(request.circle, actor.account)?;
            let standing = require(Operation::ListActs, standing)?;
            let since = now.plus_ms(-DAY_MS * ACTS_SHOWN_DAYS);
            Ok(Reply::Acts { acts: view.acts_in(standing.circle, since, ACTS_SHOWN)? })
        })
        .await
}
