//! Recovery links that matter now: those that can be used, those whose accounts are partly
//! closed, and those that their holders have stopped. Coordinators only.

use circles_protocol::requests::ListRecoveryLinks;
use circles_protocol::{RecoveryLinkState, RecoveryLinkView, Reply};

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::limits::{RECOVERY_LINKS_SHOWN, STOPPED_LINKS_SHOWN_DAYS};
use crate::store::{RecoveryLinkRow, View};

pub(crate) async fn list_recovery_links(
    context: Context<'_>,
    _: ListRecoveryLinks,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::ListRecoveryLinks, actor)?;
    store
        .read(move |view| {
            let since = now.plus_ms(-STOPPED_LINKS_SHOWN_DAYS * DAY_MS);
            let rows = view.recovery_links(now, since, RECOVERY_LINKS_SHOWN)?;
            let links =
                rows.into_iter().map(|row| shown(view, actor, row)).collect::<Result<_, _>>();
            Ok(Reply::RecoveryLinks { links: links? })
        })
        .await
}

fn shown(
    view: &View<'_>,
    actor: Actor,
    row: RecoveryLinkRow,
) -> Result<RecoveryLinkView, Rejection> {
    let (state, until) = match (row.closed_until, row.stopped_at) {
        (Some(closed_until), _) => (RecoveryLinkState::Used, closed_until),
        (None, Some(stopped_at)) => (RecoveryLinkState::Stopped, stopped_at),
        (None, None) => (RecoveryLinkState::Open, row.expires_at),
    };
    Ok(RecoveryLinkView {
        id: row.id,
        person: view.person(row.account, actor.account)?,
        state,
        made_at: row.made_at,
        until,
        own: row.maker == Some(actor.account),
    })
}
