//! The centre's settings for all of its circles, and how full its database is.
//! Coordinators only.

use circles_protocol::{Reply, StorageView};

use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::Store;

pub(crate) async fn show_centre_settings(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ShowCentreSettings, actor)?;
    let settings = store.read(|view| Ok(view.centre_settings()?)).await?;
    let storage = store.storage().await?;
    let (used_mib, most_mib) = (storage.used_mib(), storage.most_mib());
    let storage = StorageView { used_mib, most_mib, low: storage.is_low() };
    Ok(Reply::CentreSettings { settings, storage: Some(storage) })
}
