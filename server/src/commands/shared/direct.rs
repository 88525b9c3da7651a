//! What all that is done with private lines shares: how one comes about for the
//! two, and how it goes. Who may open one is `domain/lines.rs`'s to say.

use circles_protocol::{
    Alias, CircleId, CircleName, EventPayload, LineState, LineView, MemberId, Notice, Role, Seq,
    Timestamp, limits,
};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::commands::shared::moderation::record;
use crate::domain::lines::{REQUEST_DAYS, Stage};
use crate::domain::{AccountKey, CircleKey, Rejection, Standing, TimerKind};
use crate::store::{Entry, Joining, LineRow, Tx, View};

/// The name of every line: who is in it is nobody else's to read.
const NAME: &str = "Private line";

/// Two people, by the names they have for each other.
#[derive(Debug, Clone)]
pub(crate) struct Two {
    pub(crate) opener: (AccountKey, Alias),
    pub(crate) other: (AccountKey, Alias),
}

/// Opens the line in which somebody is helped. Neither rules nor blocks nor full
/// lists stand between somebody who asked for help and whoever answers.
pub(crate) fn open_for_help(
    tx: &mut Tx<'_>,
    asker: AccountKey,
    responder: AccountKey,
    now: Timestamp,
) -> Result<(CircleKey, CircleId), Rejection> {
    if let Some(open) = tx.line_between(asker, responder)? {
        return Ok(open);
    }
    for account in [asker, responder] {
        if is_full(tx, account)?
            && let Some(line) = tx.quietest_line(account, true)?
        {
            part(tx, &line, account, now)?;
        }
    }
    let named = |account| -> Result<(AccountKey, Alias), Rejection> {
        let row = tx.account(account)?.ok_or_else(Rejection::internal)?;
        Ok((account, row.alias))
    };
    let two = Two { opener: named(asker)?, other: named(responder)? };
    establish(tx, two, Stage::Open, now)
}

pub(crate) fn is_full(view: &View<'_>, account: AccountKey) -> Result<bool, Rejection> {
    Ok(view.lines_of(account)? >= limits::LINES_PER_ACCOUNT)
}

/// Whether somebody can have one more line. Where their list is full, an ended one
/// makes room.
pub(crate) fn has_room(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<bool, Rejection> {
    if !is_full(tx, account)? {
        return Ok(true);
    }
    let Some(ended) = tx.quietest_line(account, false)? else { return Ok(false) };
    part(tx, &ended, account, now)?;
    Ok(true)
}

/// The line of the two comes about, or comes back, and both are in it. `Declined` is a
/// request that the other doesn't get: to its opener it is like any, to the other it
/// was never made. The same is written for both.
pub(crate) fn establish(
    tx: &mut Tx<'_>,
    two: Two,
    stage: Stage,
    now: Timestamp,
) -> Result<(CircleKey, CircleId), Rejection> {
    let (opener, other) = (two.opener.0, two.other.0);
    let existing = tx.line_of_two(opener, other)?;
    let (circle, circle_id) = match &existing {
        Some(line) => (line.circle, line.circle_id),
        None => {
            let (id, name) = (CircleId(Uuid::new_v4()), CircleName::from_stored(NAME.to_owned()));
            let circle = tx.create_circle(id, &name, 2, now)?;
            tx.make_line(circle, opener, other)?;
            (circle, id)
        }
    };
    let (asked, seen) = (stage != Stage::Open, stage != Stage::Declined);
    // Of a declined one the other has no standing by which to enter.
    tx.set_stage(circle, if asked { Stage::Asking } else { stage })?;
    tx.set_opener(circle, opener, asked.then_some(now))?;
    for (account, alias) in [two.opener, two.other] {
        enter(tx, circle, circle_id, (account, alias), now)?;
        if seen || account == opener {
            tx.notify(account, Notice::CirclesChanged);
        }
    }
    if let Some(line) = existing.filter(|line| line.unseen && seen) {
        show_from_here(tx, &line)?;
    }
    tx.set_stage(circle, stage)?;
    tx.set_unseen(circle, !seen)?;
    if asked {
        tx.set_timer(TimerKind::LineRequest, circle.0, now.plus_ms(REQUEST_DAYS * DAY_MS))?;
    } else {
        tx.clear_timer(TimerKind::LineRequest, circle.0)?;
    }
    Ok((circle, circle_id))
}

/// Whoever never saw what was asked sees the line from now on, and not what stands
/// there already.
fn show_from_here(tx: &mut Tx<'_>, line: &LineRow) -> Result<(), Rejection> {
    let asked = line.other(line.opener);
    if let Some(membership) = tx.membership_of(line.circle, asked)? {
        let seq = tx.head_seq(line.circle)?.next();
        tx.see_from(membership.key, seq)?;
    }
    Ok(())
}

/// Whoever is there already stays as they are.
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
            tx.come_back(earlier.key, now, seq)?;
            earlier.key
        }
        None => {
            let id = MemberId(Uuid::new_v4());
            let (role, label) = (Role::Member, None);
            // Of two it is clear who is who, also where they are called alike.
            let joining =
                Joining { id, account, alias, role, label, invited_at: None, at: now, seq };
            tx.join(circle, &joining)?.0
        }
    };
    let standing = tx.standing(circle_id, account)?.ok_or_else(Rejection::internal)?;
    let payload = EventPayload::MemberJoined { member: tx.member_view(member)? };
    record::by_member(tx, &standing, now, Entry::MemberJoined { member }, payload)?;
    Ok(())
}

