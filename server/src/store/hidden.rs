//! Messages that somebody has hidden for themselves. Only read for that person's own
//! account: most of them were reported, and nobody may know who reported.

use std::collections::HashMap;

use circles_protocol::MessageId;
use rusqlite::params;

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, CircleKey, MemberKey, Position};

impl View<'_> {
    /// The messages an account has hidden in its circles, in the order of the log.
    pub(crate) fn hidden_of(
        &self,
        account: AccountKey,
    ) -> Result<HashMap<CircleKey, Vec<MessageId>>, StoreError> {
        let mut statement = self.prepare(
            "SELECT m.circle, x.id
             FROM memberships m
             JOIN hidden_messages h ON h.member = m.key
             JOIN messages x ON x.position = h.message
             WHERE m.account = ?1 AND m.left_at IS NULL ORDER BY h.message",
        )?;
        let mut hidden: HashMap<_, Vec<_>> = HashMap::new();
        let mut rows = statement.query([account.0])?;
        while let Some(row) = rows.next()? {
            let message = rows::id(row, 1, MessageId::from_bytes)?;
            hidden.entry(CircleKey(row.get(0)?)).or_default().push(message);
        }
        Ok(hidden)
    }

    pub(crate) fn count_hidden(&self, account: AccountKey) -> Result<u32, StoreError> {
        let mut statement = self.prepare(
            "SELECT count(*) FROM hidden_messages h JOIN memberships m ON m.key = h.member
             WHERE m.account = ?1",
        )?;
        Ok(statement.query_row([account.0], |row| row.get(0))?)
    }

    pub(crate) fn is_hidden_from(
        &self,
        member: MemberKey,
        message: Position,
    ) -> Result<bool, StoreError> {
        let mut statement =
            self.prepare("SELECT 1 FROM hidden_messages WHERE member = ?1 AND message = ?2")?;
        Ok(statement.exists([member.0, message.0])?)
    }
}

impl Tx<'_> {
    pub(crate) fn hide_from(
        &mut self,
        member: MemberKey,
        message: Position,
    ) -> Result<(), StoreError> {
        self.prepare("INSERT INTO hidden_messages (member, message) VALUES (?1, ?2)")?
            .execute(params![member.0, message.0])?;
        Ok(())
    }

    /// `false` if it was not hidden.
    pub(crate) fn show_to(
        &mut self,
        member: MemberKey,
        message: Position,
    ) -> Result<bool, StoreError> {
        let shown = self
            .prepare("DELETE FROM hidden_messages WHERE member = ?1 AND message = ?2")?
            .execute([member.0, message.0])?;
        Ok(shown > 0)
    }

    /// Called when a member leaves: messages hidden from them are no longer shown to them
    /// anyway.
    pub(super) fn forget_hidden_from(&mut self, member: MemberKey) -> Result<(), StoreError> {
        self.prepare("DELETE FROM hidden_messages WHERE member = ?1")?.execute([member.0])?;
        Ok(())
    }
}
