//! Who mentors, and who needs another mentor.

use circles_protocol::{MemberId, MentorId, Timestamp, UnassignedMentee};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, MentorKey};

/// Somebody who mentors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MentorRow {
    pub(crate) key: MentorKey,
    pub(crate) id: MentorId,
    pub(crate) account: AccountKey,
}

const PRESENT: &str = "
    SELECT m.key, m.id, m.account FROM mentors m JOIN accounts a ON a.key = m.account
    WHERE m.ended_at IS NULL AND a.suspended_at IS NULL AND ";

fn mentor_row(row: &Row<'_>) -> rusqlite::Result<MentorRow> {
    Ok(MentorRow {
        key: MentorKey(row.get(0)?),
        id: rows::id(row, 1, MentorId::from_bytes)?,
        account: AccountKey(row.get(2)?),
    })
}

impl View<'_> {
    /// A mentor whose account is not suspended.
    pub(crate) fn mentor(&self, id: MentorId) -> Result<Option<MentorRow>, StoreError> {
        let mut statement = self.prepare(&format!("{PRESENT} m.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], mentor_row).optional()?)
    }

    /// The same by the store's own key.
    pub(crate) fn mentor_by_key(&self, key: MentorKey) -> Result<Option<MentorRow>, StoreError> {
        let mut statement = self.prepare(&format!("{PRESENT} m.key = ?1"))?;
        Ok(statement.query_row([key.0], mentor_row).optional()?)
    }

    /// Everyone who mentors now, in the order they began; including suspended ones, so that
    /// the centre can see that they do.
    pub(crate) fn mentors(&self, limit: u16) -> Result<Vec<MentorRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key, id, account FROM mentors WHERE ended_at IS NULL ORDER BY key LIMIT ?1",
        )?;
        let found = statement.query_map([limit], mentor_row)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// By id, whether suspended or not: they can still be removed.
    pub(crate) fn mentor_in_role(&self, id: MentorId) -> Result<Option<MentorRow>, StoreError> {
        let mut statement = self
            .prepare("SELECT key, id, account FROM mentors WHERE id = ?1 AND ended_at IS NULL")?;
        Ok(statement.query_row([id.as_bytes()], mentor_row).optional()?)
    }

    /// An account's mentor id and key, if it is a mentor.
    pub(crate) fn mentor_of(&self, account: AccountKey) -> Result<Option<MentorId>, StoreError> {
        let mut statement =
            self.prepare("SELECT id FROM mentors WHERE account = ?1 AND ended_at IS NULL")?;
        let found = statement.query_row([account.0], |row| rows::id(row, 0, MentorId::from_bytes));
        Ok(found.optional()?)
    }

    /// The account of a present member of any circle; `None` for one of a private conversation.
    pub(crate) fn member_anywhere(
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

    /// The centre's staff, without suspended accounts.
    pub(crate) fn coordinators(&self) -> Result<Vec<AccountKey>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key FROM accounts WHERE coordinator = 1 AND suspended_at IS NULL ORDER BY key",
        )?;
        let found = statement.query_map([], |row| row.get(0).map(AccountKey))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Who needs another mentor, the longest waiting first; somebody who is in no circle
    /// can't be named.
    pub(crate) fn mentees_without_mentor(
        &self,
        reader: AccountKey,
        limit: u16,
    ) -> Result<Vec<UnassignedMentee>, StoreError> {
        let mut statement = self.prepare(
            "SELECT mentee, since FROM mentees_without_mentor ORDER BY since, mentee LIMIT ?1",
        )?;
        let waiting = statement
            .query_map([limit], |row| Ok((AccountKey(row.get(0)?), Timestamp(row.get(1)?))))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut found = Vec::with_capacity(waiting.len());
        for (account, since) in waiting {
            let mentee = self.person(account, reader)?;
            found.extend(mentee.map(|mentee| UnassignedMentee { mentee, since }));
        }
        Ok(found)
    }
}

impl Tx<'_> {
    /// Makes somebody a mentor, or a mentor again under the same id; `None` if they already
    /// are one.
    pub(crate) fn add_mentor(
        &mut self,
        id: MentorId,
        account: AccountKey,
        at: Timestamp,
    ) -> Result<Option<MentorId>, StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO mentors (id, account, since) VALUES (?1, ?2, ?3)
             ON CONFLICT (account) DO UPDATE SET since = excluded.since, ended_at = NULL
             WHERE ended_at IS NOT NULL
             RETURNING id",
        )?;
        let made = statement.query_row(params![id.as_bytes(), account.0, at.0], |row| {
            rows::id(row, 0, MentorId::from_bytes)
        });
        Ok(made.optional()?)
    }

    pub(crate) fn end_mentor(
        &mut self,
        mentor: MentorKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE mentors SET ended_at = ?2 WHERE key = ?1 AND ended_at IS NULL")?
            .execute([mentor.0, at.0])?;
        Ok(())
    }

    /// Records that somebody needs another mentor.
    pub(crate) fn add_mentee_without_mentor(
        &mut self,
        mentee: AccountKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO mentees_without_mentor (mentee, since) VALUES (?1, ?2)
             ON CONFLICT DO NOTHING",
        )?
        .execute([mentee.0, at.0])?;
        Ok(())
    }

    pub(crate) fn remove_mentee_without_mentor(
        &mut self,
        mentee: AccountKey,
    ) -> Result<(), StoreError> {
        self.prepare("DELETE FROM mentees_without_mentor WHERE mentee = ?1")?
            .execute([mentee.0])?;
        Ok(())
    }
}
