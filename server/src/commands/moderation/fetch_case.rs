//! Shows the words a case is about to somebody who may decide it, or could have: a
//! decision can be reviewed later. Each page that is opened goes into the audit.

use circles_protocol::requests::FetchCase;
use circles_protocol::{ActionView, AuditAction, Evidence, OpenedCase, Reply, ReportGiven};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::moderation::case::{self, Decidable};
use crate::domain::wire_size::bytes_of;
use crate::domain::{MemberKey, Operation, PageBudget, Portion, Rejection};
use crate::limits::{CASE_ACTIONS_SHOWN, CASE_REPORTS_SHOWN, EVIDENCE_PAGE};
use crate::store::{CaseKey, EvidenceFor, StoreError, View};

pub(crate) async fn fetch_case(
    context: Context<'_>,
    request: FetchCase,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let Decidable { case, people } =
                case::decidable(Operation::FetchCase, tx, actor, request.case)?;
            let kept = kept(tx, Some(case.key), case.subject, request.skip)?;
            let entry =
                NewAuditEntry::to_circle(AuditAction::CaseOpened, case.circle_id).about(case.id.0);
            audit::append(tx, actor, now, entry)?;
            let case = case::shown(tx, actor, case, &people, now)?;
            let Kept { evidence, has_more, reports, actions } = kept;
            let opened = OpenedCase { case, evidence, has_more, reports, actions };
            Ok(Reply::Case { opened: Box::new(opened) })
        })
        .await
}

/// What is stored about a case and the person it is about: a page of the copies and, with
/// the first page, what the reports said and what was done before.
pub(crate) struct Kept {
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) has_more: bool,
    pub(crate) reports: Vec<ReportGiven>,
    pub(crate) actions: Vec<ActionView>,
}

pub(crate) fn kept(
    view: &View<'_>,
    case: Option<CaseKey>,
    subject: MemberKey,
    skip: u32,
) -> Result<Kept, StoreError> {
    let (mut reports, mut actions) = (Vec::new(), Vec::new());
    if skip == 0 {
        actions = view.actions_on(subject, CASE_ACTIONS_SHOWN)?;
        if let Some(case) = case {
            reports = view.reports_of(case, CASE_REPORTS_SHOWN)?;
        }
    }
    let beside = bytes_of(&reports) + bytes_of(&actions);
    let page = match case {
        Some(case) => {
            let budget = PageBudget::page(EVIDENCE_PAGE).beside(beside);
            view.evidence_for(EvidenceFor::Case(case), skip, budget)?
        }
        None => Portion { items: Vec::new(), has_more: false },
    };
    Ok(Kept { evidence: page.items, has_more: page.has_more, reports, actions })
}
