//! Everyone who decides in a circle or for the centre, as facts for `domain/deciding.rs`.

use circles_protocol::MemberId;
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, View, rows};
use crate::domain::{AccountKey, CircleKey, Decider, MemberKey};

fn decider(row: &Row<'_>) -> rusqlite::Result<Decider> {
    Ok(Decider {
        account: AccountKey(row.get(0)?),
        moderator: row.get(1)?,
        coordinator: row.get(2)?,
        suspended: row.get(3)?,
    })
}

impl View<'_> {
    /// The circle's present moderators and the centre's coordinators, each once.
    pub(crate) fn deciders_in(&self, circle: CircleKey) -> Result<Vec<Decider>, StoreError> {
        let mut statement = self.prepare(
            "SELECT a.key, 1, a.coordinator, a.suspended_at IS NOT NULL
             FROM memberships m JOIN accounts a ON a.key = m.account
             WHERE m.circle = ?1 AND m.role = 'moderator' AND m.left_at IS NULL
             UNION ALL
             SELECT a.key, 0, 1, a.suspended_at IS NOT NULL
             FROM accounts a
             WHERE a.coordinator = 1
               AND NOT EXISTS (SELECT 1 FROM memberships m
                               WHERE m.circle = ?1 AND m.account = a.key
                                 AND m.role = 'moderator' AND m.left_at IS NULL)",
        )?;
        let found = statement.query_map([circle.0], decider)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether this account decides anywhere at all.
    pub(crate) fn holds_role(&self, account: AccountKey) -> Result<bool, StoreError> {
        let mut statement = self.prepare(
            "SELECT EXISTS (SELECT 1 FROM accounts WHERE key = ?1 AND coordinator = 1)
                 OR EXISTS (SELECT 1 FROM memberships
                            WHERE account = ?1 AND role = 'moderator' AND left_at IS NULL)",
        )?;
        Ok(statement.query_row([account.0], |row| row.get(0))?)
    }

    /// The moderator that this account acts as in the circle; `None` for the centre.
    pub(crate) fn moderator_key(
        &self,
        circle: CircleKey,
        account: AccountKey,
    ) -> Result<Option<MemberKey>, StoreError> {
        Ok(self.moderator(circle, account)?.map(|(key, _)| key))
    }

    /// The same moderator, by the id that others know them by.
    pub(crate) fn moderator_id(
        &self,
        circle: CircleKey,
        account: AccountKey,
    ) -> Result<Option<MemberId>, StoreError> {
        Ok(self.moderator(circle, account)?.map(|(_, id)| id))
    }

    fn moderator(
        &self,
        circle: CircleKey,
        account: AccountKey,
    ) -> Result<Option<(MemberKey, MemberId)>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key, id FROM memberships WHERE circle = ?1 AND account = ?2
               AND role = 'moderator' AND left_at IS NULL",
        )?;
        let found = statement.query_row(params![circle.0, account.0], |row| {
            Ok((MemberKey(row.get(0)?), rows::id(row, 1, MemberId::from_bytes)?))
        });
        Ok(found.optional()?)
    }
}
