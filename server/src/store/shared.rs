//! What an alum shares, as seen by those it is shared with. The caller passes the time from
//! which on they may see it; nothing here is read without that.

use circles_protocol::{
    CheckInId, CheckInView, Consent, ContactName, EmergencyContact, HowItIs, Phone, Statement,
    Timestamp, WireEnum as _,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, View, rows};
use crate::domain::AccountKey;

const NEWEST: &str = "
    SELECT id, at, mood, craving, halt, note, wants_call FROM check_ins
    WHERE account = ?1 AND at >= ?2 AND received_at >= ?2 AND at < ?3
    ORDER BY at DESC, key DESC LIMIT ?4";

const CALL: &str = "
    SELECT at, received_at FROM check_ins
    WHERE account = ?1 AND at >= ?2 AND received_at >= ?2 AND wants_call = 1
    ORDER BY at DESC LIMIT 1";

pub(super) fn check_in(row: &Row<'_>) -> rusqlite::Result<CheckInView> {
    let how = match rows::optional_word(row, 2)? {
        None => None,
        Some(mood) => Some(HowItIs {
            mood,
            craving: row.get(3)?,
            halt: rows::words(row, 4)?,
            note: row.get::<_, Option<String>>(5)?.map(Statement::from_stored),
        }),
    };
    Ok(CheckInView {
        id: rows::id(row, 0, CheckInId::from_bytes)?,
        at: Timestamp(row.get(1)?),
        how,
        wants_call: row.get(6)?,
    })
}

impl View<'_> {
    /// Since when a consent has been in force.
    pub(crate) fn consent_since(
        &self,
        account: AccountKey,
        consent: Consent,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.prepare(
            "SELECT given_at FROM consents
             WHERE account = ?1 AND consent = ?2 AND revoked_at IS NULL",
        )?;
        let found = statement
            .query_row(params![account.0, consent.as_str()], |row| row.get(0).map(Timestamp));
        Ok(found.optional()?)
    }

    /// Check-ins made from then on and before `before`, newest first. One that had already
    /// reached us at that time is left out, however fast the phone's clock was.
    pub(crate) fn shared_check_ins(
        &self,
        account: AccountKey,
        from: Timestamp,
        before: Option<Timestamp>,
        limit: u16,
    ) -> Result<Vec<CheckInView>, StoreError> {
        let before = before.map_or(i64::MAX, |before| before.0);
        let mut statement = self.prepare(NEWEST)?;
        let found = statement.query_map(params![account.0, from.0, before, limit], check_in)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The newest wish for a call made from then on: when it was made, and when it reached us.
    pub(crate) fn shared_call(
        &self,
        account: AccountKey,
        from: Timestamp,
    ) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
        let mut statement = self.prepare(CALL)?;
        let found = statement.query_row([account.0, from.0], |row| {
            Ok((Timestamp(row.get(0)?), Timestamp(row.get(1)?)))
        });
        Ok(found.optional()?)
    }

    pub(crate) fn shared_phone(&self, account: AccountKey) -> Result<Option<Phone>, StoreError> {
        let mut statement = self.prepare("SELECT phone FROM care WHERE account = ?1")?;
        let found = statement.query_row([account.0], |row| row.get::<_, Option<String>>(0));
        Ok(found.optional()?.flatten().map(Phone::from_stored))
    }

    pub(crate) fn shared_emergency_contact(
        &self,
        account: AccountKey,
    ) -> Result<Option<EmergencyContact>, StoreError> {
        let mut statement = self.prepare(
            "SELECT emergency_name, emergency_phone FROM care
             WHERE account = ?1 AND emergency_name IS NOT NULL",
        )?;
        let found = statement.query_row([account.0], |row| {
            Ok(EmergencyContact {
                name: ContactName::from_stored(row.get(0)?),
                phone: Phone::from_stored(row.get(1)?),
            })
        });
        Ok(found.optional()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::plan_of;

    #[test]
    fn a_year_of_check_ins_is_not_walked_through_for_the_newest() {
        for (sql, index) in [(NEWEST, "check_ins_of_account"), (CALL, "calls_wanted")] {
            let plan = plan_of(sql);
            assert!(plan.contains(&format!("USING INDEX {index}")), "{sql}: {plan}");
            assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
        }
    }
}
