//! How cases were decided: one row for each decision, undone ones included.

use circles_protocol::{
    CaseId, ContentNote, DecisionId, DecisionKind, MemberId, MuteDuration, ProposalId, Reason,
    Timestamp, WireEnum,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{ActionKey, CaseKey, StoreError, Tx, View, rows};
use crate::domain::{AccountKey, CircleKey, MemberKey};

/// A decision, by a key that never leaves the server: a later one has a greater key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DecisionKey(i64);

impl DecisionKey {
    /// After every decision.
    pub(crate) const END: Self = Self(i64::MAX);
}

/// A content note that was added, and what was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoteChange {
    pub(crate) note: ContentNote,
    pub(crate) before: Option<ContentNote>,
    pub(crate) before_by: Option<MemberKey>,
}

/// A decision to be recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewDecision {
    pub(crate) id: DecisionId,
    pub(crate) case: CaseKey,
    pub(crate) kind: DecisionKind,
    pub(crate) reason: Option<Reason>,
    pub(crate) account: AccountKey,
    /// `None` for the centre.
    pub(crate) moderator: Option<MemberKey>,
    pub(crate) at: Timestamp,
    pub(crate) action: Option<ActionKey>,
    pub(crate) duration: Option<MuteDuration>,
    /// How many messages it hid.
    pub(crate) messages: u32,
    pub(crate) note: Option<NoteChange>,
    pub(crate) proposal: Option<ProposalId>,
}

/// A stored decision, with what is known of its effects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DecisionRow {
    pub(crate) key: DecisionKey,
    pub(crate) id: DecisionId,
    pub(crate) case: CaseId,
    pub(crate) kind: DecisionKind,
    pub(crate) reason: Option<Reason>,
    pub(crate) account: AccountKey,
    pub(crate) moderator: Option<MemberKey>,
    pub(crate) moderator_id: Option<MemberId>,
    pub(crate) at: Timestamp,
    pub(crate) action: Option<ActionKey>,
    pub(crate) duration: Option<MuteDuration>,
    pub(crate) messages: u32,
    pub(crate) note: Option<NoteChange>,
    pub(crate) undone: bool,
    /// What was done has been appealed.
    pub(crate) appealed: bool,
    /// The held message can still be posted: it was not taken back, and its author is still
    /// a member.
    pub(crate) postable: bool,
}

macro_rules! decisions_where {
    ($condition:literal) => {
        concat!(
            "SELECT d.key, d.id, c.id, d.kind, d.reason, d.account, d.moderator, b.id, d.at, d.action,
                    d.duration, d.messages, d.note, d.note_before, d.note_before_by,
                    d.undone_at IS NOT NULL,
                    EXISTS (SELECT 1 FROM appeals p WHERE p.action = d.action),
                    EXISTS (SELECT 1 FROM held_messages h JOIN memberships s ON s.key = h.author
                            WHERE h.action = d.action AND s.left_at IS NULL)
             FROM decisions d
             JOIN cases c ON c.key = d.case_key
             LEFT JOIN memberships b ON b.key = d.moderator
             WHERE ",
            $condition
        )
    };
}

fn decision_row(row: &Row<'_>) -> rusqlite::Result<DecisionRow> {
    let note = rows::optional_word(row, 12)?;
    let before = rows::optional_word(row, 13)?;
    let before_by = row.get::<_, Option<i64>>(14)?.map(MemberKey);
    Ok(DecisionRow {
        key: DecisionKey(row.get(0)?),
        id: rows::id(row, 1, DecisionId::from_bytes)?,
        case: rows::id(row, 2, CaseId::from_bytes)?,
        kind: rows::word(row, 3)?,
        reason: rows::optional_word(row, 4)?,
        account: AccountKey(row.get(5)?),
        moderator: row.get::<_, Option<i64>>(6)?.map(MemberKey),
        moderator_id: rows::optional_id(row, 7, MemberId::from_bytes)?,
        at: Timestamp(row.get(8)?),
        action: row.get::<_, Option<i64>>(9)?.map(ActionKey),
        duration: rows::optional_word(row, 10)?,
        messages: row.get(11)?,
        note: note.map(|note| NoteChange { note, before, before_by }),
        undone: row.get(15)?,
        appealed: row.get(16)?,
        postable: row.get(17)?,
    })
}

