//! Posts words to a circle, whichever request they came with. Posting is idempotent: the
//! client makes the id, and the same words under it get the first answer again.

use circles_protocol::requests::SendMessage;
use circles_protocol::{
    ContentNote, EventPayload, MessageView, RefusalCode, Reply, Seq, Signal, Timestamp,
};

use crate::commands::shared::care::follow_up;
use crate::commands::shared::core::circle_log;
use crate::commands::shared::core::mentioned::{distinct, mentioned};
use crate::commands::shared::direct;
use crate::commands::shared::moderation::held;
use crate::commands::shared::moderation::screening::{self, ScreeningResult};
use crate::domain::screening::{Signals, Treatment};
use crate::domain::{
    Actor, MemberKey, Membership, Operation, Position, Rejection, Rules, ScreenedMessage,
    require_may_post, require_slow_mode_passed,
};
use crate::store::{Entry, NewMessage, Tx, View};

/// What is known of a sender and their words once both may pass.
pub(crate) struct Cleared {
    membership: Membership,
    screened: ScreeningResult,
    mentions: Vec<MemberKey>,
}

pub(crate) enum Checked {
    /// It was sent before, and this is the answer it got.
    Answered(Reply),
    Cleared(Cleared),
}

/// Posts the words if their sender may post.
pub(crate) fn post(
    tx: &mut Tx<'_>,
    actor: Actor,
    operation: Operation,
    draft: ScreenedMessage,
    rules: &Rules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let cleared = match check(tx, actor, operation, &draft, now)? {
        Checked::Answered(reply) => return Ok(reply),
        Checked::Cleared(cleared) => cleared,
    };
    let in_private = cleared.membership.direct.is_some().then_some(cleared.membership.circle);
    let reply = write(tx, cleared, draft, now)?;
    if let Some(conversation) = in_private {
        follow_up::wrote_in_direct(tx, conversation, actor.account, now, rules)?;
    }
    Ok(reply)
}

/// Posts the words that come with a request for a private conversation; whether its
/// sender may post them there was checked already.
pub(crate) fn post_with_request(
    tx: &mut Tx<'_>,
    actor: Actor,
    membership: Membership,
    draft: ScreenedMessage,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let screened = screening::screen(tx, actor, &membership, draft.found, now)?;
    // Whoever left and asks again may have used this id before they left.
    if let Some(reply) = first_answer(tx, &membership, &draft, screened.watched)? {
        return Ok(reply);
    }
    require_slow_mode_passed(&membership, now)?;
    write(tx, Cleared { membership, screened, mentions: Vec::new() }, draft, now)
}

/// All checks that come before anything is written. A message that is sent again is
/// answered even if its sender can't post any more, or the circle is closed.
pub(crate) fn check(
    view: &View<'_>,
    actor: Actor,
    operation: Operation,
    draft: &ScreenedMessage,
    now: Timestamp,
) -> Result<Checked, Rejection> {
    let membership = view.membership(draft.request.circle, actor.account)?;
    let membership = membership.ok_or_else(Rejection::not_found)?;
    let screened = screening::screen(view, actor, &membership, draft.found, now)?;
    if let Some(reply) = first_answer(view, &membership, draft, screened.watched)? {
        return Ok(Checked::Answered(reply));
    }
    let membership = require_may_post(operation, Some(membership), now)?;
    let mentions = mentioned(view, membership.circle, &draft.request.mentions)?;
    require_slow_mode_passed(&membership, now)?;
    Ok(Checked::Cleared(Cleared { membership, screened, mentions }))
}

/// The answer these same words got before; `None` if their id is new in this circle. An
/// id can conflict only with what is in the circle, where everybody can read it, or with
/// a held message of the same author.
pub(crate) fn first_answer(
    view: &View<'_>,
    membership: &Membership,
    draft: &ScreenedMessage,
    watched: Signals,
) -> Result<Option<Reply>, Rejection> {
    let id = draft.request.id;
    if let Some(first) = view.resend(membership.circle, id)? {
        // A deleted message keeps no fingerprint: its author can only be told that it
        // arrived.
        let same = first.fingerprint.is_none_or(|kept| kept == draft.fingerprint);
        if first.author != membership.member || !same {
            return Err(id_conflict());
        }
        let (seq, at, note) = (first.position.seq(), first.sent_at, first.content_note);
        return Ok(Some(accepted(seq, at, note, watched)));
    }
    match view.held(membership.member, id)? {
        Some(first) if first.fingerprint == draft.fingerprint => {
            Ok(Some(Reply::MessageHeld { at: first.held_at }))
        }
        Some(_) => Err(id_conflict()),
        None => Ok(None),
    }
}

