//! Claims a case, so that two people don't work on it at once. Claiming again restarts
//! the time.

use circles_protocol::requests::ClaimCase;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::idempotent::run_once;
use crate::commands::shared::moderation::case::{self, Decidable};
use crate::domain::deadlines::claim_end;
use crate::domain::{Operation, Rejection};

pub(crate) async fn claim_case(
    context: Context<'_>,
    request: ClaimCase,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            run_once(
                tx,
                actor.account,
                now,
                |_| Reply::Done,
                |tx| {
                    let Decidable { case, .. } =
                        case::free(Operation::ClaimCase, tx, actor, request.case, now)?;
                    let until = claim_end(case.due_at, now);
                    tx.claim_case(case.key, Some((actor.account, until)))?;
                    let entry = NewAuditEntry::to_circle(AuditAction::CaseClaimed, case.circle_id)
                        .about(case.id.0);
                    audit::append(tx, actor, now, entry)?;
                    case::notify_deciders(tx, &case)?;
                    Ok(case.id.0)
                },
            )
        })
        .await
}
