//! The centre's settings for all of its circles, how full its database is, and when it was
//! backed up.
//! Coordinators only.

use circles_protocol::requests::ShowCentreSettings;
use circles_protocol::{BackupView, Reply, StorageView};

use crate::commands::Context;
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn show_centre_settings(
    context: Context<'_>,
    _: ShowCentreSettings,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::ShowCentreSettings, actor)?;
    let settings = store.read(|view| Ok(view.centre_settings()?)).await?;
    let storage = store.storage().await?;
    let (used_mib, most_mib) = (storage.used_mib(), storage.most_mib());
    let backup = store.backups().state(now);
    let backup = BackupView {
        scheduled: backup.scheduled,
        last_at: backup.newest,
        // Somebody else may make backups of this server where it makes none itself.
        overdue: backup.scheduled && backup.overdue,
        failed: backup.failed,
    };
    let (low, backup) = (storage.is_low(), Some(backup));
    let storage = StorageView { used_mib, most_mib, low, backup };
    Ok(Reply::CentreSettings { settings, storage: Some(storage) })
}
