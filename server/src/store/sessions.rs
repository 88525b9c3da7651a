//! Sign-ins: which browsers may act for which account. Of a cookie only its
//! hash is here.

use circles_protocol::{AccountId, Alias, SessionId, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, TokenHash};

/// A sign-in about to begin.
#[derive(Debug)]
pub(crate) struct NewSession {
    pub(crate) id: SessionId,
    pub(crate) token_hash: TokenHash,
    pub(crate) account: AccountKey,
    pub(crate) device: String,
    pub(crate) at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// A sign-in as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SessionRow {
    pub(crate) id: SessionId,
    pub(crate) device: String,
    pub(crate) signed_in_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// Whom a cookie stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BearerRow {
    pub(crate) session: SessionId,
    pub(crate) account: AccountKey,
    pub(crate) account_id: AccountId,
    pub(crate) alias: Alias,
    pub(crate) coordinator: bool,
    pub(crate) expires_at: Timestamp,
}

fn session_row(row: &Row<'_>) -> rusqlite::Result<SessionRow> {
    Ok(SessionRow {
        id: rows::id(row, 0, SessionId::from_bytes)?,
        device: row.get(1)?,
        signed_in_at: Timestamp(row.get(2)?),
        expires_at: Timestamp(row.get(3)?),
    })
}

fn bearer_row(row: &Row<'_>) -> rusqlite::Result<BearerRow> {
    Ok(BearerRow {
        session: rows::id(row, 0, SessionId::from_bytes)?,
        account: AccountKey(row.get(1)?),
        alias: Alias::from_stored(row.get(2)?),
        coordinator: row.get(3)?,
        expires_at: Timestamp(row.get(4)?),
        account_id: rows::id(row, 5, AccountId::from_bytes)?,
    })
}

impl View<'_> {
    /// The holder of a session that has not expired, of an account that is not
    /// suspended.
    pub(crate) fn bearer(
        &self,
        token_hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<BearerRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT s.id, a.key, a.alias, a.coordinator, s.expires_at, a.id
             FROM sessions s JOIN accounts a ON a.key = s.account
             WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND a.suspended_at IS NULL",
        )?;
        Ok(statement.query_row(params![token_hash.0, now.0], bearer_row).optional()?)
    }

    /// Whether this sign-in has not been ended. Its expiry is the holder's to watch.
    pub(crate) fn session_exists(&self, session: SessionId) -> Result<bool, StoreError> {
        let mut statement = self.prepare("SELECT EXISTS (SELECT 1 FROM sessions WHERE id = ?1)")?;
        Ok(statement.query_row([session.as_bytes()], |row| row.get(0))?)
    }

    /// Newest first.
    pub(crate) fn sessions(
        &self,
        account: AccountKey,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT id, device, signed_in_at, expires_at FROM sessions
             WHERE account = ?1 AND expires_at > ?2 ORDER BY key DESC",
        )?;
        let sessions = statement.query_map(params![account.0, now.0], session_row)?;
        Ok(sessions.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    pub(crate) fn add_session(&mut self, session: &NewSession) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO sessions (id, token_hash, account, device, signed_in_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            session.id.as_bytes(),
            session.token_hash.0,
            session.account.0,
            session.device,
            session.at.0,
            session.expires_at.0,
        ])?;
        Ok(())
    }

    /// Ends one session of this account and closes its sockets; `false` where
    /// the account has no such session.
    pub(crate) fn end_session(
        &mut self,
        account: AccountKey,
        session: SessionId,
    ) -> Result<bool, StoreError> {
        let ended = self
            .prepare("DELETE FROM sessions WHERE account = ?1 AND id = ?2")?
            .execute(params![account.0, session.as_bytes()])?;
        if ended > 0 {
            self.end_session_sockets(account, session);
        }
        Ok(ended > 0)
    }

    /// Ends every session of this account and closes their sockets.
    pub(crate) fn end_all_sessions(&mut self, account: AccountKey) -> Result<(), StoreError> {
        let mut statement = self.prepare("DELETE FROM sessions WHERE account = ?1 RETURNING id")?;
        let ended = statement
            .query_map([account.0], |row| rows::id(row, 0, SessionId::from_bytes))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for session in ended {
            self.end_session_sockets(account, session);
        }
        Ok(())
    }

    /// Removes what has expired. Their sockets close by their own clock.
    pub(crate) fn purge_sessions(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        Ok(self.prepare("DELETE FROM sessions WHERE expires_at <= ?1")?.execute([now.0])?)
    }
}
