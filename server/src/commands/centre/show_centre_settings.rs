//! The centre's settings for all of its circles, and how full its database is.
//! Coordinators only.

use circles_protocol::requests::ShowCentreSettings;
use circles_protocol::{Reply, StorageView};

use crate::commands::Context;
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn show_centre_settings(
    context: Context<'_>,
    _: ShowCentreSettings,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    require_coordinator(Operation::ShowCentreSettings, actor)?;
    let settings = store.read(|view| Ok(view.centre_settings()?)).await?;
    let storage = store.storage().await?;
    let (used_mib, most_mib) = (storage.used_mib(), storage.most_mib());
    let storage = StorageView { used_mib, most_mib, low: storage.is_low() };
    Ok(Reply::CentreSettings { settings, storage: Some(storage) })
}
