//! The newest invites and their state. Coordinators only.

use circles_protocol::requests::ListInvites;
use circles_protocol::{InviteView, Reply};

use crate::commands::Context;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::limits::INVITES_SHOWN;

pub(crate) async fn list_invites(context: Context<'_>, _: ListInvites) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::ListInvites, actor)?;
    let rows = store.read(|view| Ok(view.newest_invites(INVITES_SHOWN)?)).await?;
    let invites = rows.into_iter().map(|row| InviteView {
        id: row.id,
        circle: row.circle.map(|circle| circle.id),
        role: row.role,
        label: row.label,
        created_at: row.created_at,
        expires_at: row.status.expires_at,
        state: row.status.state(now),
    });
    Ok(Reply::Invites { invites: invites.collect() })
}
