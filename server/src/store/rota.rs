//! People who take shifts on call, and their shifts.

use circles_protocol::{
    Alias, InviteLabel, MemberId, OnCallId, OnCallPerson, Rank, ShiftId, ShiftView, Timestamp,
    WireEnum,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::rota::{LONGEST_SHIFT_MS, Shift};
use crate::domain::{AccountKey, OnCallKey};
use crate::limits::SHIFTS_SHOWN;

/// Somebody who takes shifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OnCallRow {
    pub(crate) key: OnCallKey,
    pub(crate) id: OnCallId,
    pub(crate) account: AccountKey,
    pub(crate) alias: Alias,
    pub(crate) label: Option<InviteLabel>,
    pub(crate) suspended: bool,
}

impl OnCallRow {
    /// Only coordinators see the label.
    pub(crate) fn view(&self, reader: AccountKey, coordinator: bool) -> OnCallPerson {
        OnCallPerson {
            id: self.id,
            alias: self.alias.clone(),
            label: self.label.clone().filter(|_| coordinator),
            me: self.account == reader,
        }
    }
}

/// A stored shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ShiftRow {
    key: i64,
    pub(crate) id: ShiftId,
    pub(crate) person: OnCallId,
    pub(crate) account: AccountKey,
    pub(crate) shift: Shift,
}

impl ShiftRow {
    pub(crate) const fn view(&self) -> ShiftView {
        let Shift { rank, from, to, .. } = self.shift;
        ShiftView { id: self.id, person: self.person, rank, from, to }
    }
}

/// The label of the first invite that somebody used is how the centre knows them.
macro_rules! people_where {
    ($condition:literal) => {
        concat!(
            "SELECT p.key, p.id, p.account, a.alias, a.suspended_at IS NOT NULL,
                    (SELECT m.label FROM memberships m
                     WHERE m.account = p.account AND m.label IS NOT NULL ORDER BY m.key LIMIT 1)
             FROM on_call_people p JOIN accounts a ON a.key = p.account
             WHERE p.ended_at IS NULL AND ",
            $condition
        )
    };
}

fn on_call_row(row: &Row<'_>) -> rusqlite::Result<OnCallRow> {
    Ok(OnCallRow {
        key: OnCallKey(row.get(0)?),
        id: rows::id(row, 1, OnCallId::from_bytes)?,
        account: AccountKey(row.get(2)?),
        alias: Alias::from_stored(row.get(3)?),
        suspended: row.get(4)?,
        label: row.get::<_, Option<String>>(5)?.map(InviteLabel::from_stored),
    })
}

macro_rules! shifts_where {
    ($condition:literal) => {
        concat!(
            "SELECT s.key, s.id, s.person, s.rank, s.from_at, s.to_at, p.id, p.account
             FROM shifts s JOIN on_call_people p ON p.key = s.person
             WHERE p.ended_at IS NULL AND ",
            $condition
        )
    };
}

fn shift_row(row: &Row<'_>) -> rusqlite::Result<ShiftRow> {
    let shift = Shift {
        person: OnCallKey(row.get(2)?),
        rank: rows::word(row, 3)?,
        from: Timestamp(row.get(4)?),
        to: Timestamp(row.get(5)?),
    };
    Ok(ShiftRow {
        key: row.get(0)?,
        id: rows::id(row, 1, ShiftId::from_bytes)?,
        person: rows::id(row, 6, OnCallId::from_bytes)?,
        account: AccountKey(row.get(7)?),
        shift,
    })
}

const TOUCHING: &str = shifts_where!(
    "s.to_at > ?1 AND s.to_at <= ?2 + ?3 AND s.from_at < ?2 ORDER BY s.from_at, s.key"
);

