//! A check of a whole database: whether the file is sound, every log is contiguous, every
//! entry refers to something, and the index matches the messages.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;

use super::backlog::Backlog;
use super::{StoreError, connections};
use crate::domain::Position;

/// The faults found, one sentence each; none for a sound database.
///
/// # Errors
/// If the file can't be opened or read at all.
pub(crate) fn check(folder: &Path) -> Result<Vec<String>, StoreError> {
    let file = folder.join(connections::FILE_NAME);
    if !file.is_file() {
        return Err(StoreError::Unavailable("there is no database in this folder".into()));
    }
    let connection = connections::checker(&file)?;
    let mut faults = sound_file(&connection)?;
    if faults.is_empty() {
        faults.extend(first_hole(&connection)?);
        faults.extend(loose_ends(&connection)?);
        faults.extend(index(&connection)?);
    }
    Ok(faults)
}

fn sound_file(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    connection.pragma_query(None, "integrity_check", |row| {
        faults.push(row.get::<_, String>(0)?);
        Ok(())
    })?;
    faults.retain(|line| line != "ok");
    connection.pragma_query(None, "foreign_key_check", |row| {
        faults.push(format!("a row of {} refers to nothing", row.get::<_, String>(0)?));
        Ok(())
    })?;
    Ok(faults)
}

/// The first place at which a circle's log is not contiguous from 1.
fn first_hole(connection: &Connection) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare("SELECT position FROM circle_log ORDER BY position")?;
    let mut rows = statement.query([])?;
    let mut last: Option<Position> = None;
    while let Some(row) = rows.next()? {
        let position = Position(row.get(0)?);
        let expected = match last {
            Some(last) if last.circle() == position.circle() => last.seq().next(),
            _ => circles_protocol::Seq(1),
        };
        if position.seq() != expected {
            return Ok(Some(format!(
                "the log of circle {} has {} where {} should be",
                position.circle().0,
                position.seq().0,
                expected.0
            )));
        }
        last = Some(position);
    }
    Ok(None)
}

/// Postings without a message, and messages without a posting.
fn loose_ends(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    for (what, sql) in [
        (
            "postings without a message",
            "SELECT count(*) FROM circle_log l LEFT JOIN messages m ON m.position = l.position
             WHERE l.kind = 'message_posted' AND m.position IS NULL",
        ),
        (
            "messages without a posting",
            "SELECT count(*) FROM messages m LEFT JOIN circle_log l
               ON l.position = m.position AND l.kind = 'message_posted'
             WHERE l.position IS NULL",
        ),
        (
            "entries about a message that is not there",
            "SELECT count(*) FROM circle_log l LEFT JOIN messages m ON m.position = l.message
             WHERE l.message IS NOT NULL AND m.position IS NULL",
        ),
        (
            "cases with another number of reports than they say",
            "SELECT count(*) FROM cases c
             WHERE c.reports <> (SELECT count(*) FROM reports r WHERE r.case_key = c.key)",
        ),
        (
            "reported cases that nobody reported",
            "SELECT count(*) FROM cases WHERE kind = 'reported' AND reports = 0",
        ),
    ] {
        let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        if count > 0 {
            faults.push(format!("{count} {what}"));
        }
    }
    Ok(faults)
}

/// Compares the search index with the messages it was made from. What a crash left out is
/// indexed first, and rolled back afterwards: a check changes nothing.
fn index(connection: &Connection) -> Result<Option<String>, StoreError> {
    let trial = connection.unchecked_transaction()?;
    let mut backlog = Backlog::read(&trial)?;
    while !backlog.is_empty() {
        let written = backlog.write(&trial, &[], Some(&BTreeSet::new()))?;
        backlog.note(&written);
    }
    let compared = trial.execute(
        "INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)",
        [],
    );
    match compared {
        Ok(_) => Ok(None),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
            Ok(Some("the search index does not match the messages".into()))
        }
        Err(error) => Err(error.into()),
    }
}
