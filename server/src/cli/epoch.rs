//! `circles epoch`: gives a restored database a new epoch, so that every client drops its
//! cursors and fetches everything again.

use anyhow::{anyhow, bail};
use circles_protocol::Epoch;
use uuid::Uuid;

use crate::data_lock::DataLock;
use crate::domain::Rejection;
use crate::settings::Settings;
use crate::store::{Store, StoreOptions};

pub(crate) async fn run(settings: &Settings) -> anyhow::Result<()> {
    let folder = &settings.data_dir;
    if !Store::is_in(folder) {
        bail!("there is no database in {}; put the copy there first", folder.display());
    }
    // A running server would go on telling its clients the old one.
    let _data_lock = DataLock::take(folder)?;
    // As when the server starts: an older copy is migrated.
    let store = Store::open(folder, StoreOptions::default(), Box::new(drop))?;
    let epoch = Epoch(Uuid::new_v4());
    let renewed = store.write(move |tx| Ok(tx.renew_epoch(epoch)?)).await;
    store.close().await;
    renewed.map_err(|Rejection(refusal)| anyhow!(refusal.message))?;
    println!("the database has a new epoch; every client will fetch anew");
    Ok(())
}
