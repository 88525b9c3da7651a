//! How a private conversation begins for the two people, and how it ends.
//! `domain/direct.rs` decides who may open one.

use circles_protocol::{
    Alias, CircleId, CircleName, DirectState, DirectView, EventPayload, MemberId, Notice, Role,
    Seq, Timestamp, limits,
};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::commands::shared::core::circle_log;
use crate::domain::direct::{DirectStatus, REQUEST_DAYS};
use crate::domain::{AccountKey, CircleKey, Membership, Rejection, TimerKind};
use crate::store::{DirectRow, Entry, Joining, Tx, View};

/// The name of every private conversation: nobody else may read who is in it.
const NAME: &str = "Private conversation";

/// The two people of a conversation, by the names under which they know each other.
#[derive(Debug, Clone)]
pub(crate) struct Participants {
    pub(crate) opener: (AccountKey, Alias),
    pub(crate) other: (AccountKey, Alias),
}

/// Opens the conversation in which somebody is helped. No rules, blocks or full lists
/// stand between somebody who asked for help and whoever answers.
pub(crate) fn open_for_help(
    tx: &mut Tx<'_>,
    asker: AccountKey,
    responder: AccountKey,
    now: Timestamp,
) -> Result<(CircleKey, CircleId), Rejection> {
    if let Some(open) = tx.direct_between(asker, responder)? {
        open_to_recovering(tx, open.0, [asker, responder])?;
        return Ok(open);
    }
    for account in [asker, responder] {
        if is_full(tx, account)?
            && let Some(direct) = tx.quietest_direct(account, true)?
        {
            leave(tx, &direct, account, now)?;
        }
    }
    let named = |account| -> Result<(AccountKey, Alias), Rejection> {
        let row = tx.account(account)?.ok_or_else(Rejection::internal)?;
        Ok((account, row.alias))
    };
    let participants = Participants { opener: named(asker)?, other: named(responder)? };
    let opened = create(tx, participants, DirectStatus::Open, now)?;
    open_to_recovering(tx, opened.0, [asker, responder])?;
    Ok(opened)
}

/// Help reaches also somebody whose private conversations are closed for now. What was said
/// in this one before stays closed.
fn open_to_recovering(
    tx: &mut Tx<'_>,
    circle: CircleKey,
    participants: [AccountKey; 2],
) -> Result<(), Rejection> {
    let from = tx.head_seq(circle)?.next();
    for account in participants {
        if tx.is_recovering(account)? {
            tx.open_from(circle, account, from)?;
            tx.notify(account, Notice::CirclesChanged);
        }
    }
    Ok(())
}

pub(crate) fn is_full(view: &View<'_>, account: AccountKey) -> Result<bool, Rejection> {
    Ok(view.conversations_of(account)? >= limits::CONVERSATIONS_PER_ACCOUNT)
}

