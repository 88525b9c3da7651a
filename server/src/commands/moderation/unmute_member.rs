//! Ends a member's mute before its time. Moderators only.

use circles_protocol::requests::UnmuteMember;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::moderation::action;
use crate::domain::{ModeratorContext, Operation, Rejection, require};

pub(crate) async fn unmute_member(
    context: Context<'_>,
    request: UnmuteMember,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let operation = Operation::UnmuteMember;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let moderator = require(operation, membership)?;
            let context = ModeratorContext::of_moderator(actor, &moderator);
            let member = action::mutable_member(operation, tx, &context, request.member)?;
            if member.muted_until.is_none_or(|until| until <= now) {
                return Err(Rejection::not_found());
            }
            tx.unmute_member(member.key, now)?;
            action::notify_subject(tx, &context, member.account)?;
            let entry = NewAuditEntry::to_circle(AuditAction::MuteLifted, moderator.circle_id)
                .about(member.id.0);
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::Done)
        })
        .await
}
