//! Messages that wait for a moderator: how one comes to be held, is posted after all, is
//! not posted, or is taken back. Part of several commands, inside their transaction.

use circles_protocol::{
    ActionKind, AuditAction, CaseKind, CircleEvent, DecisionKind, EventPayload, MessageId,
    MessageView, Notice, Reason, Reply, Seq, Timestamp,
};
use uuid::Uuid;

use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::moderation::action::{self, Action};
use crate::commands::shared::moderation::case;
use crate::commands::shared::moderation::decision::{By, Ending};
use crate::commands::shared::moderation::queue::{self, Opening};
use crate::domain::review::Review;
use crate::domain::screening::{Signals, reason};
use crate::domain::{
    ErasedId, Erasure, MemberKey, Membership, ModeratorContext, Position, Rejection,
    ScreenedMessage,
};
use crate::limits::WAITING_PER_AUTHOR;
use crate::store::{
    ActionKey, AppealRow, CaseRow, Entry, EvidenceFor, HeldRow, NewEvidence, NewHeld, NewMessage,
    Tx,
};

/// It takes no position in the circle's log, and the circle is told nothing.
pub(crate) fn hold(
    tx: &mut Tx<'_>,
    membership: &Membership,
    draft: &ScreenedMessage,
    mentions: &[MemberKey],
    watched: Signals,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let ScreenedMessage { request, flags, fingerprint, .. } = draft;
    if tx.count_waiting(membership.member)? >= WAITING_PER_AUTHOR {
        let sentence = "Several of your messages wait for a moderator already. \
                        Please wait until somebody has looked at them.";
        return Err(Rejection::limit_reached(sentence));
    }
    let opening = Opening {
        circle: membership.circle,
        kind: CaseKind::Held,
        reason: reason(watched),
        subject: membership.member,
        message: Some(request.id),
        signals: &watched.list(),
    };
    let case = queue::create_case(tx, opening, now)?;
    let copy = NewEvidence { message: request.id, body: &request.body, sent_at: now };
    tx.keep_evidence(EvidenceFor::Case(case), &copy, now)?;
    tx.hold_message(&NewHeld {
        id: request.id,
        case,
        author: membership.member,
        body: &request.body,
        fingerprint: *fingerprint,
        reply_to: request.reply_to,
        mentions,
        content_note: request.content_note,
        flags: *flags,
        at: now,
    })?;
    Ok(Reply::MessageHeld { at: now })
}

/// Posts the message of a case like any other, at its own position and with the current
/// time. If its author was muted in the meantime it is posted all the same: whoever
/// decides has read it.
///
/// # Errors
/// `not_found` once it was taken back, or its author has left the circle;
/// `circle_closed`.
pub(crate) fn release(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    case: &CaseRow,
    reason: Reason,
    now: Timestamp,
) -> Result<(), Rejection> {
    let held = tx.held_of_case(case.key)?.ok_or_else(Rejection::not_found)?;
    if !held.present {
        return Err(Rejection::not_found());
    }
    if tx.circle_by_key(case.circle)?.closed {
        return Err(Rejection::circle_closed());
    }
    post(tx, &held, now)?;
    let entry =
        NewAuditEntry::to_circle(AuditAction::HeldReleased, case.circle_id).about(held.id.0);
    audit::append(tx, context.actor, now, entry.because(reason))
}

/// The message of a case is not posted. Its author is told why, and may appeal.
///
/// # Errors
/// `not_found` once it was taken back.
pub(crate) fn hold_back(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    case: &CaseRow,
    reason: Reason,
    now: Timestamp,
) -> Result<ActionKey, Rejection> {
    let held = tx.held_of_case(case.key)?.ok_or_else(Rejection::not_found)?;
    let done = Action { kind: ActionKind::HeldBack, reason, at: now, until: None };
    let (_, key) = action::record_action(tx, context, held.author, done)?;
    tx.set_held_back(held.key, key)?;
    action::notify_subject(tx, context, held.author_account)?;
    let (circle, message) = (case.circle_id, held.id);
    tx.notify(held.author_account, Notice::HeldDecided { circle, message, released: false });
    let entry = NewAuditEntry::to_circle(AuditAction::HeldBack, case.circle_id).about(held.id.0);
    audit::append(tx, context.actor, now, entry.because(reason))?;
    Ok(key)
}

