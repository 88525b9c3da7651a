//! Recovery dates and the milestones that were reached. Only read for the alum, and for
//! what the alum shares with a mentor.

use circles_protocol::{LocalDate, Milestone, MilestoneView, RecoveryLabel, Timestamp, WireEnum};
use rusqlite::{OptionalExtension as _, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::AccountKey;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RecoveryRow {
    /// The date that milestones are counted from.
    pub(crate) date: LocalDate,
    /// The date that all days are counted from; a later recovery date doesn't move it.
    pub(crate) first_date: LocalDate,
    pub(crate) label: RecoveryLabel,
    pub(crate) paused: bool,
}

/// The alum's answer to the question whether to share a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MilestoneAnswer {
    Shared,
    Private,
}

impl MilestoneAnswer {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Private => "private",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MilestoneRow {
    pub(crate) reached: MilestoneView,
    /// It has not been answered yet.
    pub(crate) asked: bool,
}

impl View<'_> {
    pub(crate) fn recovery(&self, account: AccountKey) -> Result<Option<RecoveryRow>, StoreError> {
        let mut statement = self
            .prepare("SELECT date, first_date, label, paused FROM recovery WHERE account = ?1")?;
        let found = statement.query_row([account.0], |row| {
            Ok(RecoveryRow {
                date: rows::day(row, 0)?,
                first_date: rows::day(row, 1)?,
                label: rows::word(row, 2)?,
                paused: row.get(3)?,
            })
        });
        Ok(found.optional()?)
    }

    /// Newest first. Few: one for each milestone of a life.
    pub(crate) fn milestones(&self, account: AccountKey) -> Result<Vec<MilestoneRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT milestone, on_day, answer IS NULL FROM milestones
             WHERE account = ?1 ORDER BY on_day DESC, reached_at DESC",
        )?;
        let found = statement.query_map([account.0], |row| {
            let reached =
                MilestoneView { milestone: rows::milestone(row, 0)?, on: rows::day(row, 1)? };
            Ok(MilestoneRow { reached, asked: row.get(2)? })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    pub(crate) fn set_recovery(
        &mut self,
        account: AccountKey,
        recovery: &RecoveryRow,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO recovery (account, date, first_date, label, paused)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (account) DO UPDATE SET date = excluded.date,
                 first_date = excluded.first_date, label = excluded.label,
                 paused = excluded.paused",
        )?
        .execute(params![
            account.0,
            recovery.date.to_string(),
            recovery.first_date.to_string(),
            recovery.label.as_str(),
            recovery.paused,
        ])?;
        self.note_erasure();
        Ok(())
    }

    /// Removes the date and every milestone without a trace.
    pub(crate) fn clear_recovery(&mut self, account: AccountKey) -> Result<(), StoreError> {
        for sql in
            ["DELETE FROM recovery WHERE account = ?1", "DELETE FROM milestones WHERE account = ?1"]
        {
            self.prepare(sql)?.execute([account.0])?;
        }
        self.note_erasure();
        Ok(())
    }

    /// `false` if this one was reached before. If there is no answer, the alum is asked.
    pub(crate) fn reach_milestone(
        &mut self,
        account: AccountKey,
        reached: MilestoneView,
        answer: Option<MilestoneAnswer>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let written = self
            .prepare(
                "INSERT INTO milestones (account, milestone, on_day, reached_at, answer)
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                account.0,
                reached.milestone.to_string(),
                reached.on.to_string(),
                at.0,
                answer.map(MilestoneAnswer::as_str),
            ])?;
        Ok(written > 0)
    }

    /// `false` if no such question is open.
    pub(crate) fn answer_milestone(
        &mut self,
        account: AccountKey,
        milestone: Milestone,
        answer: MilestoneAnswer,
    ) -> Result<bool, StoreError> {
        let answered = self
            .prepare(
                "UPDATE milestones SET answer = ?3
                 WHERE account = ?1 AND milestone = ?2 AND answer IS NULL",
            )?
            .execute(params![account.0, milestone.to_string(), answer.as_str()])?;
        Ok(answered > 0)
    }
}
