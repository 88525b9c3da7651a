//! How far each follow-up has come on the hello ladder: one row for everybody who has one,
//! none for anybody else.

use circles_protocol::{Timestamp, WireEnum as _};
use rusqlite::{OptionalExtension as _, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::AccountKey;
use crate::domain::schedule::follow_up::FollowUpStep;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FollowUpRow {
    /// From when on a check-in is expected.
    pub(crate) due_at: Timestamp,
    /// It follows the shorter hours of the first days.
    pub(crate) early: bool,
    /// The last step that fired.
    pub(crate) step: Option<FollowUpStep>,
}

impl View<'_> {
    pub(crate) fn follow_up(&self, account: AccountKey) -> Result<Option<FollowUpRow>, StoreError> {
        let mut statement =
            self.prepare("SELECT due_at, early, step FROM follow_ups WHERE account = ?1")?;
        let found = statement.query_row([account.0], |row| {
            Ok(FollowUpRow {
                due_at: Timestamp(row.get(0)?),
                early: row.get(1)?,
                step: rows::optional_word(row, 2)?,
            })
        });
        Ok(found.optional()?)
    }
}

impl Tx<'_> {
    pub(crate) fn set_follow_up(
        &mut self,
        account: AccountKey,
        follow_up: &FollowUpRow,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO follow_ups (account, due_at, early, step) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (account) DO UPDATE SET due_at = excluded.due_at,
                 early = excluded.early, step = excluded.step",
        )?
        .execute(params![
            account.0,
            follow_up.due_at.0,
            follow_up.early,
            follow_up.step.map(|step| step.as_str()),
        ])?;
        Ok(())
    }

    pub(crate) fn clear_follow_up(&mut self, account: AccountKey) -> Result<(), StoreError> {
        self.prepare("DELETE FROM follow_ups WHERE account = ?1")?.execute([account.0])?;
        Ok(())
    }
}
