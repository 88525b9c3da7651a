//! Mutes a member and all of their messages of the last day, in one action, and
//! keeps a copy of each. Moderators only.

use circles_protocol::requests::MuteEverything;
use circles_protocol::{
    ActionId, ActionKind, AuditAction, Concern, DecisionKind, MemberId, MuteDuration, Reply,
    Timestamp,
};

use crate::clock::DAY_MS;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::once::once;
use crate::commands::shared::moderation::action::{self, Action, Muting};
use crate::domain::{Actor, ModeratorContext, Operation, Rejection, require};
use crate::store::{ActionKey, EvidenceFor, Store, Tx};

pub(crate) async fn mute_everything(
    store: &Store,
    actor: Actor,
    request: MuteEverything,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let answer = |made| Reply::ActionTaken { action: ActionId(made) };
            once(tx, actor.account, now, answer, |tx| {
                let membership = tx.membership(request.circle, actor.account)?;
                let moderator = require(Operation::MuteEverything, membership)?;
                let context = ModeratorContext::of_moderator(actor, &moderator);
                let MuteEverything { member, duration, reason, .. } = request;
                let (action, _) = silence_wholly(tx, &context, member, duration, reason, now)?;
                Ok(action.0)
            })
        })
        .await
}

/// Mutes the member and their messages, however it was decided. The whole day is covered,
/// even for a moderator who joined during it.
pub(crate) fn silence_wholly(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    member: MemberId,
    duration: MuteDuration,
    reason: Concern,
    now: Timestamp,
) -> Result<(ActionId, ActionKey), Rejection> {
    let member = action::mutable_member(Operation::MuteEverything, tx, context, member)?;
    let since = now.plus_ms(-DAY_MS);
    let from = tx.place_at(context.circle, since)?;
    let messages = tx.unmuted_messages_of(member.key, from, since)?;
    let until = match action::end_of_mute(&member, duration, now) {
        Ok(until) => Some(until),
        Err(refused) if messages.is_empty() => return Err(refused),
        // The member is muted already, and has messages that are not.
        Err(_) => Some(now.plus_ms(duration.ms())),
    };
    let action = Action { kind: ActionKind::MassMute, reason, at: now, until };
    let (id, key) = action::record_action(tx, context, member.key, action)?;
    // The later end applies. Each action keeps its own end, so that one can be undone
    // without the other, and none lasts longer than one moderator may decide.
    if let Some(until) = until.max(member.muted_until) {
        tx.set_muted_until(member.key, until)?;
    }
    for (message, _) in &messages {
        tx.keep_message(EvidenceFor::Action(key), *message, now)?;
    }
    let (author, kind) = (member.key, DecisionKind::MuteEverything);
    let hiding = Muting { action: key, author, kind, reason, duration: Some(duration) };
    action::mute(tx, context, hiding, &messages, now)?;
    action::tell(tx, context, member.account)?;
    let entry = NewAuditEntry::to_circle(AuditAction::MassMuted, context.circle_id);
    audit::append(tx, context.actor, now, entry.about(member.id.0).because(reason))?;
    Ok((id, key))
}
