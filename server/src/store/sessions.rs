//! Sign-ins: which browsers may act for which account. Only the hash of a cookie is stored.

use circles_protocol::{AccountId, Alias, CloseCode, SessionId, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, ActingSession, Rejection, RenewalSeed, TokenHash};

/// A sign-in to be added.
#[derive(Debug)]
pub(crate) struct NewSession {
    pub(crate) id: SessionId,
    pub(crate) token_hash: TokenHash,
    pub(crate) account: AccountKey,
    pub(crate) device: String,
    pub(crate) at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// A secret to be replaced.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RenewedToken {
    pub(crate) old: TokenHash,
    pub(crate) new: TokenHash,
    pub(crate) seed: RenewalSeed,
    /// How long the old one gets the same answer.
    pub(crate) old_until: Timestamp,
}

/// A sign-in as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SessionRow {
    pub(crate) id: SessionId,
    pub(crate) device: String,
    pub(crate) signed_in_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// Whom a cookie identifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuthenticatedRow {
    pub(crate) session: SessionId,
    pub(crate) account: AccountKey,
    pub(crate) account_id: AccountId,
    pub(crate) alias: Alias,
    pub(crate) coordinator: bool,
    pub(crate) expires_at: Timestamp,
    pub(crate) renewal: Renewal,
}

/// Whether the secret that was shown is to be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renewal {
    NotDue,
    Due,
    /// It was replaced moments ago by one derived from this seed; the answer may have been
    /// lost.
    Repeated(RenewalSeed),
}

fn session_row(row: &Row<'_>) -> rusqlite::Result<SessionRow> {
    Ok(SessionRow {
        id: rows::id(row, 0, SessionId::from_bytes)?,
        device: row.get(1)?,
        signed_in_at: Timestamp(row.get(2)?),
        expires_at: Timestamp(row.get(3)?),
    })
}

fn authenticated_row(row: &Row<'_>) -> rusqlite::Result<AuthenticatedRow> {
    Ok(AuthenticatedRow {
        session: rows::id(row, 0, SessionId::from_bytes)?,
        account: AccountKey(row.get(1)?),
        alias: Alias::from_stored(row.get(2)?),
        coordinator: row.get(3)?,
        expires_at: Timestamp(row.get(4)?),
        account_id: rows::id(row, 5, AccountId::from_bytes)?,
        renewal: match (row.get(6)?, row.get::<_, Option<[u8; 32]>>(7)?) {
            (false, Some(seed)) => Renewal::Repeated(RenewalSeed(seed)),
            (false, None) => return Err(rusqlite::Error::InvalidQuery),
            (true, _) if row.get(8)? => Renewal::Due,
            (true, _) => Renewal::NotDue,
        },
    })
}

