//! Who is in a circle, by the label of their invite. Coordinators only.

use circles_protocol::Reply;
use circles_protocol::requests::ListRoster;

use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn list_roster(
    store: &Store,
    actor: Actor,
    request: ListRoster,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ListRoster, actor)?;
    store
        .read(move |view| {
            let circle = view.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            Ok(Reply::Roster { entries: view.roster(circle.key)? })
        })
        .await
}
