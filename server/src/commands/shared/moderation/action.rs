//! What all actions about a member share: who may be the target, recording it, and
//! telling them privately.

use circles_protocol::{
    ActionId, ActionKind, DecisionKind, EventPayload, MemberId, MessageId, MuteDuration, Notice,
    Reason, RefusalCode, Timestamp,
};
use uuid::Uuid;

use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::case;
use crate::commands::shared::moderation::decision::Ending;
use crate::domain::permission::{require_about_by, require_about_context};
use crate::domain::review::Review;
use crate::domain::{AccountKey, MemberKey, ModeratorContext, Operation, Position, Rejection};
use crate::store::{ActionKey, CircleRow, Entry, MembershipRow, NewAction, Tx, View};

/// What is done about a member, and why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Action {
    pub(crate) kind: ActionKind,
    pub(crate) reason: Reason,
    pub(crate) at: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

/// A member who may be muted: present, not the actor, not staff.
pub(crate) fn mutable_member(
    operation: Operation,
    view: &View<'_>,
    context: &ModeratorContext,
    member: MemberId,
) -> Result<MembershipRow, Rejection> {
    let member = target::present_member(view, context.circle, member)?;
    let because = |sentence| Rejection::new(RefusalCode::NotAllowed, sentence);
    require_about_by(operation, context.moderator, true, member.key)
        .map_err(|_| because("You can't mute yourself."))?;
    let account = view.account(member.account)?.ok_or_else(Rejection::not_found)?;
    require_about_context(operation, account.coordinator)
        .map_err(|_| because("A coordinator can't be muted. Please talk to the centre."))?;
    Ok(member)
}

/// The end of a mute that begins now; `already_muted` if one is in force.
pub(crate) fn end_of_mute(
    member: &MembershipRow,
    duration: MuteDuration,
    now: Timestamp,
) -> Result<Timestamp, Rejection> {
    if member.muted_until.is_some_and(|until| until > now) {
        return Err(already_muted());
    }
    Ok(now.plus_ms(duration.ms()))
}

pub(crate) fn already_muted() -> Rejection {
    Rejection::new(RefusalCode::AlreadyMuted, "That is muted already.")
}

/// Records the action and returns its key for the messages it hides.
pub(crate) fn record_action(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    subject: MemberKey,
    action: Action,
) -> Result<(ActionId, ActionKey), Rejection> {
    let id = ActionId(Uuid::new_v4());
    let new = NewAction {
        id,
        circle: context.circle,
        kind: action.kind,
        subject,
        moderator: context.moderator,
        // The centre has no member whose name could be recorded.
        acting_account: context.moderator.is_none().then_some(context.actor.account),
        reason: action.reason,
        at: action.at,
        until: action.until,
    };
    Ok((id, tx.record_action(&new)?))
}

/// Whose messages an action mutes, and how it resolves the cases about them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Muting {
    pub(crate) action: ActionKey,
    pub(crate) author: MemberKey,
    pub(crate) kind: DecisionKind,
    pub(crate) reason: Reason,
    pub(crate) duration: Option<MuteDuration>,
}

/// Mutes messages for everyone but their author, each with its own event. This closes the
/// cases about them, and whoever mutes them has reviewed them.
pub(crate) fn mute(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    muting: Muting,
    messages: &[(Position, MessageId)],
    now: Timestamp,
) -> Result<(), Rejection> {
    let Muting { action, author, kind, reason, duration } = muting;
    for (message, id) in messages {
        tx.mute_message(*message, action)?;
        let entry = Entry::MessageMuted { message: *message };
        let payload = EventPayload::MessageMuted { message: *id };
        circle_log::append_anonymous(tx, (context.circle, context.circle_id), now, entry, payload)?;
    }
    let muted = u32::try_from(messages.len()).map_err(|_| Rejection::internal())?;
    let ending = Ending {
        reason: Some(reason),
        action: Some(action),
        duration,
        messages: muted,
        ..Ending::of(kind)
    };
    case::close_cases_about(tx, context, author, &ending, messages, now)?;
    for (message, _) in messages {
        tx.set_review(*message, Review::Done)?;
    }
    Ok(())
}

/// The part of an action that still stood when it was undone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Overturned {
    /// Messages that the circle can see again.
    pub(crate) messages: u32,
    pub(crate) mute_lifted: bool,
}

/// Undoes an action as a whole: the messages it hides are shown, each with its own event,
/// and its mute of the member ends. Whatever it no longer hides or does stays as it is.
pub(crate) fn take_back(
    tx: &mut Tx<'_>,
    circle: &CircleRow,
    (action, subject): (ActionKey, MemberKey),
    now: Timestamp,
) -> Result<Overturned, Rejection> {
    let mut messages = 0;
    for message in tx.muted_messages(action)? {
        tx.unmute_message(message, now)?;
        let shown = tx.message_at(message, subject)?.ok_or_else(Rejection::internal)?;
        messages += u32::from(!shown.deleted);
        let payload = EventPayload::MessageUnmuted { message: shown };
        circle_log::append_anonymous(
            tx,
            (circle.key, circle.id),
            now,
            Entry::MessageUnmuted { message },
            payload,
        )?;
    }
    let mute_lifted = tx.end_action(action, subject, now)?;
    Ok(Overturned { messages, mute_lifted })
}

/// Tells a member, and nobody else, that something was done about them.
pub(crate) fn notify_subject(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    account: AccountKey,
) -> Result<(), Rejection> {
    let membership = tx.membership(context.circle_id, account)?;
    // Members who left learn of it from their own list of actions.
    if let Some(membership) = membership {
        let (circle, muted_until) = (membership.circle_id, membership.muted_until);
        tx.notify(account, Notice::ActionAboutYou { circle, muted_until });
    }
    Ok(())
}
