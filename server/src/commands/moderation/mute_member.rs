//! Keeps a member from posting for a while. They are told privately; it ends by
//! itself. Moderators only.

use circles_protocol::requests::MuteMember;
use circles_protocol::{
    ActionId, ActionKind, AuditAction, Concern, MemberId, MuteDuration, Reply, Timestamp,
};

use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::once::once;
use crate::commands::shared::moderation::action::{self, Action};
use crate::domain::{Actor, ModeratorContext, Operation, Rejection, require};
use crate::store::{ActionKey, Store, Tx};

pub(crate) async fn mute_member(
    store: &Store,
    actor: Actor,
    request: MuteMember,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let answer = |made| Reply::ActionTaken { action: ActionId(made) };
            once(tx, actor.account, now, answer, |tx| {
                let membership = tx.membership(request.circle, actor.account)?;
                let moderator = require(Operation::MuteMember, membership)?;
                let context = ModeratorContext::of_moderator(actor, &moderator);
                let MuteMember { member, duration, reason, .. } = request;
                let (action, _) = silence(tx, &context, member, duration, reason, now)?;
                Ok(action.0)
            })
        })
        .await
}

/// Mutes the member, however it was decided.
pub(crate) fn silence(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    member: MemberId,
    duration: MuteDuration,
    reason: Concern,
    now: Timestamp,
) -> Result<(ActionId, ActionKey), Rejection> {
    let member = action::mutable_member(Operation::MuteMember, tx, context, member)?;
    let until = action::end_of_mute(&member, duration, now)?;
    let action = Action { kind: ActionKind::MemberMute, reason, at: now, until: Some(until) };
    let recorded = action::record_action(tx, context, member.key, action)?;
    tx.set_muted_until(member.key, until)?;
    action::tell(tx, context, member.account)?;
    let entry = NewAuditEntry::to_circle(AuditAction::MemberMuted, context.circle_id);
    audit::append(tx, context.actor, now, entry.about(member.id.0).because(reason))?;
    Ok(recorded)
}
