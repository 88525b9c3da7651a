//! Muting messages and members, whichever way it was decided: by a moderator at once, in a
//! case, or by a second person. Part of several commands, inside their transaction.

use circles_protocol::{
    ActionId, ActionKind, AuditAction, DecisionKind, MemberId, MessageId, MuteDuration, Reason,
    Timestamp,
};

use crate::clock::DAY_MS;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::moderation::action::{self, Action, Muting};
use crate::domain::{MemberKey, ModeratorContext, Operation, Position, Rejection};
use crate::store::{ActionKey, EvidenceFor, Tx};

/// Mutes messages of this author.
pub(crate) fn mute_messages(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    author: MemberKey,
    messages: &[(Position, MessageId)],
    reason: Reason,
    now: Timestamp,
) -> Result<(ActionId, ActionKey), Rejection> {
    let action = Action { kind: ActionKind::MessageMute, reason, at: now, until: None };
    let (id, key) = action::record_action(tx, context, author, action)?;
    let kind = DecisionKind::MuteMessage;
    let hiding = Muting { action: key, author, kind, reason, duration: None };
    action::mute(tx, context, hiding, messages, now)?;
    let account = tx.account_of(author)?;
    action::notify_subject(tx, context, account)?;
    let entry = NewAuditEntry::to_circle(AuditAction::MessageMuted, context.circle_id);
    for (_, message) in messages {
        audit::append(tx, context.actor, now, entry.about(message.0).because(reason))?;
    }
    Ok((id, key))
}

/// Mutes the member.
pub(crate) fn mute_member(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    member: MemberId,
    duration: MuteDuration,
    reason: Reason,
    now: Timestamp,
) -> Result<(ActionId, ActionKey), Rejection> {
    let member = action::mutable_member(Operation::MuteMember, tx, context, member)?;
    let until = action::end_of_mute(&member, duration, now)?;
    let action = Action { kind: ActionKind::MemberMute, reason, at: now, until: Some(until) };
    let recorded = action::record_action(tx, context, member.key, action)?;
    tx.set_muted_until(member.key, until)?;
    action::notify_subject(tx, context, member.account)?;
    let entry = NewAuditEntry::to_circle(AuditAction::MemberMuted, context.circle_id);
    audit::append(tx, context.actor, now, entry.about(member.id.0).because(reason))?;
    Ok(recorded)
}

/// Mutes the member and their messages. The whole day is covered,
/// even for a moderator who joined during it.
pub(crate) fn mass_mute(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    member: MemberId,
    duration: MuteDuration,
    reason: Reason,
    now: Timestamp,
) -> Result<(ActionId, ActionKey), Rejection> {
    let member = action::mutable_member(Operation::MassMute, tx, context, member)?;
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
    let (author, kind) = (member.key, DecisionKind::MassMute);
    let hiding = Muting { action: key, author, kind, reason, duration: Some(duration) };
    action::mute(tx, context, hiding, &messages, now)?;
    action::notify_subject(tx, context, member.account)?;
    let entry = NewAuditEntry::to_circle(AuditAction::MassMuted, context.circle_id);
    audit::append(tx, context.actor, now, entry.about(member.id.0).because(reason))?;
    Ok((id, key))
}
