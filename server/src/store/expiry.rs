//! What lasts only for its time: closed cases with all that was kept for them,
//! and copies kept for an action.

use circles_protocol::Timestamp;
use rusqlite::params;

use super::{StoreError, Tx};

impl Tx<'_> {
    /// Removes cases closed before then, with their reports, their copies and
    /// what was held back with them; the oldest first, up to `most`. Gives how
    /// many. What somebody has yet to look at again for an appeal stays until then.
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

    /// Removes copies that an action took before then, up to `most`; not while an appeal
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