impl View<'_> {
    /// The holder of a session that has not expired, of an account that is not suspended. A
    /// replaced secret remains valid for some moments.
    pub(crate) fn session_by_token(
        &self,
        token_hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<AuthenticatedRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT s.id, a.key, a.alias, a.coordinator, s.expires_at, a.id,
                    s.token_hash = ?1, s.renewal_seed, s.renewal_due
             FROM sessions s JOIN accounts a ON a.key = s.account
             WHERE (s.token_hash = ?1
                    OR s.replaced_token_hash = ?1 AND s.replaced_until > ?2)
               AND s.expires_at > ?2 AND a.suspended_at IS NULL",
        )?;
        Ok(statement.query_row(params![token_hash.0, now.0], authenticated_row).optional()?)
    }

    /// The session that had this secret before its passphrase was changed: the secret can
    /// now only be used to ask whether that was done.
    pub(crate) fn session_before_change(
        &self,
        token_hash: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<AuthenticatedRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT s.id, a.key, a.alias, a.coordinator, s.expires_at, a.id, 1, NULL, 0
             FROM sessions s JOIN accounts a ON a.key = s.account
             WHERE s.replaced_token_hash = ?1 AND s.expires_at > ?2
               AND a.suspended_at IS NULL",
        )?;
        Ok(statement.query_row(params![token_hash.0, now.0], authenticated_row).optional()?)
    }

    /// Whether this sign-in has not been ended. The caller checks its expiry.
    pub(crate) fn session_exists(&self, session: SessionId) -> Result<bool, StoreError> {
        let mut statement = self.prepare("SELECT EXISTS (SELECT 1 FROM sessions WHERE id = ?1)")?;
        Ok(statement.query_row([session.as_bytes()], |row| row.get(0))?)
    }

    /// Checks again, inside the transaction that acts: a sign-in may end while its request
    /// arrives slowly, or waits its turn.
    ///
    /// # Errors
    /// `not_signed_in` if it has ended, or the account was suspended or is no longer the
    /// coordinator as whom the request was admitted; `account_recovering` if the request
    /// is closed to the account.
    pub(super) fn require_acting(&self, session: ActingSession) -> Result<(), Rejection> {
        let mut statement = self.prepare(
            "SELECT a.coordinator, a.key FROM sessions s JOIN accounts a ON a.key = s.account
             WHERE s.id = ?1 AND a.suspended_at IS NULL",
        )?;
        let found = statement.query_row([session.id.as_bytes()], |row| {
            Ok((row.get::<_, bool>(0)?, AccountKey(row.get(1)?)))
        });
        match found.optional()? {
            Some((coordinator, account)) if coordinator || !session.coordinator => {
                match session.private && self.is_recovering(account)? {
                    true => Err(Rejection::account_recovering()),
                    false => Ok(()),
                }
            }
            Some(_) | None => Err(Rejection::not_signed_in()),
        }
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

    /// Ends one session of this account and closes its sockets; `false` if the account has
    /// no such session.
    pub(crate) fn end_session(
        &mut self,
        account: AccountKey,
        session: SessionId,
    ) -> Result<bool, StoreError> {
        let ended = self
            .prepare("DELETE FROM sessions WHERE account = ?1 AND id = ?2")?
            .execute(params![account.0, session.as_bytes()])?;
        if ended > 0 {
            self.close_session_sockets(account, session, CloseCode::SessionEnded);
        }
        Ok(ended > 0)
    }

    /// Ends the session that has this secret, whoever it belongs to: somebody signs in
    /// again on the browser that holds it.
    pub(crate) fn end_session_with(&mut self, token_hash: &TokenHash) -> Result<(), StoreError> {
        let mut statement =
            self.prepare("DELETE FROM sessions WHERE token_hash = ?1 RETURNING account, id")?;
        let ended = statement
            .query_row([token_hash.0], |row| {
                Ok((AccountKey(row.get(0)?), rows::id(row, 1, SessionId::from_bytes)?))
            })
            .optional()?;
        if let Some((account, session)) = ended {
            self.close_session_sockets(account, session, CloseCode::SessionEnded);
        }
        Ok(())
    }

    /// Each session of this account gets a new secret at its next request.
    pub(crate) fn make_renewal_due(&mut self, account: AccountKey) -> Result<(), StoreError> {
        self.prepare("UPDATE sessions SET renewal_due = 1 WHERE account = ?1")?
            .execute([account.0])?;
        Ok(())
    }

    /// Gives the session its new secret; `false` if another request has already done so, or
    /// if the session has ended.
    pub(crate) fn renew_session(
        &mut self,
        session: SessionId,
        renewed: &RenewedToken,
    ) -> Result<bool, StoreError> {
        let changed = self
            .prepare(
                "UPDATE sessions
                 SET token_hash = ?3, renewal_due = 0, renewal_seed = ?4,
                     replaced_token_hash = ?2, replaced_until = ?5
                 WHERE id = ?1 AND token_hash = ?2",
            )?
            .execute(params![
                session.as_bytes(),
                renewed.old.0,
                renewed.new.0,
                renewed.seed.0,
                renewed.old_until.0,
            ])?;
        Ok(changed > 0)
    }

    /// Gives the session a secret that cannot be derived from its old one, which is no
    /// longer valid. `keep_old`: the secret before the old one remains the one that may ask
    /// whether the change was made.
    pub(crate) fn replace_session_secret(
        &mut self,
        session: SessionId,
        new: &TokenHash,
        keep_old: bool,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE sessions
             SET replaced_token_hash = CASE WHEN ?3 THEN replaced_token_hash ELSE token_hash END,
                 token_hash = ?2, renewal_due = 0, renewal_seed = NULL, replaced_until = 0
             WHERE id = ?1",
        )?
        .execute(params![session.as_bytes(), new.0, keep_old])?;
        Ok(())
    }

    /// The passphrase counts as entered again, for one action of this session.
    pub(crate) fn confirm_session(
        &mut self,
        session: SessionId,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE sessions SET confirmed_until = ?2 WHERE id = ?1")?
            .execute(params![session.as_bytes(), until.0])?;
        Ok(())
    }

    /// Uses up the confirmation; `false` if there is none.
    pub(crate) fn use_confirmation(
        &mut self,
        session: SessionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let used = self
            .prepare(
                "UPDATE sessions SET confirmed_until = NULL
                 WHERE id = ?1 AND confirmed_until > ?2",
            )?
            .execute(params![session.as_bytes(), now.0])?;
        Ok(used > 0)
    }

    /// Ends every session of this account and closes their sockets.
    pub(crate) fn end_all_sessions(&mut self, account: AccountKey) -> Result<(), StoreError> {
        let mut statement = self.prepare("DELETE FROM sessions WHERE account = ?1 RETURNING id")?;
        let ended = statement
            .query_map([account.0], |row| rows::id(row, 0, SessionId::from_bytes))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for session in ended {
            self.close_session_sockets(account, session, CloseCode::SessionEnded);
        }
        Ok(())
    }

    /// Ends the sessions of everybody, and returns how many. For a database without a server.
    pub(crate) fn end_every_session(&mut self) -> Result<usize, StoreError> {
        Ok(self.prepare("DELETE FROM sessions")?.execute([])?)
    }

    /// Ends what is left of accounts that were suspended on the command line.
    pub(crate) fn end_sessions_of_suspended(&mut self) -> Result<usize, StoreError> {
        let suspended = self
            .prepare(
                "SELECT DISTINCT s.account FROM sessions s JOIN accounts a ON a.key = s.account
                 WHERE a.suspended_at IS NOT NULL",
            )?
            .query_map([], |row| Ok(AccountKey(row.get(0)?)))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for account in &suspended {
            self.end_all_sessions(*account)?;
        }
        Ok(suspended.len())
    }

    /// Removes expired sessions. Their sockets close by their own clock.
    pub(crate) fn purge_sessions(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        Ok(self.prepare("DELETE FROM sessions WHERE expires_at <= ?1")?.execute([now.0])?)
    }
}
