//! Numbered steps from an empty file to today's tables. A step that is on main
//! is never edited; the next one is added below it.

use std::path::Path;

use rusqlite::{Connection, backup::Backup};
use uuid::Uuid;

use super::StoreError;
use crate::private_files;

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
    include_str!("migrations/0021_review.sql"),
    include_str!("migrations/0022_decisions.sql"),
    include_str!("migrations/0023_names.sql"),
    include_str!("migrations/0024_sign_in_security.sql"),
    include_str!("migrations/0025_people_and_reports.sql"),
    include_str!("migrations/0026_unseen_requests.sql"),
    include_str!("migrations/0027_ids_of_their_makers.sql"),
    include_str!("migrations/0028_search_by_circle.sql"),
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
    // A step may make a table anew while others refer to it: dropping the earlier one
    // must not touch their rows.
    connection.pragma_update(None, "foreign_keys", false)?;
    let done = apply(connection, found);
    connection.pragma_update(None, "foreign_keys", true)?;
    done
}

fn apply(connection: &mut Connection, found: usize) -> Result<(), StoreError> {
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
    fn the_copy_from_before_a_migration_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("circles.db");
        let mut connection = Connection::open(&file).unwrap();
        connection.execute_batch(STEPS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        run(&mut connection, &file).unwrap();
        let copy = folder.path().join("circles.before-version-2.db");
        let mode = std::fs::metadata(copy).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn members_of_before_are_found_by_the_forms_of_their_aliases() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("circles.db");
        let mut connection = Connection::open(&file).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        let before = STEPS.iter().position(|step| step.contains("alias_forms")).unwrap();
        STEPS[..before].iter().for_each(|step| connection.execute_batch(step).unwrap());
        connection
            .execute_batch(
                "INSERT INTO circles (key, id, name, member_limit, created_at)
                 VALUES (1, randomblob(16), 'Dawn', 30, 1);
                 INSERT INTO memberships (key, id, circle, account, alias, alias_likeness, role,
                                          joined_at, joined_seq, read_seq)
                 VALUES (1, randomblob(16), 1, 1, 'Bill', 'blll', 'member', 1, 1, 1),
                        (2, randomblob(16), 1, 2, '1', 'l', 'member', 1, 1, 1);",
            )
            .unwrap();
        connection.pragma_update(None, "user_version", i64::try_from(before).unwrap()).unwrap();
        run(&mut connection, &file).unwrap();
        super::super::alias_forms::bring_up_to_date(&mut connection).unwrap();
        for (sql, rows) in [
            ("SELECT count(*) FROM alias_forms WHERE form = 'Bill' AND member = 1", 1),
            ("SELECT count(*) FROM memberships WHERE alias_likeness IN ('blll', 'l')", 0),
            ("SELECT count(*) FROM memberships WHERE alias IN ('Bill', '1')", 2),
        ] {
            let found: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
            assert_eq!(found, rows, "{sql}");
        }
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

    #[test]
    fn what_refers_to_a_message_stays_when_its_table_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("circles.db");
        let mut connection = Connection::open(&file).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        let before = STEPS.iter().position(|step| step.contains("messages_of_circles")).unwrap();
        STEPS[..before].iter().for_each(|step| connection.execute_batch(step).unwrap());
        connection
            .execute_batch(
                "INSERT INTO messages (position, id, author, sent_at, body)
                 VALUES ((1 << 40) + 1, x'07', 1, 1, 'Morning');
                 INSERT INTO mentions (message, member) VALUES ((1 << 40) + 1, 1);
                 INSERT INTO hidden_messages (member, message) VALUES (1, (1 << 40) + 1);
                 INSERT INTO pins (message, pinned) VALUES ((1 << 40) + 1, 2);",
            )
            .unwrap();
        connection.pragma_update(None, "user_version", i64::try_from(before).unwrap()).unwrap();
        run(&mut connection, &file).unwrap();
        for table in ["messages", "mentions", "hidden_messages", "pins"] {
            let sql = format!("SELECT count(*) FROM {table}");
            assert_eq!(connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
        }
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        let insert =
            "INSERT INTO messages (position, id, author, sent_at) VALUES (?1, x'07', 1, 1)";
        assert!(connection.execute(insert, [(1_i64 << 40) + 2]).is_err(), "taken in its circle");
        connection.execute(insert, [(2_i64 << 40) + 1]).unwrap();
    }

    #[test]
    fn what_was_decided_before_is_said_as_far_as_it_can_be_known() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("circles.db");
        let mut connection = Connection::open(&file).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        let before = STEPS.iter().position(|step| step.contains("CREATE TABLE decisions")).unwrap();
        STEPS[..before].iter().for_each(|step| connection.execute_batch(step).unwrap());
        connection.execute_batch(DECIDED).unwrap();
        connection.pragma_update(None, "user_version", i64::try_from(before).unwrap()).unwrap();
        run(&mut connection, &file).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT d.case_key, d.kind, d.reason IS NOT NULL, d.moderator, d.messages
                 FROM decisions d JOIN cases c ON c.key = d.case_key AND c.closed_at = d.at
                 ORDER BY d.key",
            )
            .unwrap();
        let found: Vec<(i64, String, bool, Option<i64>, u32)> = statement
            .query_map([], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let decided = |case, kind: &str, reason, moderator, messages| {
            (case, kind.to_owned(), reason, moderator, messages)
        };
        // Newer ones have greater keys, whatever order they were opened in.
        assert_eq!(
            found,
            [
                decided(2, "mute_message", true, Some(8), 1),
                decided(1, "dismiss", false, Some(8), 0),
                decided(3, "withdrawn", false, None, 0),
                decided(4, "release", false, Some(8), 0),
                decided(5, "propose_removal", false, Some(8), 0),
                decided(6, "add_note", false, None, 0),
            ]
        );
        let told: Option<i64> =
            connection.query_row("SELECT handled_at FROM reports", [], |row| row.get(0)).unwrap();
        assert_eq!(told, Some(20));
    }

    /// Of each kind one, by moderator 8 with account 80 or by the centre's account 90,
    /// and one that is open.
    const DECIDED: &str = "
        INSERT INTO memberships (key, id, circle, account, alias, alias_likeness, role, joined_at,
                                 joined_seq, read_seq)
        VALUES (7, randomblob(16), 1, 70, 'Jo', 'jo', 'member', 1, 1, 1),
               (8, randomblob(16), 1, 80, 'Kim', 'kim', 'moderator', 1, 1, 1);
        INSERT INTO acts (key, id, circle, kind, subject, moderator, reason, at)
        VALUES (1, randomblob(16), 1, 'message_mute', 7, 8, 'shaming', 10);
        INSERT INTO messages (position, id, author, sent_at, body)
        VALUES (1, zeroblob(16), 7, 1, 'Muted'), (2, x'00112233445566778899aabbccddeeff', 7, 1, '');
        INSERT INTO message_mutes (message, act) VALUES (1, 1);
        INSERT INTO proposals (id, circle, subject, measure, reason, moderator, at, until)
        VALUES (randomblob(16), 1, 7, 'removal', 'shaming', 8, 50, 99);
        INSERT INTO cases (key, id, circle, kind, concern, rank, subject, message, signs, reports,
                           opened_at, due_at, closed_at, closed_by, act)
        VALUES (1, x'0000000000000000000000000000000a', 1, 'reported', 'other', 4, 7, NULL, '', 1,
                1, 2, 20, 80, NULL),
               (2, randomblob(16), 1, 'reported', 'other', 4, 7, zeroblob(16), '', 0,
                2, 3, 10, 80, 1),
               (3, randomblob(16), 1, 'held', 'other', 4, 7, randomblob(16), '', 0,
                3, 4, 30, 70, NULL),
               (4, randomblob(16), 1, 'held', 'other', 4, 7,
                x'00112233445566778899aabbccddeeff', '', 0, 4, 5, 40, 80, NULL),
               (5, randomblob(16), 1, 'reported', 'other', 4, 7, NULL, '', 0, 5, 6, 50, 80, NULL),
               (6, randomblob(16), 1, 'reported', 'other', 4, 7, NULL, '', 0, 6, 7, 60, 90, NULL),
               (7, randomblob(16), 1, 'reported', 'other', 4, 7, NULL, '', 0, 7, 8, NULL, NULL,
                NULL);
        INSERT INTO reports (id, case_key, reporter, concern, at)
        VALUES (randomblob(16), 1, 8, 'other', 1);
        INSERT INTO audit (at, act, actor, target, hash)
        VALUES (20, 'case_dismissed', NULL, x'0000000000000000000000000000000a', x'00');";
}
