//! Encrypted backups: how one is made and tried out, and how one is opened again. A backup is
//! an age file; inside it is a tar archive of a manifest and the database, so that `age`, `tar`
//! and `sqlite3` are enough to read it. This knows neither when a backup is due nor what else
//! a restore changes.

mod contents;
mod files;
mod make;
mod manifest;
mod open;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use files::newest;
pub(crate) use make::{Order, make, remove_leftovers};
pub(crate) use manifest::Manifest;
pub(crate) use open::{Identities, open};

use std::io;

use crate::store::StoreError;

/// Why a backup could not be made or opened: a sentence for whoever runs the server.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    #[error("another backup of this data folder is being made")]
    Busy,
    #[error("{what}: {error}")]
    Io { what: &'static str, error: io::Error },
    #[error("the disk of {place} has {free_mib} MiB free, and a backup needs {needed_mib} MiB")]
    NoRoom { place: String, free_mib: u64, needed_mib: u64 },
    #[error("the backup was given up")]
    Stopped,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the backup was not kept, because its trial restore found a fault: {0}")]
    Faulty(String),
    #[error("{0}")]
    Unreadable(String),
}

impl BackupError {
    fn io(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io { what, error }
    }
}
