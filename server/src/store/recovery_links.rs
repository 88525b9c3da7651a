//! Recovery links, and what stays closed on an account that came back by one. Who may make,
//! use or confirm one is decided elsewhere.

use circles_protocol::{AccountRecovery, CircleId, MemberId, RecoveryLinkId, Seq, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, CircleKey, MemberKey, TokenHash};

/// A link to be created.
#[derive(Debug)]
pub(crate) struct NewRecoveryLink {
    pub(crate) id: RecoveryLinkId,
    pub(crate) token_hash: TokenHash,
    pub(crate) account: AccountKey,
    /// As whom they were picked; `None` on the command line.
    pub(crate) member: Option<MemberKey>,
    /// `None` on the command line.
    pub(crate) maker: Option<AccountKey>,
    pub(crate) at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// A link in any state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RecoveryLinkRow {
    pub(crate) id: RecoveryLinkId,
    pub(crate) account: AccountKey,
    pub(crate) member: Option<(CircleId, MemberId)>,
    pub(crate) maker: Option<AccountKey>,
    pub(crate) made_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) used: bool,
    pub(crate) ended: bool,
    pub(crate) stopped_at: Option<Timestamp>,
    /// It was used, and the account is partly closed because of that.
    pub(crate) closed_until: Option<Timestamp>,
}

macro_rules! links_where {
    ($condition:literal) => {
        concat!(
            "SELECT l.id, l.account, c.id, m.id, l.maker, l.made_at, l.expires_at,
                    l.used_at IS NOT NULL, l.ended_at IS NOT NULL, l.stopped_at, l.closed_until
             FROM recovery_links l
             LEFT JOIN memberships m ON m.key = l.member
             LEFT JOIN circles c ON c.key = m.circle
             WHERE ",
            $condition
        )
    };
}

fn link_row(row: &Row<'_>) -> rusqlite::Result<RecoveryLinkRow> {
    let circle = rows::optional_id(row, 2, CircleId::from_bytes)?;
    Ok(RecoveryLinkRow {
        id: rows::id(row, 0, RecoveryLinkId::from_bytes)?,
        account: AccountKey(row.get(1)?),
        member: circle.zip(rows::optional_id(row, 3, MemberId::from_bytes)?),
        maker: row.get::<_, Option<i64>>(4)?.map(AccountKey),
        made_at: Timestamp(row.get(5)?),
        expires_at: Timestamp(row.get(6)?),
        used: row.get(7)?,
        ended: row.get(8)?,
        stopped_at: rows::optional_time(row, 9)?,
        closed_until: rows::optional_time(row, 10)?,
    })
}

impl View<'_> {
    pub(crate) fn recovery_link_with(
        &self,
        token_hash: &TokenHash,
    ) -> Result<Option<RecoveryLinkRow>, StoreError> {
        let mut statement = self.prepare(links_where!("l.token_hash = ?1"))?;
        Ok(statement.query_row([token_hash.0], link_row).optional()?)
    }

    pub(crate) fn recovery_link(
        &self,
        id: RecoveryLinkId,
    ) -> Result<Option<RecoveryLinkRow>, StoreError> {
        let mut statement = self.prepare(links_where!("l.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], link_row).optional()?)
    }

    /// Links that can be used, those whose accounts are partly closed, and those that were
    /// stopped since then; newest first.
    pub(crate) fn recovery_links(
        &self,
        now: Timestamp,
        stopped_since: Timestamp,
        most: u16,
    ) -> Result<Vec<RecoveryLinkRow>, StoreError> {
        let mut statement = self.prepare(links_where!(
            "l.closed_until IS NOT NULL OR l.stopped_at >= ?2
             OR (l.used_at IS NULL AND l.ended_at IS NULL AND l.expires_at > ?1)
             ORDER BY l.key DESC LIMIT ?3"
        ))?;
        let links = statement.query_map(params![now.0, stopped_since.0, most], link_row)?;
        Ok(links.collect::<rusqlite::Result<_>>()?)
    }

    /// What the holder of this account is told of a way back in. The link may have expired.
    pub(crate) fn account_recovery(
        &self,
        account: AccountKey,
    ) -> Result<AccountRecovery, StoreError> {
        let mut statement = self.prepare(
            "SELECT (SELECT max(expires_at) FROM recovery_links
                     WHERE account = ?1 AND used_at IS NULL AND ended_at IS NULL),
                    (SELECT max(closed_until) FROM recovery_links
                     WHERE account = ?1 AND closed_until IS NOT NULL)",
        )?;
        Ok(statement.query_row([account.0], |row| {
            Ok(AccountRecovery {
                link_until: rows::optional_time(row, 0)?,
                closed_until: rows::optional_time(row, 1)?,
            })
        })?)
    }

    /// Whether private conversations, check-ins and dates are closed to this account. It
    /// doesn't ask what time it is: it ends when its timer has run.
    pub(crate) fn is_recovering(&self, account: AccountKey) -> Result<bool, StoreError> {
        let mut statement = self.prepare(
            "SELECT EXISTS (SELECT 1 FROM recovery_links
                            WHERE account = ?1 AND closed_until IS NOT NULL)",
        )?;
        Ok(statement.query_row([account.0], |row| row.get(0))?)
    }
}

