//! How somebody is removed from a circle, and restored if that was wrong: part of several
//! commands, inside their transaction.

use circles_protocol::{
    ActionId, ActionKind, AuditAction, EventPayload, Notice, Reason, Role, Seq, Timestamp, limits,
};
use uuid::Uuid;

use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::circle_log;
use crate::commands::shared::direct;
use crate::commands::shared::moderation::held;
use crate::commands::shared::moderation::queue::tell_staff;
use crate::domain::{Actor, MemberKey, Rejection};
use crate::store::{AppealRow, CircleRow, Entry, MembershipRow, NewAction, Tx};

/// Who removes whom, and why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Removal<'a> {
    pub(crate) circle: &'a CircleRow,
    pub(crate) member: &'a MembershipRow,
    /// Whoever proposed it; `None` if the centre acts by itself.
    pub(crate) moderator: Option<MemberKey>,
    /// The reason as the member is told it.
    pub(crate) reason: Reason,
    /// The reason as it was given.
    pub(crate) given: Option<Reason>,
}

/// They receive nothing more from the circle from the next event on.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    actor: Actor,
    removal: Removal<'_>,
    now: Timestamp,
) -> Result<Seq, Rejection> {
    let Removal { circle, member, moderator, reason, given } = removal;
    held::withdraw_all(tx, member.key, now)?;
    tx.unsubscribe(circle.id, member.id);
    tx.notify(member.account, Notice::CirclesChanged);
    let payload = EventPayload::MemberRemoved { member: member.id };
    let entry = Entry::MemberRemoved { member: member.key };
    let seq = circle_log::append_anonymous(tx, (circle.key, circle.id), now, entry, payload)?;
    tx.end_membership(member.key, now, seq)?;
    if let Some(direct) = tx.direct(circle.key)? {
        direct::end(tx, &direct)?;
    }
    if member.role == Role::Moderator {
        tell_staff(tx, circle.key)?;
    }
    tx.record_action(&NewAction {
        id: ActionId(Uuid::new_v4()),
        circle: circle.key,
        kind: ActionKind::Removal,
        subject: member.key,
        moderator,
        acting_account: Some(actor.account),
        reason,
        at: now,
        until: None,
    })?;
    // The circle disappears from their screen; this tells them that there is a reason.
    tx.notify(member.account, Notice::ActionAboutYou { circle: circle.id, muted_until: None });
    let mut entry =
        NewAuditEntry::to_circle(AuditAction::MemberRemoved, circle.id).about(member.id.0);
    entry.reason = given;
    audit::append(tx, actor, now, entry)?;
    Ok(seq)
}

/// The member comes back with their earlier role, and sees what is posted from then on.
/// The place was theirs, so neither a full nor a closed circle keeps them out. Somebody
/// who has rejoined since, or left by themselves, stays where they are.
pub(crate) fn let_in_again(
    tx: &mut Tx<'_>,
    circle: &CircleRow,
    appeal: &AppealRow,
    now: Timestamp,
) -> Result<(), Rejection> {
    let (member, account) = (appeal.subject, appeal.subject_account);
    let seq = tx.head_seq(circle.key)?.next();
    if !tx.renew_membership(member, appeal.action.at, now, seq)? {
        return Ok(());
    }
    // With more circles than a client may name, it could not resume at all.
    if usize::from(tx.circles_of(account)?) > limits::CIRCLES_PER_ACCOUNT {
        let sentence = "They can't come in while they are in 50 other circles.";
        return Err(Rejection::limit_reached(sentence));
    }
    let membership = tx.membership(circle.id, account)?.ok_or_else(Rejection::internal)?;
    let payload = EventPayload::MemberJoined { member: tx.member_view(member)? };
    circle_log::append_as_member(tx, &membership, now, Entry::MemberJoined { member }, payload)?;
    tx.notify(account, Notice::CirclesChanged);
    Ok(())
}
