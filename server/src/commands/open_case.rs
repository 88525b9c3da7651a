//! Shows the words a case is about to somebody who may decide it. Looking goes
//! into the audit.

use circles_protocol::requests::OpenCase;
use circles_protocol::{AuditAct, OpenedCase, Reply, Timestamp};

use super::case::{self, Decidable};
use super::note_down::{Deed, note_down};
use crate::domain::{Actor, Operation, Rejection};
use crate::limits::{CASE_ACTS_SHOWN, CASE_EVIDENCE_SHOWN, CASE_REPORTS_SHOWN};
use crate::store::{EvidenceFor, Store};

pub(crate) async fn open_case(
    store: &Store,
    actor: Actor,
    request: OpenCase,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let Decidable { case, people } =
                case::open(Operation::OpenCase, tx, actor, request.case)?;
            let evidence = tx.evidence_for(EvidenceFor::Case(case.key), CASE_EVIDENCE_SHOWN)?;
            let reports = tx.reports_of(case.key, CASE_REPORTS_SHOWN)?;
            let acts = tx.acts_on(case.subject, CASE_ACTS_SHOWN)?;
            let deed = Deed::to_circle(AuditAct::CaseOpened, case.circle_id).about(case.id.0);
            note_down(tx, actor, now, deed)?;
            let case = case::shown(tx, actor, case, &people, now)?;
            Ok(Reply::Case { opened: OpenedCase { case, evidence, reports, acts } })
        })
        .await
}
