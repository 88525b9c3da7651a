//! What both kinds of report share: joining the case that is open about the same
//! thing, or opening one. Who reports stays in the table of reports.

use circles_protocol::{CaseKind, Concern, MessageId, Reply, ReportId, Statement, Timestamp};
use uuid::Uuid;

use super::case;
use super::queue::{self, Opening};
use crate::domain::deciding::graver;
use crate::domain::{MemberKey, Position, Rejection, Standing};
use crate::store::{CaseKey, EvidenceFor, NewReport, Tx};

/// What is reported, and what is said of it.
pub(crate) struct Reported {
    pub(crate) subject: MemberKey,
    /// `None` where it is about the person.
    pub(crate) message: Option<(Position, MessageId)>,
    pub(crate) concern: Concern,
    pub(crate) statement: Option<Statement>,
}

pub(crate) fn report(
    tx: &mut Tx<'_>,
    reporter: &Standing,
    reported: &Reported,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let message = reported.message.map(|(_, id)| id);
    let open = tx.open_case_about(reported.subject, message)?;
    let case = match &open {
        Some(case) => case.key,
        None => open_case(tx, reporter, reported, now)?,
    };
    // The words may be others than those an earlier report found.
    if let Some((position, _)) = reported.message {
        tx.keep_message(EvidenceFor::Case(case), position, now)?;
    }
    if let Some(report) = tx.report_by(reporter.member, case)? {
        return Ok(Reply::Reported { report });
    }
    let id = ReportId(Uuid::new_v4());
    tx.add_report(&NewReport {
        id,
        case,
        reporter: reporter.member,
        concern: reported.concern,
        statement: reported.statement.as_ref(),
        at: now,
    })?;
    let before = open.as_ref().map_or(reported.concern, |case| case.concern);
    let gravest = graver(before, reported.concern);
    tx.join_case(case, gravest, queue::due(gravest, now))?;
    if let Some(case) = open {
        case::tell_of(tx, &case)?;
    }
    Ok(Reply::Reported { report: id })
}

fn open_case(
    tx: &mut Tx<'_>,
    reporter: &Standing,
    reported: &Reported,
    now: Timestamp,
) -> Result<CaseKey, Rejection> {
    let opening = Opening {
        circle: reporter.circle,
        kind: CaseKind::Reported,
        concern: reported.concern,
        subject: reported.subject,
        message: reported.message.map(|(_, id)| id),
        signs: &[],
    };
    queue::open_case(tx, opening, now)
}