impl Tx<'_> {
    pub(crate) fn add_recovery_link(&mut self, link: &NewRecoveryLink) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO recovery_links (id, token_hash, account, member, maker, made_at,
                                         expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            link.id.as_bytes(),
            link.token_hash.0,
            link.account.0,
            link.member.map(|member| member.0),
            link.maker.map(|maker| maker.0),
            link.at.0,
            link.expires_at.0,
        ])?;
        Ok(())
    }

    /// The earlier link stops working.
    pub(crate) fn replace_recovery_secret(
        &mut self,
        id: RecoveryLinkId,
        token_hash: &TokenHash,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE recovery_links SET token_hash = ?2 WHERE id = ?1")?
            .execute(params![id.as_bytes(), token_hash.0])?;
        Ok(())
    }

    pub(crate) fn use_recovery_link(
        &mut self,
        id: RecoveryLinkId,
        at: Timestamp,
        closed_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE recovery_links SET used_at = ?2, closed_until = ?3 WHERE id = ?1")?
            .execute(params![id.as_bytes(), at.0, closed_until.map(|until| until.0)])?;
        Ok(())
    }

    /// Every unused link to this account stops working. Returns those that could still be
    /// used.
    pub(crate) fn end_recovery_links(
        &mut self,
        account: AccountKey,
        stopped_by_holder: bool,
        now: Timestamp,
    ) -> Result<Vec<RecoveryLinkRow>, StoreError> {
        let open = self
            .prepare(links_where!(
                "l.account = ?1 AND l.used_at IS NULL AND l.ended_at IS NULL
                 AND l.expires_at > ?2"
            ))?
            .query_map([account.0, now.0], link_row)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        self.prepare(
            "UPDATE recovery_links
             SET ended_at = ?2, stopped_at = CASE WHEN ?3 AND expires_at > ?2 THEN ?2 END
             WHERE account = ?1 AND used_at IS NULL AND ended_at IS NULL",
        )?
        .execute(params![account.0, now.0, stopped_by_holder])?;
        Ok(open)
    }

    /// The same for every link that this account has made. Returns whose accounts they led
    /// to.
    pub(crate) fn withdraw_recovery_links_of(
        &mut self,
        maker: AccountKey,
        now: Timestamp,
    ) -> Result<Vec<AccountKey>, StoreError> {
        let mut statement = self.prepare(
            "UPDATE recovery_links SET ended_at = ?2
             WHERE maker = ?1 AND used_at IS NULL AND ended_at IS NULL RETURNING account",
        )?;
        let accounts = statement.query_map([maker.0, now.0], |row| row.get(0).map(AccountKey))?;
        Ok(accounts.collect::<rusqlite::Result<_>>()?)
    }

    /// Every link that was not used yet stops working. Nobody is told.
    pub(crate) fn end_every_recovery_link(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE recovery_links SET ended_at = ?1
             WHERE used_at IS NULL AND ended_at IS NULL",
        )?
        .execute([now.0])?;
        Ok(())
    }

    /// Everything is open to this account again; `false` if it was.
    pub(crate) fn end_recovering(&mut self, account: AccountKey) -> Result<bool, StoreError> {
        let ended = self
            .prepare(
                "UPDATE recovery_links SET closed_until = NULL
                 WHERE account = ?1 AND closed_until IS NOT NULL",
            )?
            .execute([account.0])?;
        self.prepare(
            "UPDATE memberships SET open_from_seq = NULL
             WHERE account = ?1 AND open_from_seq IS NOT NULL",
        )?
        .execute([account.0])?;
        Ok(ended > 0)
    }

    /// Somebody whose account is partly closed sees this conversation, from this place on.
    pub(crate) fn open_from(
        &mut self,
        circle: CircleKey,
        account: AccountKey,
        seq: Seq,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE memberships SET open_from_seq = coalesce(open_from_seq, ?3)
             WHERE circle = ?1 AND account = ?2",
        )?
        .execute([circle.0, account.0, seq.0.cast_signed()])?;
        Ok(())
    }

    /// Removes links that were made before then, unless an account is still partly closed
    /// because of one. Returns how many.
    pub(crate) fn purge_recovery_links(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        let sql = "DELETE FROM recovery_links WHERE made_at < ?1 AND closed_until IS NULL";
        Ok(self.prepare(sql)?.execute([before.0])?)
    }
}
