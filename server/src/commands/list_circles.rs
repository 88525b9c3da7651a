//! The centre's circles, without a word said in them. Coordinators only.

use circles_protocol::Reply;

use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn list_circles(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ListCircles, actor)?;
    store.read(|view| Ok(Reply::Circles { circles: view.centre_circles()? })).await
}
