//! How many cases and appeals are overdue in each circle. Only numbers, so that the
//! centre can ask the moderators. Coordinators only.

use circles_protocol::{Reply, Timestamp};

use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn list_overdue(
    store: &Store,
    actor: Actor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ListOverdue, actor)?;
    store.read(move |view| Ok(Reply::Overdue { circles: view.overdue(now)? })).await
}
