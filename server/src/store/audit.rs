//! The audit: who did what in a role, to what, when and why; never a word that anyone
//! wrote. Rows are only ever added.

use std::fmt;
use std::path::Path;

use circles_protocol::{
    AuditAction, AuditEntry, CircleId, InviteLabel, Reason, Timestamp, WireEnum,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use uuid::Uuid;

use super::{StoreError, Tx, View, connections, rows};
use crate::domain::AccountKey;
use crate::domain::audit::{AuditHash, AuditRow};

/// What is recorded of an action.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AuditNote {
    pub(crate) action: AuditAction,
    /// Who did it; an account that does not exist stands for the operator.
    pub(crate) actor: AccountKey,
    pub(crate) at: Timestamp,
    pub(crate) circle: Option<CircleId>,
    /// The id of what it was done to.
    pub(crate) target: Option<Uuid>,
    pub(crate) reason: Option<Reason>,
}

/// The audit up to here: the number of rows, and the last one's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AuditHead {
    pub(crate) number: u64,
    pub(crate) hash: AuditHash,
}

impl fmt::Display for AuditHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.hash)
    }
}

/// Which rows of the audit to show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AuditFilter {
    pub(crate) before: Option<u64>,
    pub(crate) action: Option<AuditAction>,
    pub(crate) circle: Option<CircleId>,
}

impl Tx<'_> {
    pub(crate) fn audit(&mut self, note: &AuditNote) -> Result<(), StoreError> {
        let before = self.audit_head()?;
        let actor = self
            .prepare("SELECT id FROM accounts WHERE key = ?1")?
            .query_row([note.actor.0], |row| row.get::<_, [u8; 16]>(0))
            .optional()?;
        let row = AuditRow {
            number: before.number + 1,
            at: note.at.0,
            action: note.action.as_str().to_owned(),
            actor,
            circle: note.circle.map(|circle| *circle.as_bytes()),
            target: note.target.map(Uuid::into_bytes),
            reason: note.reason.map(|reason| reason.as_str().to_owned()),
        };
        let hash = row.hash(before.hash);
        self.prepare(
            "INSERT INTO audit (number, at, action, actor, circle, target, reason, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            row.number.cast_signed(),
            row.at,
            row.action,
            row.actor,
            row.circle,
            row.target,
            row.reason,
            hash.0
        ])?;
        self.prepare(
            "INSERT INTO audit_head (only_row, number, hash) VALUES (1, ?1, ?2)
             ON CONFLICT (only_row) DO UPDATE SET number = excluded.number, hash = excluded.hash",
        )?
        .execute(params![row.number.cast_signed(), hash.0])?;
        Ok(())
    }
}

