//! A copy of the whole database, taken while a server goes on writing, and what a copy
//! says of itself.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, InterruptHandle};

use super::{AuditHead, StoreError, audit, connections, migrations};
use crate::private_files;

/// What a database is, and how far it goes: two copies that differ in this are not copies
/// of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) application_id: i32,
    pub(crate) schema_version: u32,
    /// Entries of all circles' logs.
    pub(crate) log_entries: u64,
    pub(crate) audit_head: AuditHead,
}

/// Gives up a copy that another thread is making: while it is made, the log file can't be
/// folded into the database.
#[derive(Clone, Default)]
pub(crate) struct CopyStop(Arc<Copying>);

#[derive(Default)]
struct Copying {
    stopped: AtomicBool,
    running: Mutex<Option<InterruptHandle>>,
}

impl CopyStop {
    pub(crate) fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
        if let Some(running) = &*self.0.running.lock().unwrap_or_else(PoisonError::into_inner) {
            running.interrupt();
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.0.stopped.load(Ordering::Relaxed)
    }

    fn set_running(&self, running: Option<InterruptHandle>) {
        *self.0.running.lock().unwrap_or_else(PoisonError::into_inner) = running;
    }
}

/// Copies the database of one folder into another, which has none yet. It reads one state
/// of the database through a connection of its own, so neither the writer nor another
/// reader waits for it. The copy contains only rows that are there: no page that was freed,
/// and no log file.
///
/// # Errors
/// If either file can't be used, the database is of another version, or the copy was given
/// up.
pub(crate) fn copy_database(from: &Path, to: &Path, stop: &CopyStop) -> Result<Extent, StoreError> {
    let copy = to.join(connections::FILE_NAME);
    // Made here, so that nobody but the owner can read it; SQLite takes an empty file.
    private_files::append(&copy).map_err(|error| {
        StoreError::Unavailable(format!("the copy of the database can't be made: {error}"))
    })?;
    let source = connections::copier(&from.join(connections::FILE_NAME))?;
    migrations::refuse_unknown(&source)?;
    migrations::refuse_older(&source)?;
    stop.set_running(Some(source.get_interrupt_handle()));
    if stop.is_stopped() {
        return Err(StoreError::Closed);
    }
    let copied = source.execute("VACUUM INTO ?1", [copy.to_string_lossy()]);
    stop.set_running(None);
    copied?;
    extent(to)
}

/// Of the database in this folder.
///
/// # Errors
/// If the file can't be read, or is of another program or of a newer version.
pub(crate) fn extent(folder: &Path) -> Result<Extent, StoreError> {
    let connection = connections::reader(&folder.join(connections::FILE_NAME))?;
    migrations::refuse_unknown(&connection)?;
    read_extent(&connection)
}

fn read_extent(connection: &Connection) -> Result<Extent, StoreError> {
    let (application_id, schema_version) = migrations::identity(connection)?;
    let log_entries: i64 =
        connection.query_row("SELECT count(*) FROM circle_log", [], |row| row.get(0))?;
    let audit_head = audit::head(connection)?;
    Ok(Extent {
        application_id,
        schema_version,
        log_entries: log_entries.cast_unsigned(),
        audit_head,
    })
}
