//! Who was alerted to which request for help, and when.

use circles_protocol::{HelpTo, Timestamp, WireEnum as _};
use rusqlite::{OptionalExtension as _, params};

use super::{HelpRow, StoreError, Tx, View};
use crate::domain::{AccountKey, HelpKey};

impl View<'_> {
    /// When this account was alerted to it; `None` if it was not.
    pub(crate) fn alerted_at(
        &self,
        help: HelpKey,
        account: AccountKey,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut statement =
            self.prepare("SELECT alerted_at FROM help_alerts WHERE help = ?1 AND account = ?2")?;
        let at = statement.query_row([help.0, account.0], |row| row.get(0).map(Timestamp));
        Ok(at.optional()?)
    }

    /// Everyone who was alerted to it.
    pub(crate) fn alerted(
        &self,
        help: HelpKey,
    ) -> Result<Vec<(AccountKey, Timestamp)>, StoreError> {
        let mut statement =
            self.prepare("SELECT account, alerted_at FROM help_alerts WHERE help = ?1")?;
        let found = statement
            .query_map([help.0], |row| Ok((AccountKey(row.get(0)?), Timestamp(row.get(1)?))))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// This account's alerts since then, and older ones that have not ended yet, newest first.
    pub(crate) fn alerts_of(
        &self,
        account: AccountKey,
        since: Timestamp,
        most: u16,
    ) -> Result<Vec<(HelpRow, Timestamp)>, StoreError> {
        let mut statement = self.prepare(ALERTS_OF)?;
        let found = statement
            .query_map(params![account.0, since.0, most], |row| {
                Ok((HelpKey(row.get(0)?), Timestamp(row.get(1)?)))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut alerts = Vec::new();
        for (key, alerted_at) in found {
            if let Some(help) = self.help_by_key(key)? {
                alerts.push((help, alerted_at));
            }
        }
        Ok(alerts)
    }

    /// This account's alerts that have not ended yet.
    pub(crate) fn open_alerts(&self, account: AccountKey) -> Result<Vec<HelpKey>, StoreError> {
        let mut statement = self.prepare(OPEN_PAGES)?;
        let found = statement.query_map([account.0], |row| row.get(0).map(HelpKey))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

/// Few requests are open, however many were ever made: each account has at most one, and
/// the index of open ones is used first.
const ALERTS_OF: &str = "
    SELECT help, alerted_at FROM help_alerts WHERE account = ?1 AND alerted_at >= ?2
    UNION
    SELECT p.help, p.alerted_at
    FROM help_requests h CROSS JOIN help_alerts p ON p.help = h.key AND p.account = ?1
    WHERE h.ended_at IS NULL
    ORDER BY alerted_at DESC, help DESC LIMIT ?3";

const OPEN_PAGES: &str = "
    SELECT p.help FROM help_requests h CROSS JOIN help_alerts p ON p.help = h.key AND p.account = ?1
    WHERE h.ended_at IS NULL";

impl Tx<'_> {
    /// Somebody who was alerted before keeps the earlier time.
    pub(crate) fn add_alert(
        &mut self,
        help: HelpKey,
        account: AccountKey,
        recipient: HelpTo,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO help_alerts (help, account, alerted_at, recipient) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![help.0, account.0, at.0, recipient.as_str()])?;
        Ok(())
    }

    pub(crate) fn drop_alert(
        &mut self,
        help: HelpKey,
        account: AccountKey,
    ) -> Result<(), StoreError> {
        self.prepare("DELETE FROM help_alerts WHERE help = ?1 AND account = ?2")?
            .execute([help.0, account.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::plan_of;

    #[test]
    fn what_is_open_is_found_without_looking_at_what_has_ended() {
        for sql in [ALERTS_OF, OPEN_PAGES] {
            let plan = plan_of(sql);
            assert!(plan.contains("h USING INDEX one_open_help"), "{plan}");
            assert!(plan.contains("SEARCH p USING PRIMARY KEY (help=? AND account=?)"), "{plan}");
            assert!(!plan.contains("SCAN help_alerts"), "{plan}");
        }
    }
}
