//! What both kinds of report share: who may report at all, joining the open case about
//! the same thing or opening one, and keeping the words. Who reported is stored only in
//! the table of reports.

use circles_protocol::{
    CaseKind, CircleId, MessageId, Reason, Refusal, RefusalCode, Reply, ReportId, Statement,
    Timestamp,
};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::commands::shared::moderation::queue::{self, Opening};
use crate::commands::shared::moderation::{case, review};
use crate::domain::deciding::graver;
use crate::domain::received::Recipient;
use crate::domain::{AccountKey, MemberKey, Operation, Position, Rejection, require_recipient};
use crate::limits::{OPEN_REPORTED_PER_ACCOUNT, REPORT_DAY_MS, REPORTABLE_DAYS, REPORTED_MESSAGES};
use crate::store::{CaseKey, CaseRow, EvidenceFor, NewReport, Tx, View};

/// What is reported, and what the reporter says about it.
pub(crate) struct ReportTarget {
    pub(crate) subject: MemberKey,
    pub(crate) about: About,
    pub(crate) reason: Reason,
    pub(crate) statement: Option<Statement>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum About {
    Person,
    Message(Position, MessageId),
}

impl About {
    const fn message(self) -> Option<MessageId> {
        match self {
            Self::Person => None,
            Self::Message(_, id) => Some(id),
        }
    }
}

/// What ended before then can no longer be reported, nor is it listed for reporting.
pub(crate) const fn reportable_since(now: Timestamp) -> Timestamp {
    now.plus_ms(-REPORTABLE_DAYS * DAY_MS)
}

/// # Errors
/// `not_found` for somebody who received nothing there, or did so too long ago.
pub(crate) fn recipient(
    operation: Operation,
    view: &View<'_>,
    account: AccountKey,
    circle: CircleId,
    now: Timestamp,
) -> Result<Recipient, Rejection> {
    require_recipient(operation, view.recipient(circle, account, reportable_since(now))?)
}

pub(crate) fn report(
    tx: &mut Tx<'_>,
    reporter: &Recipient,
    reported: &ReportTarget,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let open = tx.open_case_about(reported.subject, reported.about.message())?;
    let case = match &open {
        Some(case) => case.key,
        None => {
            require_room(tx, reporter, now)?;
            create_case(tx, reporter, reported, now)?
        }
    };
    keep_words(tx, reporter, reported, case, now)?;
    let words_at = match reported.about {
        About::Message(position, _) => reporter.saw_words_until(position.seq(), now).unwrap_or(now),
        About::Person => now,
    };
    if let Some(report) = tx.report_by(reporter.member, case)? {
        // If the case was reopened, they may have been told of the first decision.
        tx.report_again(report, words_at)?;
        fold_reported(tx, reporter, open.as_ref(), now)?;
        return Ok(Reply::Reported { report });
    }
    let id = ReportId(Uuid::new_v4());
    tx.add_report(&NewReport {
        id,
        case,
        reporter: reporter.member,
        reason: reported.reason,
        statement: reported.statement.as_ref(),
        at: now,
        words_at,
    })?;
    let before = open.as_ref().map_or(reported.reason, |case| case.reason);
    let gravest = graver(before, reported.reason);
    tx.join_case(case, gravest, queue::due(gravest, now))?;
    if let Some(case) = &open {
        case::notify_deciders(tx, case)?;
    }
    fold_reported(tx, reporter, open.as_ref(), now)?;
    Ok(Reply::Reported { report: id })
}

/// A case that was open already gets one more report, or a new one about words that were
/// changed.
fn fold_reported(
    tx: &mut Tx<'_>,
    reporter: &Recipient,
    open: Option<&CaseRow>,
    now: Timestamp,
) -> Result<(), Rejection> {
    match open.and_then(|case| Some((case, case.message?))) {
        Some(about) => review::fold_if_reported_enough(tx, reporter, about, now),
        None => Ok(()),
    }
}

/// What others have reported already can be joined at any time. Somebody who alone keeps
/// the deciders busy gets only one more case opened a day.
fn require_room(tx: &Tx<'_>, reporter: &Recipient, now: Timestamp) -> Result<(), Rejection> {
    let account = tx.account_of(reporter.member)?;
    if tx.count_open_reported(account)? < OPEN_REPORTED_PER_ACCOUNT {
        return Ok(());
    }
    let next = tx.last_reported(account)?.map_or(now, |last| last.plus_ms(REPORT_DAY_MS));
    if next <= now {
        return Ok(());
    }
    let sentence = "Many of your reports are still being looked at. You can make one more a \
                    day until then. If somebody is in danger now, press Help: the numbers \
                    there answer at once.";
    let wait = u32::try_from(next.0 - now.0).unwrap_or(u32::MAX);
    Err(Rejection(Refusal::new(RefusalCode::LimitReached, sentence).retry_after_ms(wait)))
}

/// The words may differ from those an earlier report found. Words that were changed after
/// it had ended for the reporter never reached them, and are no evidence. Nobody who
/// decides about a private conversation was in it: there a person is reported together
/// with what they wrote.
fn keep_words(
    tx: &mut Tx<'_>,
    reporter: &Recipient,
    reported: &ReportTarget,
    case: CaseKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    let positions = match reported.about {
        About::Message(position, _) => vec![position],
        About::Person if reporter.direct => {
            tx.last_received_of(reporter, reported.subject, REPORTED_MESSAGES)?
        }
        About::Person => Vec::new(),
    };
    for position in positions {
        let received = reporter.saw_words_until(position.seq(), now);
        if tx.edited_at(position)? <= received {
            tx.keep_message(EvidenceFor::Case(case), position, now)?;
        }
    }
    Ok(())
}

fn create_case(
    tx: &mut Tx<'_>,
    reporter: &Recipient,
    reported: &ReportTarget,
    now: Timestamp,
) -> Result<CaseKey, Rejection> {
    let opening = Opening {
        circle: reporter.circle,
        kind: CaseKind::Reported,
        reason: reported.reason,
        subject: reported.subject,
        message: reported.about.message(),
        signals: &[],
    };
    queue::create_case(tx, opening, now)
}
