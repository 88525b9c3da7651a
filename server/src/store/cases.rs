//! Cases: what waits for the deciders of a circle, and how it was decided.

use circles_protocol::{
    CaseId, CaseKind, CircleId, MemberId, MessageId, Reason, Signal, Timestamp, WireEnum as _,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{ActionKey, StoreError, Tx, View, rows};
use crate::domain::deciding::rank;
use crate::domain::{AccountKey, CircleKey, DecisionSubject, MemberKey};

/// A case, by a key that never leaves the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CaseKey(pub(super) i64);

/// A case to be opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewCase<'a> {
    pub(crate) id: CaseId,
    pub(crate) circle: CircleKey,
    pub(crate) kind: CaseKind,
    pub(crate) reason: Reason,
    pub(crate) subject: MemberKey,
    /// Null if it is about the person.
    pub(crate) message: Option<MessageId>,
    pub(crate) signals: &'a [Signal],
    pub(crate) at: Timestamp,
    pub(crate) due_at: Timestamp,
}

/// A case as it stands, open or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CaseRow {
    pub(crate) key: CaseKey,
    pub(crate) id: CaseId,
    pub(crate) circle: CircleKey,
    pub(crate) circle_id: CircleId,
    pub(crate) kind: CaseKind,
    pub(crate) reason: Reason,
    pub(crate) subject: MemberKey,
    pub(crate) subject_id: MemberId,
    pub(crate) subject_account: AccountKey,
    pub(crate) message: Option<MessageId>,
    pub(crate) signals: Vec<Signal>,
    pub(crate) reports: u16,
    pub(crate) opened_at: Timestamp,
    pub(crate) due_at: Timestamp,
    /// Who claimed it last, and until when, which may be past.
    pub(crate) claim: Option<(AccountKey, Timestamp)>,
    pub(crate) closed: bool,
    /// When a decision about it was last undone.
    pub(crate) reopened_at: Option<Timestamp>,
}

/// One of several cases with the same cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AlikeCase {
    pub(crate) id: CaseId,
    pub(crate) subject: MemberKey,
}

pub(super) fn alike_case(row: &Row<'_>) -> rusqlite::Result<AlikeCase> {
    let id = rows::id(row, 0, CaseId::from_bytes)?;
    Ok(AlikeCase { id, subject: MemberKey(row.get(1)?) })
}

/// A case's place in the queue: the order of the index `open_cases`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct QueueCursor {
    rank: i64,
    opened_at: Timestamp,
    key: CaseKey,
}

impl QueueCursor {
    /// Before every case.
    pub(crate) const START: Self = Self { rank: -1, opened_at: Timestamp(0), key: CaseKey(0) };
}

impl CaseRow {
    pub(crate) const fn decision_subject(&self) -> DecisionSubject {
        DecisionSubject::Case { subject: self.subject_account }
    }

    pub(crate) fn place(&self) -> QueueCursor {
        let rank = i64::from(rank(self.reason));
        QueueCursor { rank, opened_at: self.opened_at, key: self.key }
    }
}

macro_rules! cases_where {
    ($condition:literal) => {
        concat!(
            "SELECT x.key, x.id, x.circle, c.id, x.kind, x.reason, x.subject, s.id, s.account,
                    x.message, x.signals, x.reports, x.opened_at, x.due_at, x.claimed_by,
                    x.claimed_until, x.closed_at IS NOT NULL,
                    (SELECT max(d.undone_at) FROM decisions d WHERE d.case_key = x.key)
             FROM cases x
             JOIN circles c ON c.key = x.circle
             JOIN memberships s ON s.key = x.subject
             WHERE ",
            $condition
        )
    };
}

fn case_row(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    let claimed_by = row.get::<_, Option<i64>>(14)?.map(AccountKey);
    Ok(CaseRow {
        key: CaseKey(row.get(0)?),
        id: rows::id(row, 1, CaseId::from_bytes)?,
        circle: CircleKey(row.get(2)?),
        circle_id: rows::id(row, 3, CircleId::from_bytes)?,
        kind: rows::word(row, 4)?,
        reason: rows::word(row, 5)?,
        subject: MemberKey(row.get(6)?),
        subject_id: rows::id(row, 7, MemberId::from_bytes)?,
        subject_account: AccountKey(row.get(8)?),
        message: rows::optional_id(row, 9, MessageId::from_bytes)?,
        signals: rows::words(row, 10)?,
        reports: row.get(11)?,
        opened_at: Timestamp(row.get(12)?),
        due_at: Timestamp(row.get(13)?),
        claim: claimed_by.zip(rows::optional_time(row, 15)?),
        closed: row.get(16)?,
        reopened_at: rows::optional_time(row, 17)?,
    })
}

/// Walks the queue from a place on. The few columns that decide whether a case is the
/// reader's come from one table; the rest is looked up only for those that are.
const WALK: &str = "SELECT key, circle, subject FROM cases
     WHERE closed_at IS NULL AND (rank, opened_at, key) > (?1, ?2, ?3)
     ORDER BY rank, opened_at, key";

