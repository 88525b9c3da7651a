//! When somebody graduated, as far as it is known, and in which time zone.

use circles_protocol::{LocalDate, Timestamp, Zone};
use rusqlite::{OptionalExtension as _, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::AccountKey;

/// What the day of graduation is derived from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Graduation {
    /// As stated by the invite or the alum.
    pub(crate) on: Option<LocalDate>,
    /// Used if `on` is not known.
    pub(crate) signed_up_at: Timestamp,
    /// The alum's own, else the centre's.
    pub(crate) zone: Zone,
}

impl View<'_> {
    pub(crate) fn graduation(&self, account: AccountKey) -> Result<Graduation, StoreError> {
        let mut statement = self.prepare(
            "SELECT k.graduated_on, a.created_at, coalesce(k.zone, (SELECT zone FROM centre_settings))
             FROM accounts a LEFT JOIN care k ON k.account = a.key WHERE a.key = ?1",
        )?;
        Ok(statement.query_row([account.0], |row| {
            Ok(Graduation {
                on: rows::optional_day(row, 0)?,
                signed_up_at: Timestamp(row.get(1)?),
                zone: rows::zone(row, 2)?,
            })
        })?)
    }

    /// Until when an alum has paused check-ins, which may be past.
    pub(crate) fn check_ins_paused_until(
        &self,
        account: AccountKey,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.prepare("SELECT paused_until FROM care WHERE account = ?1")?;
        let found = statement.query_row([account.0], |row| rows::optional_time(row, 0));
        Ok(found.optional()?.flatten())
    }
}

impl Tx<'_> {
    pub(crate) fn set_graduation(
        &mut self,
        account: AccountKey,
        on: LocalDate,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO care (account, graduated_on) VALUES (?1, ?2)
             ON CONFLICT (account) DO UPDATE SET graduated_on = excluded.graduated_on",
        )?
        .execute(params![account.0, on.to_string()])?;
        Ok(())
    }
}
