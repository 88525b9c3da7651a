//! Notices to the centre about a long silence: that there is one, and how it ended.

use circles_protocol::{NoContactId, NoContactOutcome, Timestamp, WireEnum as _};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, NoContactKey};

/// A notice that nobody has closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoContactRow {
    pub(crate) key: NoContactKey,
    pub(crate) id: NoContactId,
    pub(crate) account: AccountKey,
    pub(crate) since: Timestamp,
    pub(crate) close_due: bool,
    pub(crate) closed: bool,
}

fn no_contact_row(row: &Row<'_>) -> rusqlite::Result<NoContactRow> {
    Ok(NoContactRow {
        key: NoContactKey(row.get(0)?),
        id: rows::id(row, 1, NoContactId::from_bytes)?,
        account: AccountKey(row.get(2)?),
        since: Timestamp(row.get(3)?),
        close_due: row.get(4)?,
        closed: row.get(5)?,
    })
}

impl View<'_> {
    /// A notice, open or closed.
    pub(crate) fn no_contact(&self, id: NoContactId) -> Result<Option<NoContactRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key, id, account, since, close_due, closed_at IS NOT NULL
             FROM no_contacts WHERE id = ?1",
        )?;
        Ok(statement.query_row([id.as_bytes()], no_contact_row).optional()?)
    }

    /// Open notices, the longest silence first.
    pub(crate) fn open_no_contacts(&self, limit: u16) -> Result<Vec<NoContactRow>, StoreError> {
        let mut statement = self.prepare(OPEN)?;
        let found = statement.query_map([limit], no_contact_row)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

/// Only reads open ones: there is at most one for each silent alum.
const OPEN: &str = "
    SELECT key, id, account, since, close_due, 0
    FROM no_contacts INDEXED BY open_no_contacts
    WHERE closed_at IS NULL ORDER BY since, key LIMIT ?1";

impl Tx<'_> {
    /// Tells the centre of a silence; does nothing if it already knows.
    pub(crate) fn open_no_contact(
        &mut self,
        id: NoContactId,
        account: AccountKey,
        since: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO no_contacts (id, account, since, close_due) VALUES (?1, ?2, ?3, 0)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![id.as_bytes(), account.0, since.0])?;
        Ok(())
    }

    /// It is time to close it, or to call the contact whom the alum named for this.
    pub(crate) fn make_close_due(&mut self, account: AccountKey) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE no_contacts SET close_due = 1 WHERE account = ?1 AND closed_at IS NULL",
        )?
        .execute([account.0])?;
        Ok(())
    }

    /// Closes the open notice about somebody; `false` if there is none.
    pub(crate) fn close_no_contact(
        &mut self,
        account: AccountKey,
        outcome: NoContactOutcome,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let closed = self
            .prepare(
                "UPDATE no_contacts SET closed_at = ?2, outcome = ?3
                 WHERE account = ?1 AND closed_at IS NULL",
            )?
            .execute(params![account.0, at.0, outcome.as_str()])?;
        Ok(closed > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::plan_of;

    #[test]
    fn closed_silences_are_not_walked_through() {
        assert!(plan_of(OPEN).contains("USING INDEX open_no_contacts"), "{}", plan_of(OPEN));
    }
}
