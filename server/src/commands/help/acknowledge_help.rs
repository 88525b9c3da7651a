//! Answers a request for help. The first of those alerted to do so opens a private
//! conversation with whoever asked. Anyone after them is told that it is taken.

use circles_protocol::requests::AcknowledgeHelp;
use circles_protocol::{AuditAction, RefusalCode, Reply};

use crate::commands::Context;
use crate::commands::accounts::suspend_account::require_not_suspended;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::direct::open_for_help;
use crate::commands::shared::help::alerting;
use crate::domain::counts::Count;
use crate::domain::{Operation, Rejection, require_participant};

pub(crate) async fn acknowledge_help(
    context: Context<'_>,
    request: AcknowledgeHelp,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let help = tx.help(request.help)?.ok_or_else(Rejection::not_found)?;
            let alerted = tx.alerted_at(help.key, actor.account)?.is_some()
                && alerting::may_see_alert(tx, &help, actor.account)?;
            require_participant(Operation::AcknowledgeHelp, alerted)?;
            require_not_suspended(tx, actor)?;
            if help.ended {
                return Err(handled("This request for help has ended."));
            }
            match (help.outcome().responder, help.direct) {
                (Some(responder), Some(direct)) if responder == actor.account => {
                    return Ok(Reply::HelpAcknowledged { direct });
                }
                (Some(_), _) => return Err(handled("Somebody is replying already. Thank you.")),
                (None, _) => {}
            }
            let (direct, id) = open_for_help(tx, help.account, actor.account, now)?;
            tx.acknowledge_help(help.key, actor.account, direct, now)?;
            tx.count(Count::HelpAcknowledged, now)?;
            alerting::end_later(tx, help.key, now)?;
            alerting::tell_all(tx, help.key)?;
            let action = AuditAction::HelpAcknowledged;
            audit::append(tx, actor, now, NewAuditEntry::for_centre(action).about(help.id.0))?;
            Ok(Reply::HelpAcknowledged { direct: id })
        })
        .await
}

fn handled(sentence: &str) -> Rejection {
    Rejection::new(RefusalCode::AlreadyHandled, sentence)
}
