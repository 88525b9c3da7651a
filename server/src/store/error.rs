//! What can go wrong in the store. It is never the caller's fault; it is logged whole, and
//! shown as `unavailable` or `internal`.

use crate::domain::Rejection;

#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The disk is full or failing, or the file is damaged or locked: nothing can be stored
    /// until somebody repairs it.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// One of our own statements is wrong.
    #[error("the store failed: {0}")]
    Fault(String),
    /// The store has stopped.
    #[error("the store is closed")]
    Closed,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        // SQLite's own message names tables and columns, never their content.
        let sentence = error.to_string();
        match error.sqlite_error_code() {
            Some(
                Code::DiskFull
                | Code::SystemIoFailure
                | Code::DatabaseCorrupt
                | Code::NotADatabase
                | Code::CannotOpen
                | Code::DatabaseBusy
                | Code::DatabaseLocked
                | Code::ReadOnly
                | Code::OutOfMemory
                | Code::FileLockingProtocolFailed,
            ) => Self::Unavailable(sentence),
            _ => Self::Fault(sentence),
        }
    }
}

impl From<StoreError> for Rejection {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "store");
        match error {
            StoreError::Unavailable(_) | StoreError::Closed => Self::unavailable(),
            StoreError::Fault(_) => Self::internal(),
        }
    }
}

/// So that `?` works on a rusqlite error inside a write closure.
impl From<rusqlite::Error> for Rejection {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}