impl View<'_> {
    fn audit_head(&self) -> Result<AuditHead, StoreError> {
        let mut statement = self.prepare("SELECT number, hash FROM audit_head")?;
        let head = statement.query_row([], head_row).optional()?;
        Ok(head.unwrap_or(AuditHead { number: 0, hash: AuditHash::START }))
    }

    /// The newest `most` rows that pass the filter, newest first. The label is that of the
    /// invite by which the actor joined the circle they acted in.
    pub(crate) fn audit_entries(
        &self,
        filter: AuditFilter,
        most: u16,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut statement = self.prepare(
            "SELECT a.number, a.at, a.action, a.actor, a.circle, a.target, a.reason, m.label
             FROM audit a
             LEFT JOIN accounts p ON p.id = a.actor
             LEFT JOIN circles c ON c.id = a.circle
             LEFT JOIN memberships m ON m.account = p.key AND m.circle = c.key
             WHERE (?1 IS NULL OR a.number < ?1) AND (?2 IS NULL OR a.action = ?2)
               AND (?3 IS NULL OR a.circle = ?3)
             ORDER BY a.number DESC LIMIT ?4",
        )?;
        let found = statement.query_map(
            params![
                filter.before.map(u64::cast_signed),
                filter.action.map(WireEnum::as_str),
                filter.circle.as_ref().map(CircleId::as_bytes),
                most
            ],
            |row| {
                Ok(AuditEntry {
                    number: row.get::<_, i64>(0)?.cast_unsigned(),
                    at: Timestamp(row.get(1)?),
                    action: rows::word(row, 2)?,
                    actor: row.get::<_, Option<[u8; 16]>>(3)?.map(short_name),
                    circle: rows::optional_id(row, 4, CircleId::from_bytes)?,
                    target: rows::optional_id(row, 5, Uuid::from_bytes)?,
                    reason: rows::optional_word(row, 6)?,
                    actor_label: row.get::<_, Option<String>>(7)?.map(InviteLabel::from_stored),
                })
            },
        )?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

/// Enough to tell the few actors apart, too little to find an account by.
fn short_name(actor: [u8; 16]) -> String {
    Uuid::from_bytes(actor).simple().to_string()[..8].to_owned()
}

fn head_row(row: &Row<'_>) -> rusqlite::Result<AuditHead> {
    Ok(AuditHead { number: row.get::<_, i64>(0)?.cast_unsigned(), hash: AuditHash(row.get(1)?) })
}

fn audit_row(row: &Row<'_>) -> rusqlite::Result<(AuditRow, AuditHash)> {
    let kept = AuditRow {
        number: row.get::<_, i64>(0)?.cast_unsigned(),
        at: row.get(1)?,
        action: row.get(2)?,
        actor: row.get(3)?,
        circle: row.get(4)?,
        target: row.get(5)?,
        reason: row.get(6)?,
    };
    Ok((kept, AuditHash(row.get(7)?)))
}

/// Verifies the whole audit of the database in this folder. Returns its head, or the
/// sentence that names the first bad row. `kept` is a head that was noted elsewhere, which
/// the audit must still contain.
///
/// # Errors
/// If the file can't be opened or read at all.
pub(crate) fn verify_audit(
    folder: &Path,
    kept: Option<AuditHead>,
) -> Result<Result<AuditHead, String>, StoreError> {
    let file = folder.join(connections::FILE_NAME);
    if !file.is_file() {
        return Err(StoreError::Unavailable("there is no database in this folder".into()));
    }
    let mut connection = connections::reader(&file)?;
    // One snapshot, even while a server goes on adding rows.
    let look = connection.transaction()?;
    walk(&look, kept)
}

/// The head as it is stored.
pub(super) fn head(connection: &Connection) -> Result<AuditHead, StoreError> {
    let head =
        connection.query_row("SELECT number, hash FROM audit_head", [], head_row).optional()?;
    Ok(head.unwrap_or(AuditHead { number: 0, hash: AuditHash::START }))
}

fn walk(
    connection: &Connection,
    kept: Option<AuditHead>,
) -> Result<Result<AuditHead, String>, StoreError> {
    let mut last = AuditHead { number: 0, hash: AuditHash::START };
    let mut statement = connection.prepare(
        "SELECT number, at, action, actor, circle, target, reason, hash FROM audit ORDER BY number",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let (row, hash) = audit_row(row)?;
        let next = last.number + 1;
        if row.number != next {
            return Ok(Err(format!("row {next} of the audit is missing")));
        }
        if row.hash(last.hash) != hash {
            return Ok(Err(format!("row {next} of the audit was changed")));
        }
        if kept.is_some_and(|kept| kept.number == next && kept.hash != hash) {
            return Ok(Err(format!("row {next} of the audit, or one before it, was changed")));
        }
        last = AuditHead { number: next, hash };
    }
    let head = head(connection)?;
    let cut = [Some(head), kept].into_iter().flatten().any(|known| known.number > last.number);
    if cut {
        return Ok(Err(format!("row {} of the audit is missing", last.number + 1)));
    }
    if head != last {
        return Ok(Err(format!("row {} of the audit was added by another hand", head.number + 1)));
    }
    Ok(Ok(last))
}
