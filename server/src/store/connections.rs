//! Opening the file: the folder, the pragmas for every connection, the epoch.

use std::path::{Path, PathBuf};
use std::time::Duration;

use circles_protocol::Epoch;
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};

use super::{StoreError, StoreOptions, alias_forms, migrations};
use crate::domain::{CircleKey, search_text};
use crate::private_files;

pub(super) const FILE_NAME: &str = "circles.db";

/// Statements kept compiled per connection; more than the store has.
const STATEMENT_CACHE: usize = 128;

/// How long a statement waits for another process's lock.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Pages in the log file after which SQLite checkpoints by itself.
const CHECKPOINT_PAGES: u32 = 4_000;

/// The log file is truncated to this size after a checkpoint.
const LOG_FILE_BYTES: u32 = 64 * 1024 * 1024;

const PAGE_BYTES: u32 = 4_096;

/// The names of all our files begin like this: the database, SQLite's files beside it, the
/// copies from before a migration, the lock.
const OWN_FILES: &str = "circles.";

/// Creates the folder, private to its owner like everything in it. The database is created
/// here and not by SQLite, whose other files take their mode from it.
pub(super) fn prepare(folder: &Path) -> Result<PathBuf, StoreError> {
    let failed = |error: std::io::Error| {
        StoreError::Unavailable(format!("the data folder can't be made: {error}"))
    };
    private_files::folder(folder).map_err(failed)?;
    let file = folder.join(FILE_NAME);
    private_files::append(&file).map_err(failed)?;
    private_files::tighten(folder, OWN_FILES);
    Ok(file)
}

/// The one connection that writes, after migration, with the epoch of its database.
pub(super) fn writer(
    file: &Path,
    options: StoreOptions,
) -> Result<(Connection, Epoch), StoreError> {
    let mut connection = Connection::open(file)?;
    tune(&connection)?;
    migrations::refuse_unknown(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", LOG_FILE_BYTES)?;
    migrations::run(&mut connection, file)?;
    if options.max_database_mib > 0 {
        let pages = i64::from(options.max_database_mib) * 1024 * 1024 / i64::from(PAGE_BYTES);
        connection.pragma_update(None, "max_page_count", pages)?;
    }
    alias_forms::bring_up_to_date(&mut connection)?;
    let epoch = connection
        .query_row("SELECT epoch FROM database_epoch", [], |row| row.get::<_, [u8; 16]>(0))?;
    Ok((connection, Epoch::from_bytes(epoch)))
}

/// A read-only connection from which the database can be copied: a reader may not write
/// into another file either.
pub(super) fn copier(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    tune(&connection)?;
    Ok(connection)
}

/// A read-only connection.
pub(super) fn reader(file: &Path) -> Result<Connection, StoreError> {
    let connection = copier(file)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn tune(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // An acknowledged message survives power loss.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // Deleted content is overwritten, not only unlinked.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A statement is compiled once, not again for each bound value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // The view behind the search index calls it.
    connection.create_scalar_function(
        "index_text",
        2,
        FunctionFlags::SQLITE_UTF8
            | FunctionFlags::SQLITE_DETERMINISTIC
            | FunctionFlags::SQLITE_INNOCUOUS,
        |context| {
            let body = context.get_raw(0).as_str()?;
            Ok(search_text::index_text(body, CircleKey(context.get(1)?)))
        },
    )?;
    Ok(())
}

/// A connection for `check`: it changes nothing, but comparing the search index is formally
/// a write.
pub(super) fn checker(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    tune(&connection)?;
    migrations::refuse_unknown(&connection)?;
    Ok(connection)
}
