//! What the centre has chosen for all of its circles. Coordinators only.

use circles_protocol::Reply;

use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn show_centre_settings(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ShowCentreSettings, actor)?;
    store.read(move |view| Ok(Reply::CentreSettings { settings: view.centre_settings()? })).await
}