/// Whoever was asked says yes, or writes back.
pub(crate) fn accept(tx: &mut Tx<'_>, line: &LineRow) -> Result<CircleId, Rejection> {
    if line.unseen {
        show_from_here(tx, line)?;
        tx.set_unseen(line.circle, false)?;
    }
    tx.set_stage(line.circle, Stage::Open)?;
    tx.clear_timer(TimerKind::LineRequest, line.circle.0)?;
    tell_both(tx, line);
    Ok(line.circle_id)
}

fn tell_both(tx: &mut Tx<'_>, line: &LineRow) {
    for account in [line.opener, line.other(line.opener)] {
        tx.notify(account, Notice::CirclesChanged);
    }
}

/// One of the two goes. A request that isn't answered goes without a trace in the
/// line; an open one ends for both. Gives the place of their leaving where it has
/// one.
pub(crate) fn part(
    tx: &mut Tx<'_>,
    line: &LineRow,
    account: AccountKey,
    now: Timestamp,
) -> Result<Option<Seq>, Rejection> {
    let Some(standing) = tx.standing(line.circle_id, account)? else { return Ok(None) };
    match line.stage {
        Stage::Asking => {
            // Also where its opener takes it back: they can't ask anew at once.
            take_from_asked(tx, line, now)?;
            if line.opener == account {
                leave(tx, &standing, account, now).map(Some)
            } else {
                Ok(None)
            }
        }
        Stage::Declined | Stage::Ended => leave(tx, &standing, account, now).map(Some),
        Stage::Open => {
            let seq = leave(tx, &standing, account, now)?;
            end(tx, line)?;
            Ok(Some(seq))
        }
    }
}

/// Nothing more is said in it.
pub(crate) fn end(tx: &mut Tx<'_>, line: &LineRow) -> Result<(), Rejection> {
    tx.set_stage(line.circle, Stage::Ended)?;
    tx.clear_timer(TimerKind::LineRequest, line.circle.0)?;
    tell_both(tx, line);
    Ok(())
}

/// The request is no longer there for whoever was asked. Its opener is not told.
fn take_from_asked(tx: &mut Tx<'_>, line: &LineRow, now: Timestamp) -> Result<(), Rejection> {
    let asked = line.other(line.opener);
    if let Some(standing) = tx.standing(line.circle_id, asked)? {
        tx.end_sight(&standing, now)?;
        tx.unsubscribe(line.circle_id, standing.member_id);
    }
    tx.notify(asked, Notice::CirclesChanged);
    tx.set_stage(line.circle, Stage::Declined)?;
    tx.clear_timer(TimerKind::LineRequest, line.circle.0)?;
    Ok(())
}

fn leave(
    tx: &mut Tx<'_>,
    standing: &Standing,
    account: AccountKey,
    now: Timestamp,
) -> Result<Seq, Rejection> {
    tx.unsubscribe(standing.circle_id, standing.member_id);
    tx.notify(account, Notice::CirclesChanged);
    let payload = EventPayload::MemberLeft { member: standing.member_id };
    let entry = Entry::MemberLeft { member: standing.member };
    let seq = record::by_member(tx, standing, now, entry, payload)?;
    tx.end_membership(standing.member, now, seq)?;
    Ok(seq)
}

/// Something was said in a line.
pub(crate) fn note_words(
    tx: &mut Tx<'_>,
    standing: &Standing,
    now: Timestamp,
) -> Result<(), Rejection> {
    Ok(tx.note_words(standing.circle, now)?)
}

/// What makes this circle a line, as this member sees it; `None` where it is none.
pub(crate) fn shown(view: &View<'_>, standing: &Standing) -> Result<Option<LineView>, Rejection> {
    let Some(state) = standing.line else { return Ok(None) };
    Ok(Some(LineView { state, with: view.other_of_line(standing)? }))
}

/// The line that this member acts in, and how they see it.
///
/// # Errors
/// `not_found` for a circle that is none.
pub(crate) fn acted_in(
    view: &View<'_>,
    standing: &Standing,
) -> Result<(LineRow, LineState), Rejection> {
    let line = view.line(standing.circle)?;
    line.zip(standing.line).ok_or_else(Rejection::not_found)
}
