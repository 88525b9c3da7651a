//! Posts a message, or lets it wait for a moderator. Sending is idempotent: the
//! client makes the id, and the same message under it again gets the first answer.

use circles_protocol::requests::SendMessage;
use circles_protocol::{
    ContentNote, EventPayload, MessageView, RefusalCode, Reply, Signal, Timestamp,
};

use crate::commands::shared::care::follow_up;
use crate::commands::shared::core::local_time;
use crate::commands::shared::core::mentioned::{distinct, mentioned};
use crate::commands::shared::direct;
use crate::commands::shared::help::help_by_words::help_by_words;
use crate::commands::shared::moderation::screening::{self, ScreeningResult};
use crate::commands::shared::moderation::{held, record};
use crate::domain::fingerprint::fingerprint;
use crate::domain::screening::{Signals, Treatment, signals};
use crate::domain::{
    Actor, CareRules, MemberKey, Membership, MessageFlags, Operation, Position, Rejection,
    require_turn, require_voice,
};
use crate::store::{Entry, NewMessage, Store, Tx, View};

pub(crate) async fn send_message(
    store: &Store,
    actor: Actor,
    request: SendMessage,
    rules: &CareRules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let rules = rules.clone();
    // Outside the one writer's thread, which all senders share.
    let found = signals(request.body.as_str());
    store
        .write(move |tx| {
            let daily_on =
                if request.daily { Some(local_time::today_at_centre(tx, now)?) } else { None };
            let flags = MessageFlags { win: request.win, daily_on, milestone: None };
            match say(tx, actor, Operation::SendMessage, request, (found, flags), &rules, now) {
                // Nothing was written. Whoever can't speak here just now is heard.
                Err(refused) if found.has(Signal::Crisis) && silenced(&refused) => {
                    if tx.centre_settings()?.watch_for.contains(&Signal::Crisis) {
                        help_by_words(tx, actor.account, now)?;
                    }
                    Ok(Err(refused))
                }
                done => done.map(Ok),
            }
        })
        .await?
}

/// It is not the words that are refused, but speaking here at this time.
fn silenced(refused: &Rejection) -> bool {
    matches!(refused.0.code, RefusalCode::Muted | RefusalCode::SlowMode)
}

/// Posts these words, whatever they are beside.
pub(crate) fn say(
    tx: &mut Tx<'_>,
    actor: Actor,
    operation: Operation,
    request: SendMessage,
    (found, flags): (Signals, MessageFlags),
    rules: &CareRules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let Weighed { present, may_post, screened } =
        weigh(tx, actor, operation, &request, found, now)?;
    let fingerprint =
        fingerprint(request.id, request.body.as_str(), request.reply_to, &request.mentions);
    match may_post {
        Ok(membership) => {
            let answer = post(tx, &membership, request, (fingerprint, flags), screened, now)?;
            if membership.direct.is_some() {
                follow_up::wrote_in_direct(tx, membership.circle, actor.account, now, rules)?;
            }
            Ok(answer)
        }
        // A resend is answered even where the circle was closed meanwhile.
        Err(refused) => {
            first_answer(tx, &present, &request, fingerprint, screened.watched)?.ok_or(refused)
        }
    }
}

/// All that is asked of a sender before anything is written.
pub(crate) struct Weighed {
    present: Membership,
    pub(crate) may_post: Result<Membership, Rejection>,
    screened: ScreeningResult,
}

pub(crate) fn weigh(
    view: &View<'_>,
    actor: Actor,
    operation: Operation,
    request: &SendMessage,
    found: Signals,
    now: Timestamp,
) -> Result<Weighed, Rejection> {
    let membership = view.membership(request.circle, actor.account)?;
    let present = membership.clone().ok_or_else(Rejection::not_found)?;
    let screened = screening::screen(view, actor, &present, found, now)?;
    let may_post = require_voice(operation, membership, now);
    Ok(Weighed { present, may_post, screened })
}

/// What comes with the opening of a private conversation, by somebody who may say it there.
pub(crate) fn say_first(
    tx: &mut Tx<'_>,
    actor: Actor,
    membership: &Membership,
    request: SendMessage,
    found: Signals,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let fingerprint =
        fingerprint(request.id, request.body.as_str(), request.reply_to, &request.mentions);
    let screened = screening::screen(tx, actor, membership, found, now)?;
    let flags = MessageFlags { win: false, daily_on: None, milestone: None };
    post(tx, membership, request, (fingerprint, flags), screened, now)
}

/// The answer that such a message got before; `None` where its id is new.
pub(crate) fn answered(
    view: &View<'_>,
    membership: &Membership,
    request: &SendMessage,
    found: Signals,
) -> Result<Option<Reply>, Rejection> {
    let fingerprint =
        fingerprint(request.id, request.body.as_str(), request.reply_to, &request.mentions);
    first_answer(view, membership, request, fingerprint, found)
}

