//! Notices to people about the security of their account, kept for 90 days.

use circles_protocol::{Alias, SecurityNotice, SecurityNoticeKind, Timestamp, WireEnum as _};
use rusqlite::params;

use super::{StoreError, Tx, View, rows};
use crate::domain::AccountKey;
use crate::limits::SECURITY_NOTICES_PER_ACCOUNT;

/// A notice to be stored.
#[derive(Debug, Clone)]
pub(crate) struct NewSecurityNotice {
    pub(crate) account: AccountKey,
    pub(crate) kind: SecurityNoticeKind,
    pub(crate) device: Option<String>,
    pub(crate) actor: Option<AccountKey>,
    pub(crate) about: Option<AccountKey>,
    pub(crate) at: Timestamp,
}

impl View<'_> {
    /// Newest first.
    pub(crate) fn security_notices(
        &self,
        account: AccountKey,
    ) -> Result<Vec<SecurityNotice>, StoreError> {
        let mut statement = self.prepare(
            "SELECT n.kind, n.at, n.device, actor.alias, about.alias, n.seen
             FROM security_notices n
             LEFT JOIN accounts actor ON actor.key = n.actor
             LEFT JOIN accounts about ON about.key = n.about
             WHERE n.account = ?1 ORDER BY n.at DESC, n.key DESC LIMIT ?2",
        )?;
        let alias = |text: Option<String>| text.map(Alias::from_stored);
        let notices =
            statement.query_map(params![account.0, SECURITY_NOTICES_PER_ACCOUNT], |row| {
                Ok(SecurityNotice {
                    kind: rows::word(row, 0)?,
                    at: Timestamp(row.get(1)?),
                    device: row.get(2)?,
                    actor: alias(row.get(3)?),
                    about: alias(row.get(4)?),
                    seen: row.get(5)?,
                })
            })?;
        Ok(notices.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn has_unseen_security_notice(
        &self,
        account: AccountKey,
    ) -> Result<bool, StoreError> {
        let mut statement =
            self.prepare("SELECT 1 FROM security_notices WHERE account = ?1 AND seen = 0")?;
        Ok(statement.exists([account.0])?)
    }

    /// Whether this account got such a notice since then.
    pub(crate) fn security_noticed_since(
        &self,
        account: AccountKey,
        kind: SecurityNoticeKind,
        since: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut statement = self.prepare(
            "SELECT 1 FROM security_notices WHERE account = ?1 AND kind = ?2 AND at > ?3",
        )?;
        Ok(statement.exists(params![account.0, kind.as_str(), since.0])?)
    }
}

impl Tx<'_> {
    pub(crate) fn add_security_notice(
        &mut self,
        notice: &NewSecurityNotice,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO security_notices (account, kind, device, actor, about, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            notice.account.0,
            notice.kind.as_str(),
            notice.device,
            notice.actor.map(|actor| actor.0),
            notice.about.map(|about| about.0),
            notice.at.0,
        ])?;
        self.prepare(
            "DELETE FROM security_notices WHERE account = ?1 AND key NOT IN
                 (SELECT key FROM security_notices WHERE account = ?1
                  ORDER BY at DESC, key DESC LIMIT ?2)",
        )?
        .execute(params![notice.account.0, SECURITY_NOTICES_PER_ACCOUNT])?;
        Ok(())
    }

    pub(crate) fn mark_security_notices_seen(
        &mut self,
        account: AccountKey,
        through: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE security_notices SET seen = 1 WHERE account = ?1 AND at <= ?2")?
            .execute(params![account.0, through.0])?;
        Ok(())
    }

    pub(crate) fn purge_security_notices(
        &mut self,
        before: Timestamp,
    ) -> Result<usize, StoreError> {
        Ok(self.prepare("DELETE FROM security_notices WHERE at < ?1")?.execute([before.0])?)
    }
}
