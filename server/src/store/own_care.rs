//! What an alum chose and entered for themselves: time zone, check-in time, pause, numbers.
//! One row, or none if nothing was ever chosen.

use circles_protocol::{
    ContactName, EmergencyContact, LocalDate, LocalTime, Phone, Timestamp, Zone,
};
use rusqlite::{OptionalExtension as _, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::AccountKey;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OwnCareRow {
    pub(crate) zone: Option<Zone>,
    /// `None` for the usual time.
    pub(crate) check_in_at: Option<LocalTime>,
    pub(crate) graduated_on: Option<LocalDate>,
    /// It may be past.
    pub(crate) paused_until: Option<Timestamp>,
    pub(crate) phone: Option<Phone>,
    pub(crate) emergency_contact: Option<EmergencyContact>,
}

impl View<'_> {
    pub(crate) fn own_care(&self, account: AccountKey) -> Result<OwnCareRow, StoreError> {
        let mut statement = self.prepare(
            "SELECT zone, check_in_minute, graduated_on, paused_until, phone, emergency_name,
                    emergency_phone
             FROM care WHERE account = ?1",
        )?;
        let found = statement.query_row([account.0], |row| {
            let name = row.get::<_, Option<String>>(5)?.map(ContactName::from_stored);
            let phone = row.get::<_, Option<String>>(6)?.map(Phone::from_stored);
            Ok(OwnCareRow {
                zone: rows::optional_zone(row, 0)?,
                check_in_at: LocalTime::from_minutes(row.get(1)?),
                graduated_on: rows::optional_day(row, 2)?,
                paused_until: rows::optional_time(row, 3)?,
                phone: row.get::<_, Option<String>>(4)?.map(Phone::from_stored),
                emergency_contact: name
                    .zip(phone)
                    .map(|(name, phone)| EmergencyContact { name, phone }),
            })
        });
        Ok(found.optional()?.unwrap_or_default())
    }
}

impl Tx<'_> {
    pub(crate) fn set_care_times(
        &mut self,
        account: AccountKey,
        zone: Option<&Zone>,
        check_in_at: LocalTime,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO care (account, zone, check_in_minute) VALUES (?1, ?2, ?3)
             ON CONFLICT (account) DO UPDATE SET zone = excluded.zone,
                 check_in_minute = excluded.check_in_minute",
        )?
        .execute(params![account.0, zone.map(Zone::as_str), check_in_at.minutes()])?;
        Ok(())
    }

    pub(crate) fn set_contact(
        &mut self,
        account: AccountKey,
        phone: Option<&Phone>,
        emergency: Option<&EmergencyContact>,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO care (account, phone, emergency_name, emergency_phone)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (account) DO UPDATE SET phone = excluded.phone,
                 emergency_name = excluded.emergency_name,
                 emergency_phone = excluded.emergency_phone",
        )?
        .execute(params![
            account.0,
            phone.map(Phone::as_str),
            emergency.map(|contact| contact.name.as_str()),
            emergency.map(|contact| contact.phone.as_str()),
        ])?;
        self.note_erasure();
        Ok(())
    }

    pub(crate) fn set_paused_until(
        &mut self,
        account: AccountKey,
        until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO care (account, paused_until) VALUES (?1, ?2)
             ON CONFLICT (account) DO UPDATE SET paused_until = excluded.paused_until",
        )?
        .execute(params![account.0, until.map(|at| at.0)])?;
        Ok(())
    }
}
