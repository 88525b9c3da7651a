//! What the search index has not taken in yet.
//!
//! Taking in one message costs the index as many pages as taking in a hundred,
//! so new messages wait until enough of them have come, or until somebody
//! searches. `search_progress` says how far each circle is indexed; whatever is
//! beyond it is read from the messages themselves, after a crash too, and when
//! the whole index is made anew. Words that are edited or deleted leave the
//! index in the very transaction that changes them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;
use crate::domain::search_text::{self, index_text};
use crate::domain::{CircleKey, Position};

/// Messages that may wait: enough to make each cheap, few enough that the one
/// who searches does not feel it.
const MOST_WAITING: usize = 128;

/// Messages that the index takes in at a time: more than can be waiting, so that
/// only an index that is made anew needs several portions.
const PORTION: usize = 256;

/// A portion ends with the message that fills it, so that the writer is never
/// held for long.
const PORTION_BYTES: usize = 128 * 1024;

#[derive(Debug)]
pub(super) enum IndexChange {
    Posted(Position),
    /// Other words, or none, stand where `old` stood.
    Replaced {
        position: Position,
        old: String,
        new: Option<String>,
    },
}

/// The circles of which a search would miss something; shared with those who
/// search.
pub(super) type Behind = Arc<Mutex<BTreeSet<CircleKey>>>;

#[derive(Debug, Default)]
pub(super) struct Backlog {
    /// Messages posted since the index was complete, or as many as make a
    /// portion while nobody has counted them.
    waiting: usize,
    behind: Behind,
}

/// What a transaction did to the index, to be noted once it is on disk.
#[derive(Debug, Default)]
pub(super) struct Written {
    posted: Vec<CircleKey>,
    completed: Vec<CircleKey>,
}

impl Backlog {
    /// What a crash may have left out of the index. One that was made by
    /// another version of the preparation is emptied first.
    pub(super) fn read(connection: &Connection) -> Result<Self, StoreError> {
        if made_by(connection)?.as_deref() != Some(&search_text::version()) {
            begin_anew(connection)?;
        }
        let mut statement = connection.prepare(
            "SELECT c.key FROM circles c LEFT JOIN search_progress s ON s.circle = c.key
             WHERE EXISTS (SELECT 1 FROM messages m
                           WHERE m.position > coalesce(s.indexed_to, c.key << 40)
                             AND m.position < ((c.key + 1) << 40) AND m.body IS NOT NULL)",
        )?;
        let behind = statement
            .query_map([], |row| row.get(0).map(CircleKey))?
            .collect::<rusqlite::Result<BTreeSet<_>>>()?;
        let waiting = if behind.is_empty() { 0 } else { PORTION };
        Ok(Self { waiting, behind: Arc::new(Mutex::new(behind)) })
    }