fn post(
    tx: &mut Tx<'_>,
    membership: &Membership,
    mut request: SendMessage,
    (fingerprint, flags): (i64, MessageFlags),
    screened: ScreeningResult,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let again = |tx: &Tx<'_>, request: &SendMessage| {
        first_answer(tx, membership, request, fingerprint, screened.watched)
    };
    let mentions = match mentioned(tx, membership.circle, &request.mentions) {
        Ok(mentions) => mentions,
        Err(refused) => return again(tx, &request)?.ok_or(refused),
    };
    if let Err(refused) = require_turn(membership, now) {
        return again(tx, &request)?.ok_or(refused);
    }
    if screened.treatment == Treatment::Hold {
        if let Some(answer) = again(tx, &request)? {
            return Ok(answer);
        }
        require_answered(tx, membership, &request)?;
        note_turn(tx, membership, now)?;
        return held::hold(
            tx,
            membership,
            &request,
            (fingerprint, &mentions, flags),
            screened.watched,
            now,
        );
    }
    if screened.treatment == Treatment::Fold {
        // As if its author had folded it: they and the moderators may take it off.
        request.content_note = request.content_note.or(Some(ContentNote::SelfHarm));
    }
    let position = Position::new(membership.circle, membership.head_seq.next());
    if !insert(tx, membership, &request, (fingerprint, &mentions, flags), now)? {
        return again(tx, &request)?.ok_or_else(Rejection::internal);
    }
    require_answered(tx, membership, &request)?;
    note_turn(tx, membership, now)?;
    if membership.direct.is_some() {
        direct::note_words(tx, membership, now)?;
    }
    let id = request.id;
    let payload = EventPayload::MessagePosted { message: posted(membership, request, flags, now) };
    let seq = record::by_member(tx, membership, now, Entry::MessagePosted, payload)?;
    match screened.treatment {
        Treatment::Post | Treatment::Hold => {}
        Treatment::Flag | Treatment::Fold => {
            screening::flag(tx, membership, (id, position), screened.watched, now)?;
        }
    }
    Ok(Reply::MessageAccepted { seq, at: now, offer_help: offer_help(screened.watched) })
}

const fn offer_help(watched: Signals) -> bool {
    watched.has(Signal::Crisis)
}

/// `false` where the id is taken.
fn insert(
    tx: &mut Tx<'_>,
    membership: &Membership,
    request: &SendMessage,
    (fingerprint, mentions, flags): (i64, &[MemberKey], MessageFlags),
    now: Timestamp,
) -> Result<bool, Rejection> {
    let new = NewMessage {
        id: request.id,
        author: membership.member,
        at: now,
        body: &request.body,
        fingerprint,
        reply_to: request.reply_to,
        mentions,
        content_note: request.content_note,
        flags,
    };
    Ok(tx.insert_message(Position::new(membership.circle, membership.head_seq.next()), &new)?)
}

/// What it answers is in this circle, and not older than what its author may see.
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

fn note_turn(tx: &mut Tx<'_>, membership: &Membership, now: Timestamp) -> Result<(), Rejection> {
    if membership.slow_mode_seconds > 0 {
        tx.note_speaking(membership.member, now)?;
    }
    Ok(())
}

fn posted(
    membership: &Membership,
    request: SendMessage,
    flags: MessageFlags,
    now: Timestamp,
) -> MessageView {
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

/// The answer this very message got before; `None` where the id is new in this circle.
/// Only what stands in the circle, where everybody reads its id, or an own one that
/// waits can be in its way.
fn first_answer(
    view: &View<'_>,
    membership: &Membership,
    request: &SendMessage,
    fingerprint: i64,
    found: Signals,
) -> Result<Option<Reply>, Rejection> {
    if let Some(first) = view.resend(membership.circle, request.id)? {
        let own = first.author == membership.member;
        // A deleted message keeps no fingerprint: its author may only be told it arrived.
        let same_words = first.fingerprint.is_none_or(|kept| kept == fingerprint);
        if own && same_words {
            let (seq, at) = (first.position.seq(), first.sent_at);
            return Ok(Some(Reply::MessageAccepted { seq, at, offer_help: offer_help(found) }));
        }
        return Err(id_conflict());
    }
    let Some(first) = view.held(membership.member, request.id)? else { return Ok(None) };
    if first.fingerprint == fingerprint {
        return Ok(Some(Reply::MessageHeld { at: first.held_at }));
    }
    Err(id_conflict())
}

fn id_conflict() -> Rejection {
    Rejection::new(RefusalCode::IdConflict, "Another message was already sent under this id.")
}
