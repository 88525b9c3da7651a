//! Lapses, as the alum recorded them. No other table refers to one: once removed, it leaves
//! no trace.

use circles_protocol::{LapseId, LapseSharing, LapseView, Timestamp, WireEnum};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, ErasedId, Erasure};

const LAPSE: &str = "SELECT id, from_day, to_day, shared_with, recorded_at FROM lapses";

fn lapse_view(row: &Row<'_>) -> rusqlite::Result<LapseView> {
    Ok(LapseView {
        id: rows::id(row, 0, LapseId::from_bytes)?,
        from: rows::day(row, 1)?,
        to: rows::day(row, 2)?,
        shared_with: rows::word(row, 3)?,
        recorded_at: Timestamp(row.get(4)?),
    })
}

impl View<'_> {
    /// All of an alum's lapses, newest first.
    pub(crate) fn lapses(&self, account: AccountKey) -> Result<Vec<LapseView>, StoreError> {
        let mut statement =
            self.prepare(&format!("{LAPSE} WHERE account = ?1 ORDER BY from_day DESC, key DESC"))?;
        Ok(statement.query_map([account.0], lapse_view)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Those the mentor was told of from this moment on, newest first.
    pub(crate) fn lapses_told(
        &self,
        account: AccountKey,
        from: Timestamp,
    ) -> Result<Vec<LapseView>, StoreError> {
        let mut statement = self.prepare(&format!(
            "{LAPSE} WHERE account = ?1 AND shared_with = ?2 AND recorded_at >= ?3
             ORDER BY from_day DESC, key DESC"
        ))?;
        let shared = params![account.0, LapseSharing::Mentor.as_str(), from.0];
        Ok(statement.query_map(shared, lapse_view)?.collect::<rusqlite::Result<_>>()?)
    }

    /// One of the account's own. It makes no difference whether somebody else's has the
    /// same id: a mentor who was told of one must not learn whether it still exists.
    pub(crate) fn lapse(
        &self,
        account: AccountKey,
        id: LapseId,
    ) -> Result<Option<LapseView>, StoreError> {
        let mut statement = self.prepare(&format!("{LAPSE} WHERE account = ?1 AND id = ?2"))?;
        Ok(statement.query_row(params![account.0, id.as_bytes()], lapse_view).optional()?)
    }

    pub(crate) fn count_lapses(&self, account: AccountKey) -> Result<u32, StoreError> {
        let mut statement = self.prepare("SELECT count(*) FROM lapses WHERE account = ?1")?;
        Ok(statement.query_row([account.0], |row| row.get(0))?)
    }
}

impl Tx<'_> {
    pub(crate) fn record_lapse(
        &mut self,
        account: AccountKey,
        lapse: &LapseView,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO lapses (id, account, from_day, to_day, shared_with, recorded_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            lapse.id.as_bytes(),
            account.0,
            lapse.from.to_string(),
            lapse.to.to_string(),
            lapse.shared_with.as_str(),
            lapse.recorded_at.0,
        ])?;
        Ok(())
    }

    pub(crate) fn delete_lapse(
        &mut self,
        account: AccountKey,
        id: LapseId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("DELETE FROM lapses WHERE account = ?1 AND id = ?2")?
            .execute(params![account.0, id.as_bytes()])?;
        self.note_erased(Erasure { id: ErasedId::lapse(account, id), at });
        self.note_erasure();
        Ok(())
    }
}