fn id_conflict() -> Rejection {
    Rejection::new(RefusalCode::IdConflict, "Another message was already sent under this id.")
}

/// Writes the message, or holds it for a moderator.
fn write(
    tx: &mut Tx<'_>,
    cleared: Cleared,
    mut draft: ScreenedMessage,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let Cleared { membership, screened, mentions } = cleared;
    require_answered(tx, &membership, &draft.request)?;
    if membership.slow_mode_seconds > 0 {
        tx.set_last_posted_at(membership.member, now)?;
    }
    if screened.treatment == Treatment::Hold {
        return held::hold(tx, &membership, &draft, &mentions, screened.watched, now);
    }
    if screened.treatment == Treatment::Fold {
        // As if its author had folded it: they and the moderators may unfold it.
        draft.request.content_note.get_or_insert(ContentNote::SelfHarm);
    }
    let position = Position::new(membership.circle, membership.head_seq.next());
    insert(tx, position, &membership, &draft, &mentions, now)?;
    if membership.direct.is_some() {
        direct::note_words(tx, &membership, now)?;
    }
    let (id, note) = (draft.request.id, draft.request.content_note);
    let payload = EventPayload::MessagePosted { message: posted(&membership, draft, now) };
    let seq = circle_log::append_as_member(tx, &membership, now, Entry::MessagePosted, payload)?;
    if matches!(screened.treatment, Treatment::Flag | Treatment::Fold) {
        screening::flag(tx, &membership, (id, position), screened.watched, now)?;
    }
    Ok(accepted(seq, now, note, screened.watched))
}

fn accepted(seq: Seq, at: Timestamp, content_note: Option<ContentNote>, watched: Signals) -> Reply {
    Reply::MessageAccepted { seq, at, offer_help: watched.has(Signal::Crisis), content_note }
}

/// The message it replies to is in this circle, and its author may see that far back.
fn require_answered(
    view: &View<'_>,
    membership: &Membership,
    request: &SendMessage,
) -> Result<(), Rejection> {
    let Some(earlier) = request.reply_to else { return Ok(()) };
    let answered = view.message(membership.circle, earlier)?;
    if answered.is_some_and(|message| membership.may_see(message.position.seq())) {
        return Ok(());
    }
    Err(Rejection::invalid("reply_to", "The message you answer is not in this circle."))
}

fn insert(
    tx: &mut Tx<'_>,
    position: Position,
    membership: &Membership,
    draft: &ScreenedMessage,
    mentions: &[MemberKey],
    now: Timestamp,
) -> Result<(), Rejection> {
    let ScreenedMessage { request, flags, fingerprint, .. } = draft;
    let new = NewMessage {
        id: request.id,
        author: membership.member,
        at: now,
        body: &request.body,
        fingerprint: *fingerprint,
        reply_to: request.reply_to,
        mentions,
        content_note: request.content_note,
        flags: *flags,
    };
    // That the id is free was checked in this transaction.
    if tx.insert_message(position, &new)? { Ok(()) } else { Err(Rejection::internal()) }
}

fn posted(membership: &Membership, draft: ScreenedMessage, now: Timestamp) -> MessageView {
    let ScreenedMessage { request, flags, .. } = draft;
    MessageView {
        id: request.id,
        seq: membership.head_seq.next(),
        author: membership.member_id,
        sent_at: now,
        body: Some(request.body),
        reply_to: request.reply_to,
        mentions: distinct(request.mentions),
        edited_at: None,
        deleted: false,
        muted: false,
        content_note: request.content_note,
        pinned: false,
        reactions: Vec::new(),
        under_review: false,
        win: flags.win,
        daily_on: flags.daily_on,
        milestone: flags.milestone,
    }
}
