//! Makes a member a moderator of their circle, or a member again. Coordinators
//! only.

use circles_protocol::requests::ChangeRole;
use circles_protocol::{AuditAct, Happening, Notice, Reply, Timestamp};

use super::note_down::{Deed, note_down};
use super::queue::tell_office;
use super::{record, target};
use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::{Entry, Store};

pub(crate) async fn change_role(
    store: &Store,
    actor: Actor,
    request: ChangeRole,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ChangeRole, actor)?;
    store
        .write(move |tx| {
            let circle = tx.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            let member = target::present_member(tx, circle.key, request.member)?;
            if member.role == request.role {
                return Ok(Reply::Accepted { seq: None });
            }
            tx.set_role(member.key, request.role)?;
            // Their own screens learn what they may do now.
            tx.notify(member.account, Notice::CirclesChanged);
            let happening = Happening::MemberRoleChanged { member: member.id, role: request.role };
            let entry = Entry::MemberRoleChanged { member: member.key };
            let seq = record::by_centre(tx, &circle, now, entry, happening)?;
            tell_office(tx, circle.key)?;
            let deed = Deed::to_circle(AuditAct::RoleChanged, circle.id).about(member.id.0);
            note_down(tx, actor, now, deed)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
