//! Numbered steps from an empty file to today's tables. A step that is on main
//! is never edited; the next one is added below it.

use std::path::Path;

use rusqlite::{Connection, backup::Backup};
use uuid::Uuid;

use super::StoreError;

const STEPS: &[&str] = &[
    include_str!("migrations/0001_circles.sql"),
    include_str!("migrations/0002_account_ids.sql"),
    include_str!("migrations/0003_mutes.sql"),
    include_str!("migrations/0004_audit.sql"),
    include_str!("migrations/0005_cases.sql"),
    include_str!("migrations/0006_appeals.sql"),
    include_str!("migrations/0007_centre.sql"),
    include_str!("migrations/0008_timers.sql"),
    include_str!("migrations/0009_care.sql"),
    include_str!("migrations/0010_mentoring.sql"),
    include_str!("migrations/0011_help.sql"),
    include_str!("migrations/0012_lines.sql"),
    include_str!("migrations/0013_threads.sql"),
    include_str!("migrations/0014_meetings.sql"),
    include_str!("migrations/0015_office.sql"),
    include_str!("migrations/0016_headroom.sql"),
    include_str!("migrations/0017_help_more.sql"),
    include_str!("migrations/0018_search_text.sql"),
    include_str!("migrations/0019_received_spans.sql"),
    include_str!("migrations/0020_idempotency_keys.sql"),
];

/// Pages copied at a time while backing up.
const BACKUP_PAGES: std::ffi::c_int = 4_096;

/// The version of the tables this server knows.
const KNOWN: usize = STEPS.len();

fn version(connection: &Connection) -> Result<usize, StoreError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version)
        .map_err(|_| StoreError::Unavailable("the database has no valid version".into()))
}

/// # Errors
/// For a database written by a newer server, before anything is touched.
pub(super) fn refuse_newer(connection: &Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found > KNOWN {
        return Err(StoreError::Unavailable(format!(
            "this database has version {found}, and this server knows versions up to {KNOWN}; \
             please install the newer server again"
        )));
    }
    Ok(())
}

/// # Errors
/// For a database that a server of this version has not been started on yet.
pub(super) fn refuse_older(connection: &Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found < KNOWN {
        return Err(StoreError::Unavailable(format!(
            "this database has version {found}, and this program works with version {KNOWN}; \
             please start the server once, which brings it up to date"
        )));
    }
    Ok(())
}

/// Brings the file to the known version, each step in its own transaction,
/// after a copy of the file beside it.
pub(super) fn run(connection: &mut Connection, file: &Path) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found == KNOWN {
        return Ok(());
    }
    if found > 0 {
        back_up(connection, file, found)?;
    }
    for (number, step) in (1..).zip(STEPS).skip(found) {
        let tx = connection.transaction()?;
        tx.execute_batch(step)?;
        if number == 1 {
            tx.execute(
                "INSERT INTO database_epoch (only_row, epoch) VALUES (1, ?1)",
                [Uuid::new_v4().as_bytes()],
            )?;
        }
        tx.pragma_update(None, "user_version", number)?;
        tx.commit()?;
        tracing::info!(version = number, "migrated the database");
    }
    Ok(())
}

fn back_up(connection: &Connection, file: &Path, found: usize) -> Result<(), StoreError> {
    let copy = file.with_extension(format!("before-version-{}.db", found + 1));
    let mut target = Connection::open(copy)?;
    Backup::new(connection, &mut target)?.run_to_completion(
        BACKUP_PAGES,
        std::time::Duration::ZERO,
        None,
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_of_the_first_version_each_get_an_id() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("circles.db");
        let mut connection = Connection::open(&file).unwrap();
        connection.execute_batch(STEPS[0]).unwrap();
        connection
            .execute_batch(
                "INSERT INTO accounts (alias, sign_in_name, passphrase_hash, coordinator, created_at)
                 VALUES ('Sam', 'sam', 'none', 0, 1), ('Jo', 'jo', 'none', 0, 1);
                 PRAGMA user_version = 1",
            )
            .unwrap();
        run(&mut connection, &file).unwrap();
        let (ids, bytes): (i64, i64) = connection
            .query_row("SELECT count(DISTINCT id), sum(length(id)) FROM accounts", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!((ids, bytes), (2, 2 * 16));
    }

    #[test]
    fn an_index_of_plain_words_is_replaced_by_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("circles.db");
        let mut connection = Connection::open(&file).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        let before = STEPS.iter().position(|step| step.contains("searchable_messages")).unwrap();
        STEPS[..before].iter().for_each(|step| connection.execute_batch(step).unwrap());
        connection
            .execute_batch(
                "INSERT INTO messages (position, id, author, sent_at, body)
                 VALUES ((1 << 40) + 1, randomblob(16), 1, 1, 'Café');
                 INSERT INTO message_search (rowid, body) SELECT position, body FROM messages;
                 INSERT INTO search_progress (circle, indexed_to) VALUES (1, (1 << 40) + 1);",
            )
            .unwrap();
        connection.pragma_update(None, "user_version", i64::try_from(before).unwrap()).unwrap();
        run(&mut connection, &file).unwrap();
        for (table, rows) in [("messages", 1), ("search_progress", 0), ("search_version", 0)] {
            let sql = format!("SELECT count(*) FROM {table}");
            let found: i64 = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert_eq!(found, rows, "{table}");
        }
        let found = connection.query_row(
            "SELECT count(*) FROM message_search WHERE message_search MATCH 'cafe'",
            [],
            |row| row.get::<_, i64>(0),
        );
        assert_eq!(found.unwrap(), 0);
    }
}
