//! Requests that were carried out under an idempotency key, kept for as long as they may be
//! repeated.

use circles_protocol::{IdempotencyKey, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

use super::{StoreError, Tx, View};
use crate::domain::{AccountKey, KeyedRequest};
use crate::limits::IDEMPOTENCY_KEYS_PER_ACCOUNT;

/// An earlier request under the same key, and its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EarlierRequest {
    pub(crate) account: AccountKey,
    pub(crate) fingerprint: [u8; 32],
    /// The id of what it created, if that has one.
    pub(crate) outcome: Option<Uuid>,
}

fn earlier(row: &Row<'_>) -> rusqlite::Result<EarlierRequest> {
    Ok(EarlierRequest {
        account: AccountKey(row.get(0)?),
        fingerprint: row.get(1)?,
        outcome: row.get::<_, Option<[u8; 16]>>(2)?.map(Uuid::from_bytes),
    })
}

impl View<'_> {
    /// Carried out for this account.
    pub(crate) fn earlier_request(
        &self,
        key: IdempotencyKey,
        account: AccountKey,
    ) -> Result<Option<EarlierRequest>, StoreError> {
        let mut statement = self.prepare(
            "SELECT account, fingerprint, outcome FROM idempotency_keys
             WHERE key = ?1 AND account = ?2",
        )?;
        Ok(statement.query_row(params![key.as_bytes(), account.0], earlier).optional()?)
    }

    /// Carried out for somebody who has no account yet, such as a sign-up.
    pub(crate) fn earlier_request_of_anyone(
        &self,
        request: KeyedRequest,
    ) -> Result<Option<EarlierRequest>, StoreError> {
        let mut statement = self.prepare(
            "SELECT account, fingerprint, outcome FROM idempotency_keys
             WHERE key = ?1 AND fingerprint = ?2",
        )?;
        let found =
            statement.query_row(params![request.key.as_bytes(), request.fingerprint], earlier);
        Ok(found.optional()?)
    }
}

impl Tx<'_> {
    /// Stores the request, or its outcome if it was repeated. If there are very many, the
    /// oldest are removed.
    pub(crate) fn remember_request(
        &mut self,
        account: AccountKey,
        request: KeyedRequest,
        outcome: Option<Uuid>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO idempotency_keys (key, account, fingerprint, outcome, at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (key, account) DO UPDATE SET outcome = excluded.outcome",
        )?
        .execute(params![
            request.key.as_bytes(),
            account.0,
            request.fingerprint,
            outcome.map(Uuid::into_bytes),
            at.0
        ])?;
        self.prepare(
            "DELETE FROM idempotency_keys WHERE account = ?1 AND at < (
                 SELECT at FROM idempotency_keys WHERE account = ?1
                 ORDER BY at DESC LIMIT 1 OFFSET ?2)",
        )?
        .execute(params![account.0, IDEMPOTENCY_KEYS_PER_ACCOUNT - 1])?;
        Ok(())
    }

    /// Removes keys that can no longer be repeated, and returns how many.
    pub(crate) fn purge_idempotency_keys(
        &mut self,
        before: Timestamp,
    ) -> Result<usize, StoreError> {
        Ok(self.prepare("DELETE FROM idempotency_keys WHERE at < ?1")?.execute([before.0])?)
    }
}
