//! What the search index has not taken in yet.
//!
//! Taking in one message costs the index as many pages as taking in a hundred,
//! so new messages wait until enough of them have come, or until somebody
//! searches. `search_progress` says how far each circle is indexed: after a
//! crash the backlog is read again from the messages themselves. Words that are
//! edited or deleted leave the index in the very transaction that changes them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, params};

use super::StoreError;
use crate::domain::{CircleKey, Position};

/// Messages that may wait: enough to make each cheap, few enough that the one
/// who searches does not feel it.
const MOST_WAITING: usize = 128;

#[derive(Debug)]
pub(super) enum IndexChange {
    Add { position: Position, body: String },
    Remove { position: Position, body: String },
}

#[derive(Debug, Default)]
pub(super) struct Backlog {
    waiting: Vec<IndexChange>,
    /// Whether a search would miss something; shared with those who search.
    behind: Arc<AtomicBool>,
}

impl Backlog {
    /// What a crash may have left out of the index.
    pub(super) fn read(connection: &Connection) -> Result<Self, StoreError> {
        let mut statement = connection.prepare(
            "SELECT m.position, m.body FROM circles c
             LEFT JOIN search_progress s ON s.circle = c.key
             JOIN messages m ON m.position > coalesce(s.indexed_to, c.key << 40)
                            AND m.position < ((c.key + 1) << 40)
             WHERE m.body IS NOT NULL ORDER BY m.position",
        )?;
        let waiting = statement
            .query_map([], |row| {
                Ok(IndexChange::Add { position: Position(row.get(0)?), body: row.get(1)? })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let behind = Arc::new(AtomicBool::new(!waiting.is_empty()));
        Ok(Self { waiting, behind })
    }

    pub(super) fn behind(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.behind)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether the index must be written in this commit.
    pub(super) fn is_due(&self, new: &[IndexChange]) -> bool {
        self.waiting.len() + new.len() >= MOST_WAITING
            || new.iter().any(|change| matches!(change, IndexChange::Remove { .. }))
    }

    /// Writes what waits, and then what is new, inside the caller's transaction.
    pub(super) fn write(
        &self,
        connection: &Connection,
        new: &[IndexChange],
    ) -> Result<(), StoreError> {
        let mut progress: BTreeMap<CircleKey, Position> = BTreeMap::new();
        for change in self.waiting.iter().chain(new) {
            match change {
                IndexChange::Add { position, body } => {
                    connection
                        .prepare_cached("INSERT INTO message_search (rowid, body) VALUES (?1, ?2)")?
                        .execute(params![position.0, body])?;
                    let furthest = progress.entry(position.circle()).or_insert(*position);
                    *furthest = (*furthest).max(*position);
                }
                IndexChange::Remove { position, body } => {
                    connection
                        .prepare_cached(
                            "INSERT INTO message_search (message_search, rowid, body)
                             VALUES ('delete', ?1, ?2)",
                        )?
                        .execute(params![position.0, body])?;
                }
            }
        }
        for (circle, furthest) in progress {
            connection
                .prepare_cached(
                    "INSERT INTO search_progress (circle, indexed_to) VALUES (?1, ?2)
                     ON CONFLICT (circle) DO UPDATE
                     SET indexed_to = max(indexed_to, excluded.indexed_to)",
                )?
                .execute([circle.0, furthest.0])?;
        }
        Ok(())
    }

    /// To be called once the transaction that wrote it is on disk.
    pub(super) fn written(&mut self) {
        self.waiting.clear();
        self.behind.store(false, Ordering::Release);
    }

    /// To be called once the transaction that did not is on disk.
    pub(super) fn wait(&mut self, mut new: Vec<IndexChange>) {
        if !new.is_empty() {
            self.waiting.append(&mut new);
            self.behind.store(true, Ordering::Release);
        }
    }
}
