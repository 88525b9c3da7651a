//! Cases: what waits for those who decide in a circle, and what became of it.

use circles_protocol::{CaseId, CaseKind, Concern, MessageId, Sign, Timestamp, Word as _};
use rusqlite::params;

use super::{StoreError, Tx, rows};
use crate::domain::deciding::rank;
use crate::domain::{CircleKey, MemberKey};

/// A case, by a key that never leaves the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CaseKey(pub(super) i64);

/// A case about to be opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewCase<'a> {
    pub(crate) id: CaseId,
    pub(crate) circle: CircleKey,
    pub(crate) kind: CaseKind,
    pub(crate) concern: Concern,
    pub(crate) subject: MemberKey,
    /// Null where it is about the person.
    pub(crate) message: Option<MessageId>,
    pub(crate) signs: &'a [Sign],
    pub(crate) at: Timestamp,
    pub(crate) due_at: Timestamp,
}

impl Tx<'_> {
    /// Writes a case that nobody has reported yet; see `commands/queue.rs`.
    pub(crate) fn open_case(&mut self, case: &NewCase<'_>) -> Result<CaseKey, StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO cases (id, circle, kind, concern, rank, subject, message, signs, reports,
                                opened_at, due_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10) RETURNING key",
        )?;
        let key = statement.query_row(
            params![
                case.id.as_bytes(),
                case.circle.0,
                case.kind.as_str(),
                case.concern.as_str(),
                rank(case.concern),
                case.subject.0,
                case.message.as_ref().map(MessageId::as_bytes),
                rows::in_one_column(case.signs),
                case.at.0,
                case.due_at.0,
            ],
            |row| row.get(0),
        )?;
        Ok(CaseKey(key))
    }
}