/// The decision not to post is undone: the message waits again, and its author is told.
///
/// # Errors
/// `not_found` once it was taken back.
pub(crate) fn wait_again(
    tx: &mut Tx<'_>,
    case: &CaseRow,
    action: ActionKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    let held = tx.held_back_by(action)?.ok_or_else(Rejection::not_found)?;
    tx.set_waiting(held.key)?;
    tx.end_action(action, case.subject, now)?;
    Ok(())
}

/// The decision not to post was wrong: the message is posted now. Nothing is posted if
/// its author took it back or has left, or if the circle is closed.
pub(crate) fn post_after_appeal(
    tx: &mut Tx<'_>,
    appeal: &AppealRow,
    now: Timestamp,
) -> Result<(), Rejection> {
    let Some(held) = tx.held_back_by(appeal.action_key)? else { return Ok(()) };
    if held.present && !tx.circle_by_key(appeal.circle)?.closed {
        post(tx, &held, now)?;
    }
    Ok(())
}

/// Takes back the author's own message that is held or was not posted: its words leave
/// the disk, except for a copy while an appeal is undecided, and the review queue.
pub(crate) fn withdraw(tx: &mut Tx<'_>, held: &HeldRow, now: Timestamp) -> Result<(), Rejection> {
    tx.keep_for_appeal(held)?;
    tx.note_erased(Erasure { id: ErasedId::message(held.circle, held.id), at: now });
    tx.drop_held(held)?;
    let open = tx.open_case_about(held.author, Some(held.id))?;
    if let Some(open) = open {
        let by = By { account: held.author_account, moderator: None };
        case::close(tx, &open, by, &Ending::of(DecisionKind::Withdrawn), now)?;
        case::notify_deciders(tx, &open)?;
    }
    Ok(())
}

/// Somebody leaves the circle, or is removed from it: their held messages were never
/// posted there, and never will be.
pub(crate) fn withdraw_all(
    tx: &mut Tx<'_>,
    author: MemberKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    for held in tx.waiting_of(author)? {
        withdraw(tx, &held, now)?;
    }
    Ok(())
}

fn post(tx: &mut Tx<'_>, held: &HeldRow, now: Timestamp) -> Result<(), Rejection> {
    let circle = tx.circle_by_key(held.circle)?;
    let seq = tx.head_seq(held.circle)?.next();
    let (mentions, mentioned) = tx.held_mentions(held.key)?.into_iter().unzip();
    let mentions: Vec<MemberKey> = mentions;
    let reply_to = still_answered(tx, held)?;
    // This frees the id before it is used again.
    tx.drop_held(held)?;
    // While held, the id was the author's alone: by now another message may have it.
    let taken = tx.resend(held.circle, held.id)?.is_some();
    let id = if taken { MessageId(Uuid::now_v7()) } else { held.id };
    let new = NewMessage {
        id,
        author: held.author,
        at: now,
        body: &held.body,
        fingerprint: held.fingerprint,
        reply_to,
        mentions: &mentions,
        content_note: held.content_note,
        flags: held.flags,
    };
    if !tx.insert_message(Position::new(held.circle, seq), &new)? {
        return Err(Rejection::internal());
    }
    // Whoever decided to post it has read it.
    tx.set_review(Position::new(held.circle, seq), Review::Done)?;
    tx.append(held.circle, seq, now, Some(held.author), Entry::MessagePosted)?;
    let message = MessageView {
        id,
        seq,
        author: held.author_id,
        sent_at: now,
        body: Some(held.body.clone()),
        reply_to,
        mentions: mentioned,
        edited_at: None,
        deleted: false,
        muted: false,
        content_note: held.content_note,
        pinned: false,
        reactions: Vec::new(),
        under_review: false,
        win: held.flags.win,
        daily_on: held.flags.daily_on,
        milestone: held.flags.milestone,
    };
    let what = EventPayload::MessagePosted { message };
    let by = Some(held.author_id);
    tx.publish(CircleEvent { circle: circle.id, seq, at: now, by, what });
    tell_released(tx, held, circle.id);
    Ok(())
}

fn tell_released(tx: &mut Tx<'_>, held: &HeldRow, circle: circles_protocol::CircleId) {
    let told = Notice::HeldDecided { circle, message: held.id, released: true };
    tx.notify(held.author_account, told);
}

/// The message it replies to, if its author may still see that.
fn still_answered(tx: &Tx<'_>, held: &HeldRow) -> Result<Option<MessageId>, Rejection> {
    let Some(earlier) = held.reply_to else { return Ok(None) };
    let joined: Seq = tx.joined_seq(held.author)?;
    let found = tx.message(held.circle, earlier)?;
    Ok(found.filter(|message| message.position.seq() >= joined).map(|_| earlier))
}
