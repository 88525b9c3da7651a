//! Numbered steps from an empty file to today's tables. A step that is on main is never
//! edited; the next one is added below it.

use std::path::Path;

use rusqlite::{Connection, backup::Backup};
use uuid::Uuid;

use super::StoreError;
use crate::private_files;

/// The first creates everything that 0.1.0 began with, by capability.
const MIGRATIONS: &[&str] = &[BASELINE, include_str!("migrations/0002_recovery_links.sql")];

const BASELINE: &str = concat!(
    include_str!("migrations/0001_baseline/database.sql"),
    include_str!("migrations/0001_baseline/accounts.sql"),
    include_str!("migrations/0001_baseline/circles.sql"),
    include_str!("migrations/0001_baseline/chat.sql"),
    include_str!("migrations/0001_baseline/moderation.sql"),
    include_str!("migrations/0001_baseline/care.sql"),
    include_str!("migrations/0001_baseline/mentoring.sql"),
    include_str!("migrations/0001_baseline/help.sql"),
    include_str!("migrations/0001_baseline/direct.sql"),
    include_str!("migrations/0001_baseline/meetings.sql"),
    include_str!("migrations/0001_baseline/centre.sql"),
    include_str!("migrations/0001_baseline/timers.sql"),
);

/// "RCir", in the field in which a SQLite file names its application. A database from
/// before 0.1.0 lacks it, whatever its version.
const APPLICATION_ID: i32 = 0x5243_6972;

/// Pages copied at a time while backing up.
const BACKUP_PAGES: std::ffi::c_int = 4_096;

fn version(connection: &Connection) -> Result<usize, StoreError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version)
        .map_err(|_| StoreError::Unavailable("the database has no valid version".into()))
}

/// The version that this program works with.
pub(crate) fn known_version() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// Which program's the file is, and which version its tables have.
pub(super) fn identity(connection: &Connection) -> Result<(i32, u32), StoreError> {
    let made_by = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = version(connection)?;
    Ok((made_by, u32::try_from(version).unwrap_or(u32::MAX)))
}

/// # Errors
/// For a database written by a newer server or from before 0.1.0; nothing is changed then.
pub(super) fn refuse_unknown(connection: &Connection) -> Result<(), StoreError> {
    refuse_beyond(connection, MIGRATIONS)
}

fn refuse_beyond(connection: &Connection, steps: &[&str]) -> Result<(), StoreError> {
    let (found, known) = (version(connection)?, steps.len());
    let made_by: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if found > 0 && made_by != APPLICATION_ID {
        return Err(StoreError::Unavailable(
            "this database was made before version 0.1.0, or by another program, and can't be \
             used any more; please move it away and start with an empty data folder"
                .into(),
        ));
    }
    if found > known {
        return Err(StoreError::Unavailable(format!(
            "this database has version {found}, and this server knows versions up to {known}; \
             please install the newer server again"
        )));
    }
    Ok(())
}

/// # Errors
/// For a database that a server of this version has not been started on yet.
pub(super) fn refuse_older(connection: &Connection) -> Result<(), StoreError> {
    let (found, known) = (version(connection)?, MIGRATIONS.len());
    if found < known {
        return Err(StoreError::Unavailable(format!(
            "this database has version {found}, and this program works with version {known}; \
             please start the server once, which brings it up to date"
        )));
    }
    Ok(())
}

/// Brings the file to the known version, each step in its own transaction,
/// after a copy of the file beside it.
pub(super) fn run(connection: &mut Connection, file: &Path) -> Result<(), StoreError> {
    run_migrations(connection, file, MIGRATIONS)
}

fn run_migrations(
    connection: &mut Connection,
    file: &Path,
    steps: &[&str],
) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found == steps.len() {
        return Ok(());
    }
    if found > 0 {
        back_up(connection, file, found)?;
    }
    // A step may rebuild a table that others refer to: dropping the old one must not touch
    // their rows.
    connection.pragma_update(None, "foreign_keys", false)?;
    let done = apply(connection, found, steps);
    connection.pragma_update(None, "foreign_keys", true)?;
    done
}

