//! Whether the largest message could be stored right now. The probe writes as much as such
//! a message takes, since nothing else is reliable: free space can be limited by a quota,
//! by the size that the operator allows the database, or by the log file.

use circles_protocol::limits::BODY_CHARS;
use rusqlite::Connection;

use super::StoreError;

/// What the largest message takes in its table, and about seven times as much for its
/// entries in the search index and for the pages of other tables and indexes that it
/// touches. Every character takes up to four bytes, and in a script without spaces each one
/// is an entry of some 24 bytes.
const LARGEST_MESSAGE_BYTES: u32 = 256_000;
const _: () = assert!(LARGEST_MESSAGE_BYTES as usize >= (4 + 24) * BODY_CHARS);

/// Writes that much and removes it again in one transaction, flushed to disk like any
/// other. With `secure_delete` the removed pages are written too, so the log file must have
/// space for each of them; a rollback would write none. The pages stay in the database as
/// free ones, where the next message finds them.
pub(super) fn try_largest(connection: &Connection) -> Result<(), StoreError> {
    let execute = |sql| connection.prepare_cached(sql)?.execute([]);
    execute("BEGIN IMMEDIATE")?;
    connection
        .prepare_cached("INSERT INTO write_probe (filler) VALUES (zeroblob(?1))")?
        .execute([LARGEST_MESSAGE_BYTES])?;
    execute("DELETE FROM write_probe")?;
    execute("COMMIT")?;
    Ok(())
}
