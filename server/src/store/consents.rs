//! What an alum allows others to see or do: one row for each time a consent was given, with
//! its wording and when it was revoked.

use circles_protocol::{Consent, ConsentView, Timestamp, WireEnum as _};
use rusqlite::params;

use super::{StoreError, Tx, View, rows};
use crate::domain::AccountKey;

/// Uses the index of consents in force, so that revoked ones are not read.
const IN_FORCE: &str = "
    SELECT consent, version, given_at FROM consents INDEXED BY consents_in_force
    WHERE account = ?1 AND revoked_at IS NULL ORDER BY given_at, key";

impl View<'_> {
    /// Those in force, oldest first.
    pub(crate) fn consents(&self, account: AccountKey) -> Result<Vec<ConsentView>, StoreError> {
        let mut statement = self.prepare(IN_FORCE)?;
        let found = statement.query_map([account.0], |row| {
            Ok(ConsentView {
                consent: rows::word(row, 0)?,
                version: row.get(1)?,
                given_at: Timestamp(row.get(2)?),
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// `false` if it is already in force.
    pub(crate) fn give_consent(
        &mut self,
        account: AccountKey,
        consent: Consent,
        version: u16,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let given = self
            .prepare(
                "INSERT INTO consents (account, consent, version, given_at)
                 VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )?
            .execute(params![account.0, consent.as_str(), version, at.0])?;
        Ok(given > 0)
    }

    /// `false` if it was not in force.
    pub(crate) fn revoke_consent(
        &mut self,
        account: AccountKey,
        consent: Consent,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let revoked = self
            .prepare(
                "UPDATE consents SET revoked_at = ?3
                 WHERE account = ?1 AND consent = ?2 AND revoked_at IS NULL",
            )?
            .execute(params![account.0, consent.as_str(), at.0])?;
        Ok(revoked > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::plan_of;

    #[test]
    fn consents_that_were_taken_back_are_not_walked_through() {
        let plan = plan_of(IN_FORCE);
        assert!(plan.starts_with("SEARCH consents USING INDEX consents_in_force"), "{plan}");
    }
}
