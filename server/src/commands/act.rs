//! What all acts about a member share: who may be acted on, recording it, and
//! telling them privately.

use circles_protocol::{
    ActId, ActKind, Concern, Happening, MemberId, MessageId, MuteDuration, Notice, RefusalCode,
    Timestamp,
};
use uuid::Uuid;

use super::{case, record, target};
use crate::domain::permission::{require_about_by, require_about_office};
use crate::domain::{AccountKey, MemberKey, Office, Operation, Position, Rejection};
use crate::store::{ActKey, Entry, MembershipRow, NewAct, Tx, View};

/// What is done about a member, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act {
    pub(super) kind: ActKind,
    pub(super) reason: Concern,
    pub(super) at: Timestamp,
    pub(super) until: Option<Timestamp>,
}

/// Somebody who may be muted: present, not themselves, not staff.
pub(super) fn mutable_member(
    operation: Operation,
    view: &View<'_>,
    office: &Office,
    member: MemberId,
) -> Result<MembershipRow, Rejection> {
    let member = target::present_member(view, office.circle, member)?;
    let because = |sentence| Rejection::new(RefusalCode::NotAllowed, sentence);
    require_about_by(operation, office.moderator, true, member.key)
        .map_err(|_| because("You can't mute yourself."))?;
    let account = view.account(member.account)?.ok_or_else(Rejection::not_found)?;
    require_about_office(operation, account.coordinator)
        .map_err(|_| because("A coordinator can't be muted. Please talk to the centre."))?;
    Ok(member)
}

/// The end of a mute that begins now; `already_muted` where one is in force.
pub(super) fn end_of_mute(
    member: &MembershipRow,
    duration: MuteDuration,
    now: Timestamp,
) -> Result<Timestamp, Rejection> {
    if member.muted_until.is_some_and(|until| until > now) {
        return Err(already_muted());
    }
    Ok(now.plus_ms(duration.ms()))
}

pub(super) fn already_muted() -> Rejection {
    Rejection::new(RefusalCode::AlreadyMuted, "That is muted already.")
}

/// Writes the act down and gives its key for what it hides.
pub(super) fn record_act(
    tx: &mut Tx<'_>,
    office: &Office,
    subject: MemberKey,
    act: Act,
) -> Result<(ActId, ActKey), Rejection> {
    let id = ActId(Uuid::new_v4());
    let new = NewAct {
        id,
        circle: office.circle,
        kind: act.kind,
        subject,
        moderator: office.moderator,
        // The centre has no member to be named by.
        party: office.moderator.is_none().then_some(office.actor.account),
        reason: act.reason,
        at: act.at,
        until: act.until,
    };
    Ok((id, tx.record_act(&new)?))
}

/// Hides messages from everyone but their author, each with its own event. The
/// cases about them are closed by it.
pub(super) fn hide(
    tx: &mut Tx<'_>,
    office: &Office,
    (act, author): (ActKey, MemberKey),
    messages: &[(Position, MessageId)],
    now: Timestamp,
) -> Result<(), Rejection> {
    for (message, id) in messages {
        tx.hide_message(*message, act)?;
        let entry = Entry::MessageMuted { message: *message };
        let happening = Happening::MessageMuted { message: *id };
        record::by_office(tx, office, now, entry, happening)?;
    }
    case::settle(tx, office, (act, author), messages, now)
}

/// Tells a member, and nobody else, that something was done about them.
pub(super) fn tell(tx: &mut Tx<'_>, office: &Office, account: AccountKey) -> Result<(), Rejection> {
    let standing = tx.standing(office.circle_id, account)?;
    // Whoever left is told by their own list of acts.
    if let Some(standing) = standing {
        let (circle, muted_until) = (standing.circle_id, standing.muted_until);
        tx.notify(account, Notice::ActAboutYou { circle, muted_until });
    }
    Ok(())
}
