//! How many cases and appeals are overdue in each circle. Only numbers, so that the
//! centre can ask the moderators. Coordinators only.

use circles_protocol::Reply;
use circles_protocol::requests::ListOverdue;

use crate::commands::Context;
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn list_overdue(context: Context<'_>, _: ListOverdue) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::ListOverdue, actor)?;
    store.read(move |view| Ok(Reply::Overdue { circles: view.overdue(now)? })).await
}
