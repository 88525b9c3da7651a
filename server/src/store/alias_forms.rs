//! The forms by which aliases within one circle are compared (`domain/names/likeness.rs`).
//! Private conversations have none: with two people it is clear who is who.

use circles_protocol::Alias;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{StoreError, Tx, View};
use crate::domain::names::likeness::{self, AliasForms};
use crate::domain::{AccountKey, CircleKey, MemberKey};

const INSERT: &str = "INSERT INTO alias_forms (circle, form, member) VALUES (?1, ?2, ?3)";

impl View<'_> {
    /// Whether another member of the circle, present or past, has an alias that looks like
    /// this one.
    pub(crate) fn alias_is_taken(
        &self,
        circle: CircleKey,
        forms: &AliasForms,
        account: Option<AccountKey>,
    ) -> Result<bool, StoreError> {
        let mut statement = self.prepare(
            "SELECT 1 FROM alias_forms f JOIN memberships m ON m.key = f.member
             WHERE f.circle = ?1 AND f.form = ?2 AND (?3 IS NULL OR m.account <> ?3)",
        )?;
        let account = account.map(|account| account.0);
        for form in forms.sought() {
            if statement.exists(params![circle.0, form, account])? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Tx<'_> {
    /// Replaces the member's earlier forms.
    pub(crate) fn keep_alias_forms(
        &mut self,
        circle: CircleKey,
        member: MemberKey,
        forms: &AliasForms,
    ) -> Result<(), StoreError> {
        self.forget_alias_forms(member)?;
        let mut statement = self.prepare(INSERT)?;
        for form in forms.kept() {
            statement.execute(params![circle.0, form, member.0])?;
        }
        Ok(())
    }

    /// To be called by whatever removes an alias from a membership.
    pub(crate) fn forget_alias_forms(&mut self, member: MemberKey) -> Result<(), StoreError> {
        self.prepare("DELETE FROM alias_forms WHERE member = ?1")?.execute([member.0])?;
        Ok(())
    }
}

/// Makes all of them again if they were made by rules other than this program's.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Result<(), StoreError> {
    let sql = "SELECT version FROM alias_forms_version";
    let made_by = connection.query_row(sql, [], |row| row.get::<_, String>(0)).optional()?;
    if made_by.as_deref() == Some(&likeness::version()) {
        return Ok(());
    }
    let tx = connection.transaction()?;
    tx.execute("DELETE FROM alias_forms", [])?;
    {
        let mut memberships = tx.prepare(
            "SELECT m.circle, m.key, m.alias FROM memberships m
             JOIN circles c ON c.key = m.circle WHERE c.direct_state IS NULL",
        )?;
        let mut insert = tx.prepare(INSERT)?;
        let mut rows = memberships.query([])?;
        while let Some(row) = rows.next()? {
            let (circle, member) = (row.get::<_, i64>(0)?, row.get::<_, i64>(1)?);
            for form in AliasForms::of(&Alias::from_stored(row.get(2)?)).kept() {
                insert.execute(params![circle, form, member])?;
            }
        }
    }
    tx.execute(
        "INSERT INTO alias_forms_version (only_row, version) VALUES (1, ?1)
         ON CONFLICT (only_row) DO UPDATE SET version = excluded.version",
        [likeness::version()],
    )?;
    tx.commit()?;
    Ok(())
}
