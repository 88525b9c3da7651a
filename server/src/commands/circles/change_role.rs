//! Makes a member a moderator of their circle, or an ordinary member again. Coordinators
//! only.

use circles_protocol::requests::ChangeRole;
use circles_protocol::{AuditAction, EventPayload, Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::accounts::security::{RoleChange, renew_sessions};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::queue::tell_staff;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::store::Entry;

pub(crate) async fn change_role(
    context: Context<'_>,
    request: ChangeRole,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::ChangeRole, actor)?;
    store
        .write(move |tx| {
            let circle = tx.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            let member = target::present_member(tx, circle.key, request.member)?;
            if member.role == request.role {
                return Ok(Reply::Accepted { seq: None });
            }
            tx.set_role(member.key, request.role)?;
            // Their own clients learn what they may do now.
            tx.notify(member.account, Notice::CirclesChanged);
            let payload = EventPayload::MemberRoleChanged { member: member.id, role: request.role };
            let entry = Entry::MemberRoleChanged { member: member.key };
            let seq =
                circle_log::append_anonymous(tx, (circle.key, circle.id), now, entry, payload)?;
            tell_staff(tx, circle.key)?;
            renew_sessions(
                tx,
                member.account,
                Some(actor),
                RoleChange::role(request.role, circle.id),
            )?;
            let entry =
                NewAuditEntry::to_circle(AuditAction::RoleChanged, circle.id).about(member.id.0);
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
