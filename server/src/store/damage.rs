//! How tests damage a database behind the store's back.

use std::path::Path;

use rusqlite::Connection;

use super::connections;

fn open(folder: &Path) -> Connection {
    Connection::open(folder.join(connections::FILE_NAME)).unwrap()
}

/// As if a newer server had written it.
pub(crate) fn set_version(folder: &Path, version: u32) {
    open(folder).pragma_update(None, "user_version", version).unwrap();
}

/// Removes the posting at this place from the log of every circle.
pub(crate) fn tear_out_posting(folder: &Path, seq: u8) {
    open(folder)
        .execute(
            "DELETE FROM circle_log WHERE kind = 'message_posted' AND position & 255 = ?1",
            [seq],
        )
        .unwrap();
}

/// Changes a word in one row of the audit.
pub(crate) fn falsify_audit(folder: &Path, number: u8) {
    let sql = "UPDATE audit SET action = 'circle_renamed' WHERE number = ?1";
    assert_eq!(open(folder).execute(sql, [number]).unwrap(), 1);
}

/// Removes one row from the audit.
pub(crate) fn tear_out_audit(folder: &Path, number: u8) {
    let sql = "DELETE FROM audit WHERE number = ?1";
    assert_eq!(open(folder).execute(sql, [number]).unwrap(), 1);
}

/// Removes the last row, and adjusts the head to match.
pub(crate) fn shorten_audit(folder: &Path, last: u8) {
    tear_out_audit(folder, last);
    let sql = "UPDATE audit_head SET (number, hash) =
                   (SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1)";
    assert_eq!(open(folder).execute(sql, []).unwrap(), 1);
}

/// Says that the audit has a row that it does not have.
pub(crate) fn claim_audit_row(folder: &Path) {
    let sql = "INSERT INTO audit_head (only_row, number, hash) VALUES (1, 1, zeroblob(32))";
    assert_eq!(open(folder).execute(sql, []).unwrap(), 1);
}

/// Puts an entry far behind the end of the first circle's log.
pub(crate) fn leave_a_hole(folder: &Path) {
    let sql = "INSERT INTO circle_log (position, at, kind)
               SELECT (key << 40) + 7, 1, 'circle_renamed' FROM circles LIMIT 1";
    assert_eq!(open(folder).execute(sql, []).unwrap(), 1);
}

/// As if another program had made it.
pub(crate) fn disown(folder: &Path) {
    open(folder).pragma_update(None, "application_id", 7).unwrap();
}

/// Ends all pairings.
pub(crate) fn part_all(folder: &Path) {
    assert_eq!(open(folder).execute("UPDATE pairings SET ended_at = 2", []).unwrap(), 1);
}

/// Makes two people mentor and mentee, without either having accepted.
pub(crate) fn pair(folder: &Path, mentor: i64, mentee: i64) {
    let sql = "INSERT INTO pairings (id, mentor, mentee, proposed_at, active_since)
               VALUES (randomblob(16), ?1, ?2, 1, 1)";
    assert_eq!(open(folder).execute(sql, [mentor, mentee]).unwrap(), 1);
}

/// The size of the database and of its log file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub(crate) database_bytes: u64,
    pub(crate) log_bytes: u64,
}

pub(crate) fn sizes(folder: &Path) -> Sizes {
    let bytes = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |file| file.len());
    Sizes { database_bytes: bytes(connections::FILE_NAME), log_bytes: bytes("circles.db-wal") }
}

/// As if a program with other rules had stored the alias forms.
pub(crate) fn age_alias_forms(folder: &Path) {
    let connection = open(folder);
    let sql = "UPDATE alias_forms_version SET version = 'older'";
    assert_eq!(connection.execute(sql, []).unwrap(), 1);
    assert!(connection.execute("DELETE FROM alias_forms", []).unwrap() > 0);
}

/// As if a program with other rules had made the search index.
pub(crate) fn age_search_index(folder: &Path) {
    let sql = "UPDATE search_version SET version = 'older'";
    assert_eq!(open(folder).execute(sql, []).unwrap(), 1);
}
