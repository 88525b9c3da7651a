//! Answers a request for help: the first of those who are paged does, and the
//! private line with whoever asked opens. Whoever comes second is told so.

use circles_protocol::requests::AcknowledgeHelp;
use circles_protocol::{AuditAct, CircleId, RefusalCode, Reply, Timestamp};

use super::note_down::{Deed, note_down};
use super::suspend_account::require_not_suspended;
use super::{line, paging};
use crate::domain::{Actor, CircleKey, Operation, Rejection, require_party};
use crate::store::{HelpRow, Store, Tx};

pub(crate) async fn acknowledge_help(
    store: &Store,
    actor: Actor,
    request: AcknowledgeHelp,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let help = tx.help(request.help)?.ok_or_else(Rejection::not_found)?;
            let paged = tx.paged_at(help.key, actor.account)?.is_some();
            require_party(Operation::AcknowledgeHelp, paged)?;
            require_not_suspended(tx, actor)?;
            if help.ended {
                return Err(handled("This request for help has ended."));
            }
            match help.fate().responder {
                Some(responder) if responder == actor.account => {
                    return Ok(Reply::HelpYours { line: help.line });
                }
                Some(_) => return Err(handled("Somebody is replying already. Thank you.")),
                None => {}
            }
            let line = open_line(tx, &help, actor, now)?;
            tx.acknowledge_help(help.key, actor.account, line.map(|(key, _)| key), now)?;
            paging::end_later(tx, help.key, now)?;
            paging::tell_all(tx, help.key)?;
            let act = AuditAct::HelpAcknowledged;
            note_down(tx, actor, now, Deed::for_centre(act).about(help.id.0))?;
            Ok(Reply::HelpYours { line: line.map(|(_, id)| id) })
        })
        .await
}

fn handled(sentence: &str) -> Rejection {
    Rejection::new(RefusalCode::AlreadyHandled, sentence)
}

/// Somebody answers, whether or not a line can be opened; only what the store
/// can't do stops it.
fn open_line(
    tx: &mut Tx<'_>,
    help: &HelpRow,
    actor: Actor,
    now: Timestamp,
) -> Result<Option<(CircleKey, CircleId)>, Rejection> {
    match line::open_for_help(tx, help.account, actor.account, now) {
        Ok(line) => Ok(Some(line)),
        Err(failed)
            if matches!(failed.0.code, RefusalCode::Unavailable | RefusalCode::Internal) =>
        {
            Err(failed)
        }
        Err(_) => Ok(None),
    }
}