impl View<'_> {
    pub(crate) fn case(&self, id: CaseId) -> Result<Option<CaseRow>, StoreError> {
        let mut statement = self.prepare(cases_where!("x.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], case_row).optional()?)
    }

    fn case_by_key(&self, key: CaseKey) -> Result<CaseRow, StoreError> {
        let mut statement = self.prepare(cases_where!("x.key = ?1"))?;
        Ok(statement.query_row([key.0], case_row)?)
    }

    /// Up to `most` open cases after this place, in the order of the queue. The caller
    /// chooses by circle and subject.
    pub(crate) fn open_cases(
        &self,
        after: QueueCursor,
        most: u16,
        mut wanted: impl FnMut(CircleKey, MemberKey) -> Result<bool, StoreError>,
    ) -> Result<Vec<CaseRow>, StoreError> {
        let mut statement = self.prepare(WALK)?;
        let mut walk = statement.query([after.rank, after.opened_at.0, after.key.0])?;
        let mut found = Vec::new();
        while found.len() < usize::from(most)
            && let Some(row) = walk.next()?
        {
            if wanted(CircleKey(row.get(1)?), MemberKey(row.get(2)?))? {
                found.push(self.case_by_key(CaseKey(row.get(0)?))?);
            }
        }
        Ok(found)
    }

    /// The open case about this message, or about the person if there is no message. There
    /// are two if a decision was undone after the next case was opened; then it is the
    /// older one.
    pub(crate) fn open_case_about(
        &self,
        subject: MemberKey,
        message: Option<MessageId>,
    ) -> Result<Option<CaseRow>, StoreError> {
        Ok(self.open_cases_about(subject, message)?.into_iter().next())
    }

    /// Open cases that screening opened about this member's messages, in the order of the
    /// queue.
    pub(crate) fn caused_by(
        &self,
        subject: MemberKey,
        most: u16,
    ) -> Result<Vec<AlikeCase>, StoreError> {
        let mut statement = self.prepare(
            "SELECT id, subject FROM cases
             WHERE subject = ?1 AND closed_at IS NULL AND kind <> 'reported'
             ORDER BY rank, opened_at, key LIMIT ?2",
        )?;
        let found = statement.query_map(params![subject.0, most], alike_case)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// All of them, oldest first.
    pub(crate) fn open_cases_about(
        &self,
        subject: MemberKey,
        message: Option<MessageId>,
    ) -> Result<Vec<CaseRow>, StoreError> {
        let mut statement = self.prepare(cases_where!(
            "x.subject = ?1 AND x.message IS ?2 AND x.closed_at IS NULL ORDER BY x.key"
        ))?;
        let message = message.as_ref().map(MessageId::as_bytes);
        let found = statement.query_map(params![subject.0, message], case_row)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Stores a case that nobody has reported yet; see `commands/shared/moderation/queue.rs`.
    pub(crate) fn create_case(&mut self, case: &NewCase<'_>) -> Result<CaseKey, StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO cases (id, circle, kind, reason, rank, subject, message, signals, reports,
                                opened_at, due_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10) RETURNING key",
        )?;
        let key = statement.query_row(
            params![
                case.id.as_bytes(),
                case.circle.0,
                case.kind.as_str(),
                case.reason.as_str(),
                rank(case.reason),
                case.subject.0,
                case.message.as_ref().map(MessageId::as_bytes),
                rows::in_one_column(case.signals),
                case.at.0,
                case.due_at.0,
            ],
            |row| row.get(0),
        )?;
        Ok(CaseKey(key))
    }

    /// One more person reported it; `reason` is now the gravest.
    pub(crate) fn join_case(
        &mut self,
        case: CaseKey,
        reason: Reason,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE cases SET reports = reports + 1, reason = ?2, rank = ?3,
                              due_at = min(due_at, ?4)
             WHERE key = ?1",
        )?
        .execute(params![case.0, reason.as_str(), rank(reason), due_at.0])?;
        Ok(())
    }

    /// More was found in the message.
    pub(crate) fn grow_case(
        &mut self,
        case: CaseKey,
        reason: Reason,
        signals: &[Signal],
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE cases SET reason = ?2, rank = ?3, signals = ?4, due_at = min(due_at, ?5)
             WHERE key = ?1",
        )?
        .execute(params![
            case.0,
            reason.as_str(),
            rank(reason),
            rows::in_one_column(signals),
            due_at.0
        ])?;
        Ok(())
    }

    /// Sets who has claimed it, and until when; nobody if `claim` is `None`.
    pub(crate) fn claim_case(
        &mut self,
        case: CaseKey,
        claim: Option<(AccountKey, Timestamp)>,
    ) -> Result<(), StoreError> {
        let (by, until) = claim.map(|(by, until)| (by.0, until.0)).unzip();
        self.prepare("UPDATE cases SET claimed_by = ?2, claimed_until = ?3 WHERE key = ?1")?
            .execute(params![case.0, by, until])?;
        Ok(())
    }

    pub(crate) fn close_case(
        &mut self,
        case: CaseKey,
        by: AccountKey,
        action: Option<ActionKey>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE cases SET closed_at = ?2, closed_by = ?3, action = ?4, claimed_by = NULL,
                              claimed_until = NULL
             WHERE key = ?1",
        )?
        .execute(params![case.0, now.0, by.0, action.map(|action| action.0)])?;
        Ok(())
    }

    /// Its decision was undone: somebody has to decide again, by a new deadline.
    pub(crate) fn reopen_case(
        &mut self,
        case: CaseKey,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE cases SET closed_at = NULL, closed_by = NULL, action = NULL, due_at = ?2
             WHERE key = ?1",
        )?
        .execute([case.0, due_at.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{StoreOptions, connections};

    #[test]
    fn the_queue_is_walked_along_its_index_and_never_sorted() {
        let folder = tempfile::tempdir().unwrap();
        let file = connections::prepare(folder.path()).unwrap();
        let (connection, _) = connections::writer(&file, StoreOptions::default()).unwrap();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {WALK}")).unwrap();
        let plan = statement
            .query_map([0, 0, 0], |row| row.get::<_, String>(3))
            .unwrap()
            .collect::<rusqlite::Result<Vec<_>>>()
            .unwrap();
        assert_eq!(plan.len(), 1, "{plan:?}");
        assert!(plan[0].contains("USING INDEX open_cases ((rank,opened_at)>"), "{plan:?}");
    }
}
