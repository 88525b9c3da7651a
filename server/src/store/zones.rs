//! Which time zone somebody lives in.

use circles_protocol::Zone;

use super::{StoreError, View, rows};
use crate::domain::AccountKey;

impl View<'_> {
    pub(crate) fn centre_zone(&self) -> Result<Zone, StoreError> {
        let mut statement = self.prepare("SELECT zone FROM centre_settings")?;
        Ok(statement.query_row([], |row| rows::zone(row, 0))?)
    }

    /// The alum's own, else the centre's.
    pub(crate) fn zone_of(&self, account: AccountKey) -> Result<Zone, StoreError> {
        let mut statement = self.prepare(
            "SELECT coalesce((SELECT zone FROM care WHERE account = ?1), zone)
             FROM centre_settings",
        )?;
        Ok(statement.query_row([account.0], |row| rows::zone(row, 0))?)
    }
}
