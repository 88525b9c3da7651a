//! Copies of messages as they were, for a case or for the action that muted them, whatever
//! happens to the message.

use circles_protocol::{Body, Evidence, MessageId, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{ActionKey, CaseKey, StoreError, Tx, View, rows};
use crate::domain::{PageBudget, Portion, Position};

/// What a copy is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EvidenceFor {
    Case(CaseKey),
    Action(ActionKey),
}

impl EvidenceFor {
    /// The two columns, of which exactly one is set.
    const fn columns(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Case(case) => (Some(case.0), None),
            Self::Action(action) => (None, Some(action.0)),
        }
    }
}

/// A copy to be kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewEvidence<'a> {
    pub(crate) message: MessageId,
    pub(crate) body: &'a Body,
    pub(crate) sent_at: Timestamp,
}

fn evidence_row(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    Ok(Evidence {
        message: rows::id(row, 0, MessageId::from_bytes)?,
        body: Body::from_stored(row.get(1)?),
        sent_at: Timestamp(row.get(2)?),
        taken_at: Timestamp(row.get(3)?),
    })
}

impl View<'_> {
    /// The copies kept for this, after the first `skip`, oldest first, as many as fit. Rows
    /// are only ever added, so the number already read serves as a cursor.
    pub(crate) fn evidence_for(
        &self,
        owner: EvidenceFor,
        skip: u32,
        budget: PageBudget,
    ) -> Result<Portion<Evidence>, StoreError> {
        let (sql, key) = match owner {
            EvidenceFor::Case(case) => (
                "SELECT message, body, sent_at, taken_at FROM evidence
                 WHERE case_key = ?1 ORDER BY key LIMIT ?2 OFFSET ?3",
                case.0,
            ),
            EvidenceFor::Action(action) => (
                "SELECT message, body, sent_at, taken_at FROM evidence
                 WHERE action = ?1 ORDER BY key LIMIT ?2 OFFSET ?3",
                action.0,
            ),
        };
        let mut statement = self.prepare(sql)?;
        let found = statement.query_map(params![key, budget.row_limit(), skip], evidence_row)?;
        Ok(Portion::fill(budget, found)?)
    }
}

#[cfg(test)]
impl View<'_> {
    pub(crate) fn count_evidence(&self) -> Result<i64, StoreError> {
        let mut statement = self.prepare("SELECT count(*) FROM evidence")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

impl View<'_> {
    /// When the words of a posted message were last changed.
    pub(crate) fn edited_at(&self, position: Position) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.prepare("SELECT edited_at FROM messages WHERE position = ?1")?;
        let found = statement.query_row([position.0], |row| row.get::<_, Option<i64>>(0));
        Ok(found.optional()?.flatten().map(Timestamp))
    }
}

impl Tx<'_> {
    /// Keeps a copy, unless the last one of the same message has the same words.
    pub(crate) fn keep_evidence(
        &mut self,
        owner: EvidenceFor,
        evidence: &NewEvidence<'_>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (case, action) = owner.columns();
        let message = evidence.message.as_bytes();
        let sql = match owner {
            EvidenceFor::Case(_) => {
                "SELECT body FROM evidence WHERE case_key = ?1 AND message = ?2
                 ORDER BY key DESC LIMIT 1"
            }
            EvidenceFor::Action(_) => {
                "SELECT body FROM evidence WHERE action = ?1 AND message = ?2
                 ORDER BY key DESC LIMIT 1"
            }
        };
        let last: Option<String> = self
            .prepare(sql)?
            .query_row(params![case.or(action), message], |row| row.get(0))
            .optional()?;
        if last.is_some_and(|last| last == evidence.body.as_str()) {
            return Ok(());
        }
        let mut statement = self.prepare(
            "INSERT INTO evidence (case_key, action, message, body, sent_at, taken_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let (body, sent_at) = (evidence.body.as_str(), evidence.sent_at.0);
        statement.execute(params![case, action, message, body, sent_at, now.0])?;
        Ok(())
    }

    /// The same for a posted message as it is now; nothing if it is deleted.
    pub(crate) fn keep_message(
        &mut self,
        owner: EvidenceFor,
        position: Position,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let found = self
            .prepare("SELECT id, body, sent_at FROM messages WHERE position = ?1")?
            .query_row([position.0], |row| {
                let body = row.get::<_, Option<String>>(1)?.map(Body::from_stored);
                Ok((rows::id(row, 0, MessageId::from_bytes)?, body, Timestamp(row.get(2)?)))
            })
            .optional()?;
        let Some((message, Some(body), sent_at)) = found else { return Ok(()) };
        self.keep_evidence(owner, &NewEvidence { message, body: &body, sent_at }, now)
    }
}
