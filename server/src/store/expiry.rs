//! What is kept only for a time: closed cases with everything kept for them, and copies
//! kept for an action.

use circles_protocol::Timestamp;
use rusqlite::params;

use super::{StoreError, Tx};

impl Tx<'_> {
    /// Removes up to `most` cases closed before then, oldest first, with their reports,
    /// their copies and their held messages. Returns how many. Whatever an open appeal
    /// needs is kept until it is decided.
    pub(crate) fn purge_cases(
        &mut self,
        before: Timestamp,
        most: u16,
    ) -> Result<usize, StoreError> {
        let keys = self
            .prepare(
                "SELECT key FROM cases WHERE closed_at < ?1
                   AND NOT EXISTS (SELECT 1 FROM appeals p
                                   WHERE p.action = cases.action AND p.decided_at IS NULL)
                 ORDER BY closed_at LIMIT ?2",
            )?
            .query_map(params![before.0, most], |row| row.get::<_, i64>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for key in &keys {
            for sql in [
                "DELETE FROM reports WHERE case_key = ?1",
                "DELETE FROM decisions WHERE case_key = ?1",
                "DELETE FROM evidence WHERE case_key = ?1",
                "DELETE FROM held_messages WHERE case_key = ?1",
                "DELETE FROM cases WHERE key = ?1",
            ] {
                self.prepare(sql)?.execute([key])?;
            }
        }
        if !keys.is_empty() {
            self.note_erasure();
        }
        Ok(keys.len())
    }

    /// Removes up to `most` copies that an action took before then, except while an appeal
    /// against it is undecided.
    pub(crate) fn purge_action_evidence(
        &mut self,
        before: Timestamp,
        most: u16,
    ) -> Result<usize, StoreError> {
        let removed = self
            .prepare(
                "DELETE FROM evidence WHERE key IN (
                     SELECT key FROM evidence WHERE action IS NOT NULL AND taken_at < ?1
                       AND NOT EXISTS (SELECT 1 FROM appeals p
                                       WHERE p.action = evidence.action AND p.decided_at IS NULL)
                     ORDER BY taken_at LIMIT ?2)",
            )?
            .execute(params![before.0, most])?;
        if removed > 0 {
            self.note_erasure();
        }
        Ok(removed)
    }
}