    pub(super) fn behind(&self) -> Behind {
        Arc::clone(&self.behind)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// Whether so much waits that the index shall take it in now.
    pub(super) fn is_due(&self) -> bool {
        self.waiting >= MOST_WAITING
    }

    /// Replaces words that the index holds, and takes in a portion of what waits
    /// where it is due or `wanted` names a circle, those first. Inside the
    /// caller's transaction.
    pub(super) fn write(
        &self,
        connection: &Connection,
        new: &[IndexChange],
        wanted: Option<&BTreeSet<CircleKey>>,
    ) -> Result<Written, StoreError> {
        let mut written = Written::default();
        for change in new {
            match change {
                IndexChange::Posted(position) => written.posted.push(position.circle()),
                IndexChange::Replaced { position, old, new } => {
                    replace(connection, *position, old, new.as_deref())?;
                }
            }
        }
        if wanted.is_some() || self.waiting + written.posted.len() >= MOST_WAITING {
            let mut circles = self.lock().clone();
            circles.extend(&written.posted);
            let is_wanted = |circle: &CircleKey| wanted.is_some_and(|w| w.contains(circle));
            let (first, then): (Vec<_>, Vec<_>) = circles.into_iter().partition(is_wanted);
            written.completed = take_in(connection, first.into_iter().chain(then))?;
        }
        Ok(written)
    }

    /// To be called once the transaction that wrote it is on disk.
    pub(super) fn note(&mut self, written: &Written) {
        self.waiting += written.posted.len();
        let mut behind = self.lock();
        behind.extend(&written.posted);
        for circle in &written.completed {
            behind.remove(circle);
        }
        let complete = behind.is_empty();
        drop(behind);
        if complete {
            self.waiting = 0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<CircleKey>> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The version of the preparation that made the index.
fn made_by(connection: &Connection) -> Result<Option<String>, StoreError> {
    Ok(connection
        .query_row("SELECT version FROM search_version", [], |row| row.get(0))
        .optional()?)
}

/// # Errors
/// Where the index was made by another version of the preparation than this
/// program's: it could not take out the words of a message.
pub(super) fn refuse_other_version(connection: &Connection) -> Result<(), StoreError> {
    if made_by(connection)?.as_deref() == Some(&search_text::version()) {
        return Ok(());
    }
    Err(StoreError::Unavailable(
        "the search index was made by another version of this program; \
         please start the server once, which brings it up to date"
            .into(),
    ))
}

/// Empties the index. Its pages are overwritten, as everything is that is deleted.
fn begin_anew(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "SAVEPOINT anew;
         INSERT INTO message_search (message_search) VALUES ('delete-all');
         DELETE FROM search_progress;",
    )?;
    connection.execute(
        "INSERT INTO search_version (only_row, version) VALUES (1, ?1)
         ON CONFLICT (only_row) DO UPDATE SET version = excluded.version",
        [search_text::version()],
    )?;
    connection.execute_batch("RELEASE anew")?;
    Ok(())
}

/// How far a circle's messages are in the index.
fn indexed_to(connection: &Connection, circle: CircleKey) -> Result<Position, StoreError> {
    let stored = connection
        .prepare_cached("SELECT indexed_to FROM search_progress WHERE circle = ?1")?
        .query_row([circle.0], |row| row.get(0).map(Position))
        .optional()?;
    Ok(stored.unwrap_or(Position::floor(circle)))
}

/// Does nothing where the index has not come to the message yet.
fn replace(
    connection: &Connection,
    position: Position,
    old: &str,
    new: Option<&str>,
) -> Result<(), StoreError> {
    if position > indexed_to(connection, position.circle())? {
        return Ok(());
    }
    // FTS5 forgets words only when it is told them once more.
    connection
        .prepare_cached(
            "INSERT INTO message_search (message_search, rowid, tokens) VALUES ('delete', ?1, ?2)",
        )?
        .execute(params![position.0, index_text(old, position.circle())])?;
    if let Some(new) = new {
        insert(connection, position, new)?;
    }
    Ok(())
}

fn insert(connection: &Connection, position: Position, body: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO message_search (rowid, tokens) VALUES (?1, ?2)")?
        .execute(params![position.0, index_text(body, position.circle())])?;
    Ok(())
}

/// Takes in one portion, and names the circles of which nothing is left.
fn take_in(
    connection: &Connection,
    circles: impl Iterator<Item = CircleKey>,
) -> Result<Vec<CircleKey>, StoreError> {
    let mut completed = Vec::new();
    let (mut messages, mut bytes) = (0, 0);
    for circle in circles {
        let mut statement = connection.prepare_cached(
            "SELECT position, body FROM messages
             WHERE position > ?1 AND position < ?2 AND body IS NOT NULL ORDER BY position",
        )?;
        let (from, end) = (indexed_to(connection, circle)?, Position::ceiling(circle));
        let mut rows = statement.query([from.0, end.0])?;
        let mut last = None;
        let complete = loop {
            let Some(row) = rows.next()? else { break true };
            if messages >= PORTION || bytes >= PORTION_BYTES {
                break false;
            }
            let (position, body): (_, String) = (Position(row.get(0)?), row.get(1)?);
            insert(connection, position, &body)?;
            messages += 1;
            bytes += body.len();
            last = Some(position);
        };
        if let Some(last) = last {
            connection
                .prepare_cached(
                    "INSERT INTO search_progress (circle, indexed_to) VALUES (?1, ?2)
                     ON CONFLICT (circle) DO UPDATE SET indexed_to = excluded.indexed_to",
                )?
                .execute([circle.0, last.0])?;
        }
        if !complete {
            break;
        }
        completed.push(circle);
    }
    Ok(completed)
}
