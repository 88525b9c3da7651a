//! Check-ins as their author sees them. What is shared of them, and with whom, is read in
//! `shared`.

use circles_protocol::{CheckInId, CheckInView, Statement, Timestamp, WireEnum as _};
use rusqlite::{OptionalExtension as _, params};

use super::shared::check_in;
use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, ErasedId, Erasure};

impl View<'_> {
    /// The account's own check-ins made before `before`, newest first.
    pub(crate) fn own_check_ins(
        &self,
        account: AccountKey,
        before: Option<Timestamp>,
        limit: u16,
    ) -> Result<Vec<CheckInView>, StoreError> {
        // The author sees all of them: from the beginning of time.
        self.shared_check_ins(account, Timestamp(i64::MIN), before, limit)
    }

    /// One of the account's own. It makes no difference whether somebody else's has the
    /// same id: a person who knows an id must not learn from it whether the check-in still
    /// exists.
    pub(crate) fn check_in(
        &self,
        account: AccountKey,
        id: CheckInId,
    ) -> Result<Option<CheckInView>, StoreError> {
        let mut statement = self.prepare(
            "SELECT id, at, mood, craving, halt, note, wants_call
             FROM check_ins WHERE account = ?1 AND id = ?2",
        )?;
        Ok(statement.query_row(params![account.0, id.as_bytes()], check_in).optional()?)
    }
}

impl Tx<'_> {
    /// The caller has checked that the id is free.
    pub(crate) fn add_check_in(
        &mut self,
        account: AccountKey,
        check_in: &CheckInView,
        received_at: Timestamp,
    ) -> Result<(), StoreError> {
        let how = check_in.how.as_ref();
        self.prepare(
            "INSERT INTO check_ins (id, account, at, received_at, mood, craving, halt, note,
                                    wants_call)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            check_in.id.as_bytes(),
            account.0,
            check_in.at.0,
            received_at.0,
            how.map(|how| how.mood.as_str()),
            how.map(|how| how.craving),
            how.map_or_else(String::new, |how| rows::in_one_column(&how.halt)),
            how.and_then(|how| how.note.as_ref()).map(Statement::as_str),
            check_in.wants_call,
        ])?;
        Ok(())
    }

    pub(crate) fn delete_check_in(
        &mut self,
        account: AccountKey,
        id: CheckInId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("DELETE FROM check_ins WHERE account = ?1 AND id = ?2")?
            .execute(params![account.0, id.as_bytes()])?;
        self.note_erased(Erasure { id: ErasedId::check_in(account, id), at });
        self.note_erasure();
        Ok(())
    }

    /// Removes up to `most` check-ins made before then, and returns how many.
    pub(crate) fn purge_check_ins(
        &mut self,
        before: Timestamp,
        most: u16,
    ) -> Result<usize, StoreError> {
        let removed = self
            .prepare(
                "DELETE FROM check_ins WHERE key IN (
                     SELECT key FROM check_ins WHERE at < ?1 ORDER BY at LIMIT ?2)",
            )?
            .execute(params![before.0, most])?;
        if removed > 0 {
            self.note_erasure();
        }
        Ok(removed)
    }
}
