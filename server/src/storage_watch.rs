//! Tells the log, once a day, that the room for the database is running out.

use std::time::{Duration, Instant};

use crate::store::Store;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Debug, Default)]
pub(crate) struct StorageWatch {
    told: Option<Instant>,
}

impl StorageWatch {
    pub(crate) async fn check(&mut self, store: &Store) {
        let Ok(storage) = store.storage().await else { return };
        if storage.is_low() && self.told.is_none_or(|told| told.elapsed() >= DAY) {
            self.told = Some(Instant::now());
            tracing::warn!(
                used_mib = storage.used_mib(),
                most_mib = storage.most_mib(),
                "the room for the database is running out: nothing can be stored once it is full",
            );
        }
    }
}
