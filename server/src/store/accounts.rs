//! Accounts: who can sign in, and as what.

use circles_protocol::{AccountId, Alias, SignInName, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::AccountKey;

/// An account to be created.
#[derive(Debug)]
pub(crate) struct NewAccount {
    pub(crate) id: AccountId,
    pub(crate) alias: Alias,
    pub(crate) sign_in_name: SignInName,
    pub(crate) passphrase_hash: String,
    pub(crate) coordinator: bool,
    pub(crate) at: Timestamp,
}

/// An account as it stands.
#[derive(Clone)]
pub(crate) struct AccountRow {
    pub(crate) key: AccountKey,
    pub(crate) id: AccountId,
    pub(crate) alias: Alias,
    pub(crate) sign_in_name: SignInName,
    pub(crate) passphrase_hash: String,
    pub(crate) coordinator: bool,
    /// Nobody can sign in to it for now.
    pub(crate) suspended: bool,
}

macro_rules! accounts_where {
    ($condition:literal) => {
        concat!(
            "SELECT key, alias, sign_in_name, passphrase_hash, coordinator, id,
                    suspended_at IS NOT NULL
             FROM accounts WHERE ",
            $condition
        )
    };
}

fn account_row(row: &Row<'_>) -> rusqlite::Result<AccountRow> {
    Ok(AccountRow {
        key: AccountKey(row.get(0)?),
        alias: Alias::from_stored(row.get(1)?),
        sign_in_name: SignInName::from_stored(row.get(2)?),
        passphrase_hash: row.get(3)?,
        coordinator: row.get(4)?,
        id: rows::id(row, 5, AccountId::from_bytes)?,
        suspended: row.get(6)?,
    })
}

impl View<'_> {
    pub(crate) fn account(&self, key: AccountKey) -> Result<Option<AccountRow>, StoreError> {
        let mut statement = self.prepare(accounts_where!("key = ?1"))?;
        Ok(statement.query_row([key.0], account_row).optional()?)
    }

    pub(crate) fn account_named(
        &self,
        name: &SignInName,
    ) -> Result<Option<AccountRow>, StoreError> {
        let mut statement = self.prepare(accounts_where!("sign_in_name = ?1"))?;
        Ok(statement.query_row([name.as_str()], account_row).optional()?)
    }

    pub(crate) fn account_with(&self, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
        let mut statement = self.prepare(accounts_where!("id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], account_row).optional()?)
    }

    pub(crate) fn has_coordinator(&self) -> Result<bool, StoreError> {
        let mut statement =
            self.prepare("SELECT EXISTS (SELECT 1 FROM accounts WHERE coordinator = 1)")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

impl Tx<'_> {
    /// The caller has checked that the sign-in name is free.
    pub(crate) fn add_account(&mut self, account: &NewAccount) -> Result<AccountKey, StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO accounts (id, alias, sign_in_name, passphrase_hash, coordinator, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let key = statement.insert(params![
            account.id.as_bytes(),
            account.alias.as_str(),
            account.sign_in_name.as_str(),
            account.passphrase_hash,
            account.coordinator,
            account.at.0,
        ])?;
        Ok(AccountKey(key))
    }

    pub(crate) fn set_passphrase_hash(
        &mut self,
        account: AccountKey,
        hash: &str,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE accounts SET passphrase_hash = ?2 WHERE key = ?1")?
            .execute(params![account.0, hash])?;
        Ok(())
    }

    /// `false` if it is already suspended.
    pub(crate) fn suspend(
        &mut self,
        account: AccountKey,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let suspended = self
            .prepare(
                "UPDATE accounts SET suspended_at = ?2 WHERE key = ?1 AND suspended_at IS NULL",
            )?
            .execute([account.0, at.0])?;
        Ok(suspended > 0)
    }

    /// `false` if it is not suspended.
    pub(crate) fn restore(&mut self, account: AccountKey) -> Result<bool, StoreError> {
        let restored = self
            .prepare(
                "UPDATE accounts SET suspended_at = NULL
                 WHERE key = ?1 AND suspended_at IS NOT NULL",
            )?
            .execute([account.0])?;
        Ok(restored > 0)
    }

    pub(crate) fn make_coordinator(&mut self, account: AccountKey) -> Result<(), StoreError> {
        self.prepare("UPDATE accounts SET coordinator = 1 WHERE key = ?1")?.execute([account.0])?;
        Ok(())
    }
}
