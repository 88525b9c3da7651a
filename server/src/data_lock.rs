//! One server per data folder. A second one would publish to its own sockets
//! only, and members would miss what the other stored.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::private_files;

const FILE_NAME: &str = "circles.lock";

#[derive(Debug, thiserror::Error)]
pub(crate) enum DataLockError {
    #[error("another server is running on {0}; stop it first, or use another --data-dir")]
    Taken(String),
    #[error("the data folder {folder} can't be used: {error}")]
    Folder { folder: String, error: std::io::Error },
}

/// Holds the folder until dropped, or until the process ends in any way.
#[derive(Debug)]
pub(crate) struct DataLock {
    _lock: File,
}

impl DataLock {
    pub(crate) fn take(folder: &Path) -> Result<Self, DataLockError> {
        let name = || folder.display().to_string();
        let failed = |error| DataLockError::Folder { folder: name(), error };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let file = private_files::append(&folder.join(FILE_NAME)).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _lock: file }),
            Err(TryLockError::WouldBlock) => Err(DataLockError::Taken(name())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataLock::take(folder.path()).unwrap();
        let second = DataLock::take(folder.path());
        assert!(matches!(second, Err(DataLockError::Taken(_))), "{second:?}");
        drop(first);
        assert!(DataLock::take(folder.path()).is_ok());
    }
}
