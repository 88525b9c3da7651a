//! The newest invites and their state. Coordinators only.

use circles_protocol::{InviteView, Reply, Timestamp};

use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::limits::INVITES_SHOWN;
use crate::store::Store;

pub(crate) async fn list_invites(
    store: &Store,
    actor: Actor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ListInvites, actor)?;
    let rows = store.read(|view| Ok(view.newest_invites(INVITES_SHOWN)?)).await?;
    let invites = rows.into_iter().map(|row| InviteView {
        id: row.id,
        circle: row.circle.map(|circle| circle.id),
        role: row.role,
        label: row.label,
        created_at: row.created_at,
        expires_at: row.fate.expires_at,
        state: row.fate.state(now),
    });
    Ok(Reply::Invites { invites: invites.collect() })
}
