//! Who reported what. The reporter is only read in this file: to find their own reports,
//! and to know whom to tell that one was handled.

use circles_protocol::{
    CircleId, OwnReport, Reason, ReportGiven, ReportId, Statement, Timestamp, WireEnum as _,
};
use rusqlite::{OptionalExtension as _, params};

use super::cases::{AlikeCase, alike_case};
use super::{CaseKey, StoreError, Tx, View, rows};
use crate::domain::{AccountKey, MemberKey};

/// A report to be stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewReport<'a> {
    pub(crate) id: ReportId,
    pub(crate) case: CaseKey,
    pub(crate) reporter: MemberKey,
    pub(crate) reason: Reason,
    pub(crate) statement: Option<&'a Statement>,
    pub(crate) at: Timestamp,
    /// The time as of which the reporter has the reported words.
    pub(crate) words_at: Timestamp,
}

impl View<'_> {
    /// What this member already reported in this case.
    pub(crate) fn report_by(
        &self,
        reporter: MemberKey,
        case: CaseKey,
    ) -> Result<Option<ReportId>, StoreError> {
        let mut statement =
            self.prepare("SELECT id FROM reports WHERE case_key = ?1 AND reporter = ?2")?;
        let found =
            statement.query_row([case.0, reporter.0], |row| rows::id(row, 0, ReportId::from_bytes));
        Ok(found.optional()?)
    }

    /// An account's own reports since then, newest first.
    pub(crate) fn own_reports(
        &self,
        account: AccountKey,
        since: Timestamp,
        most: u16,
    ) -> Result<Vec<OwnReport>, StoreError> {
        let mut statement = self.prepare(
            "SELECT r.id, c.id, r.reason, r.at, r.handled_at
             FROM memberships m
             JOIN reports r ON r.reporter = m.key
             JOIN cases x ON x.key = r.case_key
             JOIN circles c ON c.key = m.circle
             WHERE m.account = ?1 AND r.at >= ?2 ORDER BY r.at DESC, r.key DESC LIMIT ?3",
        )?;
        let found = statement.query_map(params![account.0, since.0, most], |row| {
            Ok(OwnReport {
                id: rows::id(row, 0, ReportId::from_bytes)?,
                circle: rows::id(row, 1, CircleId::from_bytes)?,
                reason: rows::word(row, 2)?,
                at: Timestamp(row.get(3)?),
                handled_at: rows::optional_time(row, 4)?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// What the reports of a case said, oldest first.
    pub(crate) fn reports_of(
        &self,
        case: CaseKey,
        most: u16,
    ) -> Result<Vec<ReportGiven>, StoreError> {
        let mut statement = self.prepare(
            "SELECT reason, statement, at FROM reports WHERE case_key = ?1 ORDER BY key LIMIT ?2",
        )?;
        let found = statement.query_map(params![case.0, most], |row| {
            Ok(ReportGiven {
                reason: rows::word(row, 0)?,
                statement: row.get::<_, Option<String>>(1)?.map(Statement::from_stored),
                at: Timestamp(row.get(2)?),
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// How many open cases this account has reported, alone or with others.
    pub(crate) fn count_open_reported(&self, account: AccountKey) -> Result<u32, StoreError> {
        let mut statement = self.prepare(
            "SELECT count(*) FROM memberships m
             JOIN reports r ON r.reporter = m.key
             JOIN cases x ON x.key = r.case_key
             WHERE m.account = ?1 AND x.closed_at IS NULL",
        )?;
        Ok(statement.query_row([account.0], |row| row.get(0))?)
    }

    /// When this account reported last.
    pub(crate) fn last_reported(
        &self,
        account: AccountKey,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.prepare(
            "SELECT max(r.at) FROM memberships m JOIN reports r ON r.reporter = m.key
             WHERE m.account = ?1",
        )?;
        Ok(statement.query_row([account.0], |row| rows::optional_time(row, 0))?)
    }

    /// The open cases that one and the same person alone reported in this circle, in the
    /// order of the queue, if this case is one of them. Who it is does not leave this
    /// function.
    pub(crate) fn reported_by_the_same(
        &self,
        case: CaseKey,
        most: u16,
    ) -> Result<Vec<AlikeCase>, StoreError> {
        let mut statement = self.prepare(
            "SELECT x.id, x.subject FROM reports r
             JOIN cases o ON o.key = r.case_key AND o.reports = 1
             JOIN reports s ON s.reporter = r.reporter
             JOIN cases x ON x.key = s.case_key
             WHERE r.case_key = ?1 AND x.closed_at IS NULL AND x.kind = 'reported'
               AND x.reports = 1
             ORDER BY x.rank, x.opened_at, x.key LIMIT ?2",
        )?;
        let found = statement.query_map(params![case.0, most], alike_case)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// How many different people reported the subject of a case, in its words as of then or
    /// later; suspended accounts do not count.
    pub(crate) fn count_reporters(
        &self,
        case: CaseKey,
        since: Timestamp,
    ) -> Result<u16, StoreError> {
        let mut statement = self.prepare(
            "SELECT count(DISTINCT m.account)
             FROM reports r
             JOIN memberships m ON m.key = r.reporter
             JOIN accounts a ON a.key = m.account
             WHERE r.case_key = ?1 AND coalesce(r.words_at, r.at) >= ?2
               AND a.suspended_at IS NULL",
        )?;
        Ok(statement.query_row([case.0, since.0], |row| row.get(0))?)
    }

    /// Whom to tell that a case was handled, each with their own report; without those who
    /// were told before an earlier decision was undone.
    pub(crate) fn reporters_to_tell(
        &self,
        case: CaseKey,
    ) -> Result<Vec<(AccountKey, ReportId)>, StoreError> {
        let mut statement = self.prepare(
            "SELECT m.account, r.id FROM reports r JOIN memberships m ON m.key = r.reporter
             WHERE r.case_key = ?1 AND r.handled_at IS NULL",
        )?;
        let found = statement.query_map([case.0], |row| {
            Ok((AccountKey(row.get(0)?), rows::id(row, 1, ReportId::from_bytes)?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    pub(crate) fn add_report(&mut self, report: &NewReport<'_>) -> Result<(), StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO reports (id, case_key, reporter, reason, statement, at, words_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        statement.execute(params![
            report.id.as_bytes(),
            report.case.0,
            report.reporter.0,
            report.reason.as_str(),
            report.statement.map(Statement::as_str),
            report.at.0,
            report.words_at.0,
        ])?;
        Ok(())
    }

    /// Everyone who reported it is told now, or was before.
    pub(crate) fn set_handled(&mut self, case: CaseKey, now: Timestamp) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE reports SET handled_at = ?2 WHERE case_key = ?1 AND handled_at IS NULL",
        )?
        .execute([case.0, now.0])?;
        Ok(())
    }

    /// Somebody reports it again after they were told that it was handled: they will be
    /// told again.
    pub(crate) fn report_again(
        &mut self,
        report: ReportId,
        words_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE reports SET handled_at = NULL, words_at = ?2 WHERE id = ?1")?
            .execute(params![report.as_bytes(), words_at.0])?;
        Ok(())
    }
}