impl View<'_> {
    /// In the order in which they were added.
    pub(crate) fn on_call_people(&self) -> Result<Vec<OnCallRow>, StoreError> {
        let mut statement = self.prepare(people_where!("1 ORDER BY p.key"))?;
        Ok(statement.query_map([], on_call_row)?.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn on_call_person(&self, id: OnCallId) -> Result<Option<OnCallRow>, StoreError> {
        let mut statement = self.prepare(people_where!("p.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], on_call_row).optional()?)
    }

    pub(crate) fn on_call_by_key(&self, key: OnCallKey) -> Result<Option<OnCallRow>, StoreError> {
        let mut statement = self.prepare(people_where!("p.key = ?1"))?;
        Ok(statement.query_row([key.0], on_call_row).optional()?)
    }

    /// This account, if it takes shifts.
    pub(crate) fn on_call_account(
        &self,
        account: AccountKey,
    ) -> Result<Option<OnCallRow>, StoreError> {
        let mut statement = self.prepare(people_where!("p.account = ?1"))?;
        Ok(statement.query_row([account.0], on_call_row).optional()?)
    }

    /// Whose membership this is, in any circle, while they are in it. A private
    /// conversation names nobody to others.
    pub(crate) fn present_member_named(
        &self,
        member: MemberId,
    ) -> Result<Option<AccountKey>, StoreError> {
        let mut statement = self.prepare(
            "SELECT m.account FROM memberships m JOIN circles c ON c.key = m.circle
             WHERE m.id = ?1 AND m.left_at IS NULL AND c.direct_state IS NULL",
        )?;
        let found = statement.query_row([member.as_bytes()], |row| row.get(0).map(AccountKey));
        Ok(found.optional()?)
    }

    pub(crate) fn shift(&self, id: ShiftId) -> Result<Option<ShiftRow>, StoreError> {
        let mut statement = self.prepare(shifts_where!("s.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], shift_row).optional()?)
    }

    /// Shifts that overlap this time, in the order they begin. A shift has a maximum
    /// length, so those long past or far ahead are not read.
    pub(crate) fn shifts_touching(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<ShiftRow>, StoreError> {
        let mut statement = self.prepare(TOUCHING)?;
        let found = statement.query_map([from.0, to.0, LONGEST_SHIFT_MS], shift_row)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The first of them, as many as one answer shows, and when the next one begins.
    pub(crate) fn shifts_shown(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<(Vec<ShiftRow>, Option<Timestamp>), StoreError> {
        let most = usize::from(SHIFTS_SHOWN);
        let mut statement = self.prepare(TOUCHING)?;
        let found = statement.query_map([from.0, to.0, LONGEST_SHIFT_MS], shift_row)?;
        let mut shifts = found.take(most + 1).collect::<rusqlite::Result<Vec<_>>>()?;
        let rest = shifts.get(most).map(|row| row.shift.from);
        shifts.truncate(most);
        Ok((shifts, rest))
    }

    /// When the next shift after this begins.
    pub(crate) fn next_shift(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.prepare(
            "SELECT min(s.from_at) FROM shifts s JOIN on_call_people p ON p.key = s.person
             WHERE s.to_at > ?1 AND s.from_at > ?1 AND p.ended_at IS NULL",
        )?;
        Ok(statement.query_row([now.0], |row| rows::optional_time(row, 0))?)
    }

    pub(crate) fn count_shifts_to_come(&self, now: Timestamp) -> Result<u32, StoreError> {
        let mut statement = self.prepare("SELECT count(*) FROM shifts WHERE to_at > ?1")?;
        Ok(statement.query_row([now.0], |row| row.get(0))?)
    }
}

impl Tx<'_> {
    /// Somebody takes shifts, perhaps again. The caller has checked that they don't already.
    pub(crate) fn add_on_call(
        &mut self,
        id: OnCallId,
        account: AccountKey,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO on_call_people (id, account) VALUES (?1, ?2)
             ON CONFLICT (account) DO UPDATE SET id = excluded.id, ended_at = NULL",
        )?
        .execute(params![id.as_bytes(), account.0])?;
        Ok(())
    }

    /// They take no more shifts: their future ones are removed, and a running one ends now.
    pub(crate) fn end_on_call(
        &mut self,
        person: OnCallKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM shifts WHERE person = ?1 AND to_at > ?2 AND from_at >= ?2",
            "UPDATE shifts SET to_at = ?2 WHERE person = ?1 AND to_at > ?2",
            "UPDATE on_call_people SET ended_at = ?2 WHERE key = ?1",
        ] {
            self.prepare(sql)?.execute([person.0, at.0])?;
        }
        Ok(())
    }

    pub(crate) fn add_shift(&mut self, id: ShiftId, shift: &Shift) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO shifts (id, person, rank, from_at, to_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            id.as_bytes(),
            shift.person.0,
            Rank::as_str(shift.rank),
            shift.from.0,
            shift.to.0,
        ])?;
        Ok(())
    }

    /// Lets it end at this time, which is after its beginning.
    pub(crate) fn cut_shift(&mut self, shift: &ShiftRow, to: Timestamp) -> Result<(), StoreError> {
        self.prepare("UPDATE shifts SET to_at = ?2 WHERE key = ?1")?.execute([shift.key, to.0])?;
        Ok(())
    }

    /// Gives all of it to somebody else.
    pub(crate) fn give_shift(
        &mut self,
        shift: &ShiftRow,
        person: OnCallKey,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE shifts SET person = ?2 WHERE key = ?1")?
            .execute([shift.key, person.0])?;
        Ok(())
    }

    pub(crate) fn remove_shift(&mut self, shift: &ShiftRow) -> Result<(), StoreError> {
        self.prepare("DELETE FROM shifts WHERE key = ?1")?.execute([shift.key])?;
        Ok(())
    }

    /// Removes shifts that ended before then.
    pub(crate) fn purge_shifts(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        Ok(self.prepare("DELETE FROM shifts WHERE to_at < ?1")?.execute([before.0])?)
    }
}