/// Walks the decisions that stand, newest first. The few columns that decide whether a case
/// is the reader's are read for each; the rest only for those that are.
const WALK: &str = "SELECT d.key, c.circle, c.subject
     FROM decisions d JOIN cases c ON c.key = d.case_key
     WHERE d.undone_at IS NULL AND d.key < ?1 ORDER BY d.key DESC";

impl View<'_> {
    /// A decision, whether it stands or was undone.
    pub(crate) fn decision(&self, id: DecisionId) -> Result<Option<DecisionRow>, StoreError> {
        let mut statement = self.prepare(decisions_where!("d.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], decision_row).optional()?)
    }

    /// Up to `most` decisions before this one that still stand, newest first. The caller
    /// chooses by the circle and the subject of the case.
    pub(crate) fn standing_decisions(
        &self,
        before: DecisionKey,
        most: u16,
        mut wanted: impl FnMut(CircleKey, MemberKey) -> Result<bool, StoreError>,
    ) -> Result<Vec<DecisionRow>, StoreError> {
        let mut statement = self.prepare(WALK)?;
        let mut by_key = self.prepare(decisions_where!("d.key = ?1"))?;
        let mut walk = statement.query([before.0])?;
        let mut found = Vec::new();
        while found.len() < usize::from(most)
            && let Some(row) = walk.next()?
        {
            if wanted(CircleKey(row.get(1)?), MemberKey(row.get(2)?))? {
                let key: i64 = row.get(0)?;
                found.push(by_key.query_row([key], decision_row)?);
            }
        }
        Ok(found)
    }

    /// All standing decisions that were carried out by this action: one action may answer
    /// several cases.
    pub(crate) fn decisions_by_action(
        &self,
        action: ActionKey,
    ) -> Result<Vec<DecisionRow>, StoreError> {
        let mut statement =
            self.prepare(decisions_where!("d.action = ?1 AND d.undone_at IS NULL ORDER BY d.key"))?;
        let found = statement.query_map([action.0], decision_row)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The case in which this was proposed; `None` if it was proposed without one, or if
    /// the case has expired.
    pub(crate) fn case_of_proposal(
        &self,
        proposal: ProposalId,
    ) -> Result<Option<CaseKey>, StoreError> {
        let mut statement = self.prepare("SELECT case_key FROM decisions WHERE proposal = ?1")?;
        let found = statement.query_row([proposal.as_bytes()], |row| row.get(0).map(CaseKey));
        Ok(found.optional()?)
    }
}

impl Tx<'_> {
    /// The caller has checked that no decision of this case stands.
    pub(crate) fn record_decision(&mut self, decision: &NewDecision) -> Result<(), StoreError> {
        let note = decision.note;
        self.prepare(
            "INSERT INTO decisions (id, case_key, kind, reason, account, moderator, at, action,
                                    duration, messages, note, note_before, note_before_by, proposal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            decision.id.as_bytes(),
            decision.case.0,
            decision.kind.as_str(),
            decision.reason.map(WireEnum::as_str),
            decision.account.0,
            decision.moderator.map(|moderator| moderator.0),
            decision.at.0,
            decision.action.map(|action| action.0),
            decision.duration.map(WireEnum::as_str),
            decision.messages,
            note.map(|change| change.note.as_str()),
            note.and_then(|change| change.before).map(WireEnum::as_str),
            note.and_then(|change| change.before_by).map(|by| by.0),
            decision.proposal.as_ref().map(ProposalId::as_bytes),
        ])?;
        Ok(())
    }

    pub(crate) fn undo_decision(
        &mut self,
        decision: DecisionKey,
        by: AccountKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE decisions SET undone_at = ?2, undone_by = ?3 WHERE key = ?1")?
            .execute([decision.0, at.0, by.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::plan_of;

    #[test]
    fn decisions_are_walked_in_their_order_and_never_sorted() {
        let plan = plan_of(WALK);
        assert!(plan.starts_with("SEARCH d USING INTEGER PRIMARY KEY (rowid<?)"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