/// Whether somebody can have one more conversation. If their list is full, an ended one
/// makes room.
pub(crate) fn has_room(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<bool, Rejection> {
    if !is_full(tx, account)? {
        return Ok(true);
    }
    let Some(ended) = tx.quietest_direct(account, false)? else { return Ok(false) };
    leave(tx, &ended, account, now)?;
    Ok(true)
}

/// The conversation of the two starts, or is resumed, and both are in it. `Declined` is a
/// request that the other doesn't get: to its opener it looks like any request, and to
/// the other it was never made. The same rows are written for both.
pub(crate) fn create(
    tx: &mut Tx<'_>,
    participants: Participants,
    status: DirectStatus,
    now: Timestamp,
) -> Result<(CircleKey, CircleId), Rejection> {
    let (opener, other) = (participants.opener.0, participants.other.0);
    let existing = tx.direct_of_two(opener, other)?;
    let (circle, circle_id) = match &existing {
        Some(direct) => (direct.circle, direct.circle_id),
        None => {
            let (id, name) = (CircleId(Uuid::new_v4()), CircleName::from_stored(NAME.to_owned()));
            let circle = tx.create_circle(id, &name, 2, now)?;
            tx.make_direct(circle, opener, other)?;
            (circle, id)
        }
    };
    let (asked, seen) = (status != DirectStatus::Open, status != DirectStatus::Declined);
    // In a declined one the other has no membership with which to enter.
    tx.set_direct_status(circle, if asked { DirectStatus::Asking } else { status })?;
    tx.set_opener(circle, opener, asked.then_some(now))?;
    for (account, alias) in [participants.opener, participants.other] {
        enter(tx, circle, circle_id, (account, alias), now)?;
        if seen || account == opener {
            tx.notify(account, Notice::CirclesChanged);
        }
    }
    if let Some(direct) = existing.filter(|direct| direct.request_unseen && seen) {
        show_from_here(tx, &direct)?;
    }
    tx.set_direct_status(circle, status)?;
    tx.set_request_unseen(circle, !seen)?;
    if asked {
        tx.set_timer(TimerKind::DirectRequest, circle.0, now.plus_ms(REQUEST_DAYS * DAY_MS))?;
    } else {
        tx.clear_timer(TimerKind::DirectRequest, circle.0)?;
    }
    Ok((circle, circle_id))
}

/// Somebody who never saw the request sees the conversation from now on, but not the
/// messages already in it.
fn show_from_here(tx: &mut Tx<'_>, direct: &DirectRow) -> Result<(), Rejection> {
    let asked = direct.other(direct.opener);
    if let Some(membership) = tx.membership_of(direct.circle, asked)? {
        let seq = tx.head_seq(direct.circle)?.next();
        tx.set_visible_from(membership.key, seq)?;
    }
    Ok(())
}

/// Somebody who is in it already stays as they are.
fn enter(
    tx: &mut Tx<'_>,
    circle: CircleKey,
    circle_id: CircleId,
    (account, alias): (AccountKey, Alias),
    now: Timestamp,
) -> Result<(), Rejection> {
    let earlier = tx.membership_of(circle, account)?;
    if earlier.as_ref().is_some_and(|membership| membership.present) {
        return Ok(());
    }
    let seq = tx.head_seq(circle)?.next();
    let member = match earlier {
        Some(earlier) => {
            tx.rejoin(earlier.key, now, seq)?;
            earlier.key
        }
        None => {
            let id = MemberId(Uuid::new_v4());
            let (role, label) = (Role::Member, None);
            // With two people it is clear who is who, even if they have the same name.
            let joining =
                Joining { id, account, alias, role, label, invited_at: None, at: now, seq };
            tx.join(circle, &joining)?.0
        }
    };
    let membership = tx.membership(circle_id, account)?.ok_or_else(Rejection::internal)?;
    let payload = EventPayload::MemberJoined { member: tx.member_view(member)? };
    circle_log::append_as_member(tx, &membership, now, Entry::MemberJoined { member }, payload)?;
    Ok(())
}

/// The person who was asked accepts, or writes back.
pub(crate) fn accept(tx: &mut Tx<'_>, direct: &DirectRow) -> Result<CircleId, Rejection> {
    if direct.request_unseen {
        show_from_here(tx, direct)?;
        tx.set_request_unseen(direct.circle, false)?;
    }
    tx.set_direct_status(direct.circle, DirectStatus::Open)?;
    tx.clear_timer(TimerKind::DirectRequest, direct.circle.0)?;
    tell_both(tx, direct);
    Ok(direct.circle_id)
}

fn tell_both(tx: &mut Tx<'_>, direct: &DirectRow) {
    for account in [direct.opener, direct.other(direct.opener)] {
        tx.notify(account, Notice::CirclesChanged);
    }
}

/// One of the two leaves. An unanswered request disappears without a trace in the
/// conversation; an open one ends for both. Returns the log position of their leaving if
/// it has one.
pub(crate) fn leave(
    tx: &mut Tx<'_>,
    direct: &DirectRow,
    account: AccountKey,
    now: Timestamp,
) -> Result<Option<Seq>, Rejection> {
    let Some(membership) = tx.membership(direct.circle_id, account)? else { return Ok(None) };
    match direct.status {
        DirectStatus::Asking => {
            // Also if the opener withdraws it: they can't ask again at once.
            take_from_asked(tx, direct, now)?;
            if direct.opener == account {
                end_membership_of(tx, &membership, account, now).map(Some)
            } else {
                Ok(None)
            }
        }
        DirectStatus::Declined | DirectStatus::Ended => {
            end_membership_of(tx, &membership, account, now).map(Some)
        }
        DirectStatus::Open => {
            let seq = end_membership_of(tx, &membership, account, now)?;
            end(tx, direct)?;
            Ok(Some(seq))
        }
    }
}

/// Nothing more can be posted in it.
pub(crate) fn end(tx: &mut Tx<'_>, direct: &DirectRow) -> Result<(), Rejection> {
    tx.set_direct_status(direct.circle, DirectStatus::Ended)?;
    tx.clear_timer(TimerKind::DirectRequest, direct.circle.0)?;
    tell_both(tx, direct);
    Ok(())
}

/// The request disappears for the person who was asked. Its opener is not told.
fn take_from_asked(tx: &mut Tx<'_>, direct: &DirectRow, now: Timestamp) -> Result<(), Rejection> {
    let asked = direct.other(direct.opener);
    if let Some(membership) = tx.membership(direct.circle_id, asked)? {
        tx.end_visibility(&membership, now)?;
        tx.unsubscribe(direct.circle_id, membership.member_id);
    }
    tx.notify(asked, Notice::CirclesChanged);
    tx.set_direct_status(direct.circle, DirectStatus::Declined)?;
    tx.clear_timer(TimerKind::DirectRequest, direct.circle.0)?;
    Ok(())
}

fn end_membership_of(
    tx: &mut Tx<'_>,
    membership: &Membership,
    account: AccountKey,
    now: Timestamp,
) -> Result<Seq, Rejection> {
    tx.unsubscribe(membership.circle_id, membership.member_id);
    tx.notify(account, Notice::CirclesChanged);
    let payload = EventPayload::MemberLeft { member: membership.member_id };
    let entry = Entry::MemberLeft { member: membership.member };
    let seq = circle_log::append_as_member(tx, membership, now, entry, payload)?;
    tx.end_membership(membership.member, now, seq)?;
    Ok(seq)
}

/// A message was posted in a conversation.
pub(crate) fn note_words(
    tx: &mut Tx<'_>,
    membership: &Membership,
    now: Timestamp,
) -> Result<(), Rejection> {
    Ok(tx.note_words(membership.circle, now)?)
}

/// The private conversation of this circle as this member sees it; `None` if it is none.
pub(crate) fn shown(
    view: &View<'_>,
    membership: &Membership,
) -> Result<Option<DirectView>, Rejection> {
    let Some(state) = membership.direct else { return Ok(None) };
    Ok(Some(DirectView { state, with: view.other_of_direct(membership)? }))
}

/// The conversation in which this member acts, and how they see it.
///
/// # Errors
/// `not_found` for a circle that is no private conversation.
pub(crate) fn acted_in(
    view: &View<'_>,
    membership: &Membership,
) -> Result<(DirectRow, DirectState), Rejection> {
    let direct = view.direct(membership.circle)?;
    direct.zip(membership.direct).ok_or_else(Rejection::not_found)
}
