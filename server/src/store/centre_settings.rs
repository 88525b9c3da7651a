//! The settings that the centre has chosen for all of its circles: one row.

use circles_protocol::{CentreSettings, Timestamp, WireEnum, Zone};
use rusqlite::params;

use super::{StoreError, Tx, View, rows};
use crate::domain::AccountKey;

impl View<'_> {
    pub(crate) fn centre_settings(&self) -> Result<CentreSettings, StoreError> {
        let mut statement = self.prepare(
            "SELECT muted_may_react, new_account_hold_days, watch_for, zone, milestone_style,
                    fold_reports_days
             FROM centre_settings",
        )?;
        Ok(statement.query_row([], |row| {
            Ok(CentreSettings {
                muted_may_react: row.get(0)?,
                new_account_hold_days: row.get(1)?,
                watch_for: rows::words(row, 2)?,
                zone: Some(rows::zone(row, 3)?),
                milestone_style: Some(rows::word(row, 4)?),
                fold_reports_days: row.get(5)?,
            })
        })?)
    }

    /// When an account was created.
    pub(crate) fn signed_up_at(&self, account: AccountKey) -> Result<Timestamp, StoreError> {
        let mut statement = self.prepare("SELECT created_at FROM accounts WHERE key = ?1")?;
        Ok(Timestamp(statement.query_row([account.0], |row| row.get(0))?))
    }
}

impl Tx<'_> {
    pub(crate) fn set_centre_settings(
        &mut self,
        settings: &CentreSettings,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE centre_settings
             SET muted_may_react = ?1, new_account_hold_days = ?2, watch_for = ?3,
                 zone = coalesce(?4, zone), milestone_style = coalesce(?5, milestone_style),
                 fold_reports_days = coalesce(?6, fold_reports_days)",
        )?
        .execute(params![
            settings.muted_may_react,
            settings.new_account_hold_days,
            rows::in_one_column(&settings.watch_for),
            settings.zone.as_ref().map(Zone::as_str),
            settings.milestone_style.map(WireEnum::as_str),
            settings.fold_reports_days,
        ])?;
        Ok(())
    }
}
