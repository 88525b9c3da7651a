//! Browsers that somebody has signed in on before. Only the hash of their cookie is stored;
//! a browser that several people use is known for each of them.

use circles_protocol::Timestamp;
use rusqlite::params;

use super::{StoreError, Tx, View};
use crate::domain::{AccountKey, TokenHash};
use crate::limits::KNOWN_DEVICES_PER_ACCOUNT;

impl View<'_> {
    pub(crate) fn knows_device(
        &self,
        account: AccountKey,
        device: &TokenHash,
    ) -> Result<bool, StoreError> {
        let mut statement =
            self.prepare("SELECT 1 FROM known_devices WHERE token_hash = ?1 AND account = ?2")?;
        Ok(statement.exists(params![device.0, account.0])?)
    }

    /// Whether this account knows any browser at all.
    pub(crate) fn has_known_device(&self, account: AccountKey) -> Result<bool, StoreError> {
        let mut statement = self.prepare("SELECT 1 FROM known_devices WHERE account = ?1")?;
        Ok(statement.exists([account.0])?)
    }
}

impl Tx<'_> {
    pub(crate) fn remember_device(
        &mut self,
        account: AccountKey,
        device: &TokenHash,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO known_devices (token_hash, account, last_used_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (token_hash, account) DO UPDATE SET last_used_at = excluded.last_used_at",
        )?
        .execute(params![device.0, account.0, at.0])?;
        self.prepare(
            "DELETE FROM known_devices WHERE account = ?1 AND token_hash NOT IN
                 (SELECT token_hash FROM known_devices WHERE account = ?1
                  ORDER BY last_used_at DESC LIMIT ?2)",
        )?
        .execute(params![account.0, KNOWN_DEVICES_PER_ACCOUNT])?;
        Ok(())
    }

    /// Gives the browser a new secret, for everybody who is known on it.
    pub(crate) fn rename_device(
        &mut self,
        old: &TokenHash,
        new: &TokenHash,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE known_devices SET token_hash = ?2 WHERE token_hash = ?1")?
            .execute(params![old.0, new.0])?;
        Ok(())
    }

    /// Forgets every browser of this account.
    pub(crate) fn forget_devices(&mut self, account: AccountKey) -> Result<(), StoreError> {
        self.prepare("DELETE FROM known_devices WHERE account = ?1")?.execute([account.0])?;
        Ok(())
    }

    pub(crate) fn purge_known_devices(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        Ok(self
            .prepare("DELETE FROM known_devices WHERE last_used_at < ?1")?
            .execute([before.0])?)
    }
}