fn apply(connection: &mut Connection, found: usize, steps: &[&str]) -> Result<(), StoreError> {
    for (number, step) in (1..).zip(steps).skip(found) {
        let tx = connection.transaction()?;
        tx.execute_batch(step)?;
        if number == 1 {
            tx.execute(
                "INSERT INTO database_epoch (only_row, epoch) VALUES (1, ?1)",
                [Uuid::new_v4().as_bytes()],
            )?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        tx.pragma_update(None, "user_version", number)?;
        tx.commit()?;
        tracing::info!(version = number, "migrated the database");
    }
    Ok(())
}

fn back_up(connection: &Connection, file: &Path, found: usize) -> Result<(), StoreError> {
    let copy = file.with_extension(format!("before-version-{}.db", found + 1));
    private_files::append(&copy).map_err(|error| {
        StoreError::Unavailable(format!("the copy of the database can't be made: {error}"))
    })?;
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
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

    use tempfile::TempDir;

    use super::*;

    /// A second step as there may be one some day: a table is rebuilt, and the rows that
    /// refer to it stay.
    const TWO_STEPS: &[&str] = &[
        "CREATE TABLE database_epoch (only_row INTEGER PRIMARY KEY, epoch BLOB NOT NULL) STRICT;
         CREATE TABLE circles (key INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
         CREATE TABLE messages (circle INTEGER NOT NULL REFERENCES circles (key) ON DELETE CASCADE,
                                body TEXT NOT NULL) STRICT;",
        "CREATE TABLE named_circles (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
         INSERT INTO named_circles SELECT key, name FROM circles;
         DROP TABLE circles;
         ALTER TABLE named_circles RENAME TO circles;",
    ];

    /// A file at the first version, with one circle and one message in it.
    fn at_the_first_version() -> (TempDir, PathBuf, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("circles.db");
        let mut connection = Connection::open(&file).unwrap();
        run_migrations(&mut connection, &file, &TWO_STEPS[..1]).unwrap();
        connection
            .execute_batch(
                "INSERT INTO circles VALUES (1, 'Dawn');
                 INSERT INTO messages VALUES (1, 'Morning');",
            )
            .unwrap();
        (folder, file, connection)
    }

    fn message_of(connection: &Connection) -> String {
        let sql = "SELECT m.body FROM messages m JOIN circles c ON c.key = m.circle";
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_next_step_keeps_what_was_there_and_leaves_a_copy_from_before() {
        let (folder, file, mut connection) = at_the_first_version();
        run_migrations(&mut connection, &file, TWO_STEPS).unwrap();
        assert_eq!(version(&connection).unwrap(), 2);
        assert_eq!(message_of(&connection), "Morning");
        let enforced: bool =
            connection.pragma_query_value(None, "foreign_keys", |row| row.get(0)).unwrap();
        assert!(enforced, "references are checked again");

        let copy = folder.path().join("circles.before-version-2.db");
        let mode = std::fs::metadata(&copy).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "the copy is its owner's alone");
        let copy = Connection::open(copy).unwrap();
        assert_eq!(version(&copy).unwrap(), 1);
        assert_eq!(message_of(&copy), "Morning");
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let (_folder, file, mut connection) = at_the_first_version();
        let broken = [TWO_STEPS[0], "DROP TABLE messages; DROP TABLE no_such_table;"];
        run_migrations(&mut connection, &file, &broken).unwrap_err();
        assert_eq!(version(&connection).unwrap(), 1);
        assert_eq!(message_of(&connection), "Morning");
    }

    #[test]
    fn nothing_is_copied_where_there_is_nothing_to_do() {
        let (folder, file, mut connection) = at_the_first_version();
        run_migrations(&mut connection, &file, &TWO_STEPS[..1]).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_database_of_a_newer_server_is_refused_by_its_version() {
        let (_folder, file, mut connection) = at_the_first_version();
        run_migrations(&mut connection, &file, TWO_STEPS).unwrap();
        refuse_beyond(&connection, TWO_STEPS).unwrap();
        let refused = refuse_beyond(&connection, &TWO_STEPS[..1]).unwrap_err().to_string();
        assert!(refused.contains("version 2") && refused.contains("newer server"), "{refused}");
    }

    #[test]
    fn a_database_from_before_the_first_release_is_refused_by_a_clear_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join("circles.db")).unwrap();
        refuse_unknown(&connection).expect("an empty file is nobody's");
        for version in [1, 28] {
            connection.pragma_update(None, "user_version", version).unwrap();
            let refused = refuse_unknown(&connection).unwrap_err().to_string();
            assert!(refused.contains("before version 0.1.0"), "{refused}");
        }
    }
}
