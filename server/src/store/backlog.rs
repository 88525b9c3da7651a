//! What is not yet in the search index.
//!
//! Adding one message writes as many pages of the index as adding a hundred, so new
//! messages wait until there are enough of them, or until somebody searches.
//! `search_progress` says how far each circle is indexed; whatever comes after that is read
//! from the messages themselves. This also holds after a crash, and while the whole index
//! is rebuilt. Words that are edited or deleted leave the index in the same transaction
//! that changes them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;
use crate::domain::search_text::{self, index_text};
use crate::domain::{CircleKey, Position};

/// Messages that may wait: enough to make each one cheap, few enough that nobody notices
/// them when searching.
const MOST_WAITING: usize = 128;

/// Messages indexed at a time: more than can be waiting, so that only a rebuild of the
/// whole index takes several portions.
const PORTION: usize = 256;

/// A portion ends with the message that fills it, so that the writer is never held for long.
const PORTION_BYTES: usize = 128 * 1024;

#[derive(Debug)]
pub(super) enum IndexChange {
    Posted(Position),
    /// `old` was replaced by other words, or by none.
    Replaced {
        position: Position,
        old: String,
        new: Option<String>,
    },
}

/// The circles with messages that are not indexed yet; shared with the readers that search.
pub(super) type Behind = Arc<Mutex<BTreeSet<CircleKey>>>;

#[derive(Debug, Default)]
pub(super) struct Backlog {
    /// Messages posted since the index was complete, or a full portion if they have not
    /// been counted yet.
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
    /// What a crash may have left out of the index. An index made by another version of the
    /// preparation is emptied first.
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

    /// Whether so much is waiting that it should be indexed now.
    pub(super) fn is_due(&self) -> bool {
        self.waiting >= MOST_WAITING
    }

    /// Replaces words that are in the index, and adds a portion of what is waiting if it is
    /// due or if `wanted` names a circle, which then comes first. Runs inside the caller's
    /// transaction.
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
/// If the index was made by another version of the preparation than this program's: this
/// program could not remove a message's words from it.
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

/// Empties the index. Its pages are overwritten, like everything that is deleted.
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

/// Does nothing if the message is not indexed yet.
fn replace(
    connection: &Connection,
    position: Position,
    old: &str,
    new: Option<&str>,
) -> Result<(), StoreError> {
    if position > indexed_to(connection, position.circle())? {
        return Ok(());
    }
    // FTS5 removes words only if it is given them again.
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

/// Adds one portion, and names the circles that are now complete.
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
