//! Gives a case to another decider, or back to all. Nobody can take it from somebody else
//! who has claimed it.

use circles_protocol::requests::HandOverCase;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::case::{self, Decidable};
use crate::domain::deadlines::claim_end;
use crate::domain::deciding::may_decide;
use crate::domain::{Operation, Rejection};

pub(crate) async fn hand_over_case(
    context: Context<'_>,
    request: HandOverCase,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let Decidable { case, people } =
                case::free(Operation::HandOverCase, tx, actor, request.case, now)?;
            let claim = match request.to {
                Some(member) => {
                    let other = target::present_member(tx, case.circle, member)?.account;
                    if !may_decide(&people, case.decision_subject(), other) {
                        return Err(Rejection::not_found());
                    }
                    Some((other, claim_end(case.due_at, now)))
                }
                None => None,
            };
            tx.claim_case(case.key, claim)?;
            let entry = NewAuditEntry::to_circle(AuditAction::CaseHandedOver, case.circle_id)
                .about(case.id.0);
            audit::append(tx, actor, now, entry)?;
            case::notify_deciders(tx, &case)?;
            Ok(Reply::Done)
        })
        .await
}
