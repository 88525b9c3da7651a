//! For tests: how SQLite means to answer a question, and rows as an alum's own
//! requests leave them.

use circles_protocol::{CheckInId, Consent, Timestamp, Word as _};
use rusqlite::params;
use uuid::Uuid;

use super::{StoreError, StoreOptions, Tx, View, opening};
use crate::domain::AccountKey;

/// The steps of a statement's plan, one a line.
pub(super) fn plan_of(sql: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = opening::prepare(folder.path()).unwrap();
    let (connection, _) = opening::writer(&file, StoreOptions::default()).unwrap();
    let view = View::new(&connection);
    let mut statement = view.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut steps = statement.raw_query();
    let mut plan = Vec::new();
    while let Some(step) = steps.next().unwrap() {
        plan.push(step.get::<_, String>(3).unwrap());
    }
    plan.join("\n")
}

impl Tx<'_> {
    pub(crate) fn give_for_tests(
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

    pub(crate) fn revoke_for_tests(
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

    pub(crate) fn check_in_for_tests(
        &mut self,
        account: AccountKey,
        at: Timestamp,
        wants_call: bool,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO check_ins (id, account, at, received_at, mood, craving, halt, wants_call)
             VALUES (?1, ?2, ?3, ?3, 'low', 4, 'lonely', ?4)",
        )?
        .execute(params![
            CheckInId(Uuid::new_v4()).as_bytes(),
            account.0,
            at.0,
            wants_call
        ])?;
        Ok(())
    }

    pub(crate) fn set_numbers_for_tests(&mut self, account: AccountKey) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO care (account, phone, emergency_name, emergency_phone)
             VALUES (?1, '555 0101', 'Al', '555 0102')",
        )?
        .execute([account.0])?;
        Ok(())
    }
}
