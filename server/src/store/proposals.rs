//! Proposals: actions that one moderator proposes and a second person has to agree to.

use circles_protocol::{
    CircleId, MemberId, ProposalId, ProposalView, ProposedAction, Reason, Timestamp, WireEnum,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, CircleKey, DecisionSubject, MemberKey};

/// An action to be proposed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewProposal {
    pub(crate) id: ProposalId,
    pub(crate) circle: CircleKey,
    pub(crate) subject: MemberKey,
    pub(crate) action: ProposedAction,
    pub(crate) reason: Reason,
    pub(crate) moderator: MemberKey,
    pub(crate) at: Timestamp,
    pub(crate) until: Timestamp,
}

/// A proposed action, with what is known of the two people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProposalRow {
    pub(crate) id: ProposalId,
    pub(crate) circle: CircleKey,
    pub(crate) circle_id: CircleId,
    pub(crate) subject: MemberId,
    pub(crate) subject_account: AccountKey,
    pub(crate) action: ProposedAction,
    pub(crate) reason: Reason,
    pub(crate) proposer: MemberKey,
    pub(crate) proposer_id: MemberId,
    pub(crate) proposer_account: AccountKey,
    pub(crate) at: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) decided: bool,
    /// Whether the member is in the circle, and has been since it was proposed.
    pub(crate) subject_stayed: bool,
    /// Whether the proposer is still a moderator of the circle, and not suspended.
    pub(crate) proposer_in_role: bool,
}

impl ProposalRow {
    pub(crate) const fn decision_subject(&self) -> DecisionSubject {
        DecisionSubject::Proposal { subject: self.subject_account, proposer: self.proposer_account }
    }

    pub(crate) fn view(&self, mine: bool) -> ProposalView {
        ProposalView {
            id: self.id,
            circle: self.circle_id,
            subject: self.subject,
            action: self.action,
            reason: self.reason,
            by: self.proposer_id,
            mine,
            at: self.at,
            until: self.until,
        }
    }
}

macro_rules! proposals_where {
    ($condition:literal) => {
        concat!(
            "SELECT p.id, p.circle, c.id, s.id, s.account, p.action, p.reason, p.moderator, b.id,
                    b.account, p.at, p.until, p.decided_at IS NOT NULL,
                    s.left_at IS NULL AND s.joined_at <= p.at,
                    b.left_at IS NULL AND b.role = 'moderator' AND a.suspended_at IS NULL
             FROM proposals p
             JOIN circles c ON c.key = p.circle
             JOIN memberships s ON s.key = p.subject
             JOIN memberships b ON b.key = p.moderator
             JOIN accounts a ON a.key = b.account
             WHERE ",
            $condition
        )
    };
}

fn proposal_row(row: &Row<'_>) -> rusqlite::Result<ProposalRow> {
    Ok(ProposalRow {
        id: rows::id(row, 0, ProposalId::from_bytes)?,
        circle: CircleKey(row.get(1)?),
        circle_id: rows::id(row, 2, CircleId::from_bytes)?,
        subject: rows::id(row, 3, MemberId::from_bytes)?,
        subject_account: AccountKey(row.get(4)?),
        action: rows::word(row, 5)?,
        reason: rows::word(row, 6)?,
        proposer: MemberKey(row.get(7)?),
        proposer_id: rows::id(row, 8, MemberId::from_bytes)?,
        proposer_account: AccountKey(row.get(9)?),
        at: Timestamp(row.get(10)?),
        until: Timestamp(row.get(11)?),
        decided: row.get(12)?,
        subject_stayed: row.get(13)?,
        proposer_in_role: row.get(14)?,
    })
}

impl View<'_> {
    pub(crate) fn proposal(&self, id: ProposalId) -> Result<Option<ProposalRow>, StoreError> {
        let mut statement = self.prepare(proposals_where!("p.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], proposal_row).optional()?)
    }

    /// Undecided proposals that the caller wants, the longest waiting first.
    pub(crate) fn open_proposals(
        &self,
        most: u16,
        mut wanted: impl FnMut(&ProposalRow) -> Result<bool, StoreError>,
    ) -> Result<Vec<ProposalRow>, StoreError> {
        let mut statement =
            self.prepare(proposals_where!("p.decided_at IS NULL ORDER BY p.at, p.key"))?;
        let mut found = Vec::new();
        let mut open = statement.query([])?;
        while found.len() < usize::from(most)
            && let Some(row) = open.next()?
        {
            let proposal = proposal_row(row)?;
            if wanted(&proposal)? {
                found.push(proposal);
            }
        }
        Ok(found)
    }
}

impl Tx<'_> {
    /// Stores it; `false` if the same action about the same member is already waiting.
    /// Proposals that lapsed, or whose proposer has lost the role, do not count as waiting.
    pub(crate) fn add_proposal(&mut self, proposal: &NewProposal) -> Result<bool, StoreError> {
        self.prepare(
            "UPDATE proposals SET decided_at = ?3, agreed = 0
             WHERE subject = ?1 AND action = ?2 AND decided_at IS NULL
               AND (until <= ?3
                    OR at < (SELECT s.joined_at FROM memberships s WHERE s.key = subject)
                    OR NOT EXISTS (
                        SELECT 1 FROM memberships b JOIN accounts a ON a.key = b.account
                        WHERE b.key = moderator AND b.left_at IS NULL AND b.role = 'moderator'
                          AND a.suspended_at IS NULL))",
        )?
        .execute(params![proposal.subject.0, proposal.action.as_str(), proposal.at.0])?;
        let written = self
            .prepare(
                "INSERT INTO proposals (id, circle, subject, action, reason, moderator, at, until)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                proposal.id.as_bytes(),
                proposal.circle.0,
                proposal.subject.0,
                proposal.action.as_str(),
                proposal.reason.as_str(),
                proposal.moderator.0,
                proposal.at.0,
                proposal.until.0,
            ])?;
        Ok(written > 0)
    }

    /// The caller has checked that nobody has decided it yet.
    pub(crate) fn decide_proposal(
        &mut self,
        proposal: ProposalId,
        by: AccountKey,
        agreed: bool,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE proposals SET decided_at = ?2, decided_by = ?3, agreed = ?4 WHERE id = ?1",
        )?
        .execute(params![proposal.as_bytes(), at.0, by.0, agreed])?;
        Ok(())
    }

    /// Removes proposals that were decided, or lapsed, before then.
    pub(crate) fn purge_proposals(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        Ok(self
            .prepare("DELETE FROM proposals WHERE until < ?1 AND coalesce(decided_at, until) < ?1")?
            .execute([before.0])?)
    }
}
