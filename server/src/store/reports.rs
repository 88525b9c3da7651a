//! Who reported what. The reporter is asked for in here only: to find their own
//! reports, and whom to tell that one was handled.

use circles_protocol::{
    CircleId, Concern, OwnReport, ReportGiven, ReportId, Statement, Timestamp, Word as _,
};
use rusqlite::{OptionalExtension as _, params};

use super::{CaseKey, StoreError, Tx, View, rows};
use crate::domain::{AccountKey, MemberKey};

/// A report about to be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewReport<'a> {
    pub(crate) id: ReportId,
    pub(crate) case: CaseKey,
    pub(crate) reporter: MemberKey,
    pub(crate) concern: Concern,
    pub(crate) statement: Option<&'a Statement>,
    pub(crate) at: Timestamp,
}

impl View<'_> {
    /// What this member reported of this case before.
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
            "SELECT r.id, c.id, r.concern, r.at, x.closed_at
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
                concern: rows::word(row, 2)?,
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
            "SELECT concern, statement, at FROM reports WHERE case_key = ?1 ORDER BY key LIMIT ?2",
        )?;
        let found = statement.query_map(params![case.0, most], |row| {
            Ok(ReportGiven {
                concern: rows::word(row, 0)?,
                statement: row.get::<_, Option<String>>(1)?.map(Statement::from_stored),
                at: Timestamp(row.get(2)?),
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Whom to tell that a case was handled, each with their own report.
    pub(crate) fn reporters_of(
        &self,
        case: CaseKey,
    ) -> Result<Vec<(AccountKey, ReportId)>, StoreError> {
        let mut statement = self.prepare(
            "SELECT m.account, r.id FROM reports r JOIN memberships m ON m.key = r.reporter
             WHERE r.case_key = ?1",
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
            "INSERT INTO reports (id, case_key, reporter, concern, statement, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        statement.execute(params![
            report.id.as_bytes(),
            report.case.0,
            report.reporter.0,
            report.concern.as_str(),
            report.statement.map(Statement::as_str),
            report.at.0,
        ])?;
        Ok(())
    }
}
