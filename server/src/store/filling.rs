//! Rows as an alum's own requests leave them, for measuring and for tests: many at
//! once, with nobody told and nothing checked.

use circles_protocol::{CheckInId, Consent, Timestamp, Word as _};
use rusqlite::params;
use uuid::Uuid;

use super::{StoreError, Tx};
use crate::domain::AccountKey;

const NOTE: &str = "Slept badly, walked by the river, felt a little better after the call.";

impl Tx<'_> {
    pub(crate) fn fill_consent(
        &mut self,
        account: AccountKey,
        consent: Consent,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO consents (account, consent, version, given_at) VALUES (?1, ?2, 1, ?3)",
        )?
        .execute(params![account.0, consent.as_str(), at.0])?;
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn empty_consent(
        &mut self,
        account: AccountKey,
        consent: Consent,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE consents SET revoked_at = given_at WHERE account = ?1 AND consent = ?2",
        )?
        .execute(params![account.0, consent.as_str()])?;
        Ok(())
    }

    pub(crate) fn fill_check_in(
        &mut self,
        account: AccountKey,
        at: Timestamp,
        wants_call: bool,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO check_ins (id, account, at, received_at, mood, craving, halt, note,
                                    wants_call)
             VALUES (?1, ?2, ?3, ?3, 'low', 4, 'lonely', ?4, ?5)",
        )?
        .execute(params![
            CheckInId(Uuid::new_v4()).as_bytes(),
            account.0,
            at.0,
            NOTE,
            wants_call
        ])?;
        Ok(())
    }

    pub(crate) fn fill_numbers(&mut self, account: AccountKey) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO care (account, phone, emergency_name, emergency_phone)
             VALUES (?1, '555 0101', 'Al', '555 0102')",
        )?
        .execute([account.0])?;
        Ok(())
    }
}
