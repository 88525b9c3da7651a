//! Posts a message, or lets it wait for a moderator. Sending is idempotent: the
//! client makes the id, and the same message under it again gets the first answer.

use circles_protocol::requests::SendMessage;
use circles_protocol::{
    ContentNote, EventPayload, MessageView, RefusalCode, Reply, Sign, Timestamp,
};

use crate::commands::shared::care::follow_up;
use crate::commands::shared::core::local_time;
use crate::commands::shared::core::mentioned::{distinct, mentioned};
use crate::commands::shared::direct;
use crate::commands::shared::help::help_by_words::help_by_words;
use crate::commands::shared::moderation::screen::{self, Look};
use crate::commands::shared::moderation::{held, record};
use crate::domain::fingerprint::fingerprint;
use crate::domain::screening::{Signs, Treatment, signs};
use crate::domain::{
    Actor, CareRules, Marks, MemberKey, Operation, Position, Rejection, Standing, require_turn,
    require_voice,
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
    let found = signs(request.body.as_str());
    store
        .write(move |tx| {
            let daily_on =
                if request.daily { Some(local_time::today_at_centre(tx, now)?) } else { None };
            let marks = Marks { win: request.win, daily_on, milestone: None };
            match say(tx, actor, Operation::SendMessage, request, (found, marks), &rules, now) {
                // Nothing was written. Whoever can't speak here just now is heard.
                Err(refused) if found.has(Sign::Crisis) && silenced(&refused) => {
                    if tx.centre_settings()?.watch_for.contains(&Sign::Crisis) {
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
    (found, marks): (Signs, Marks),
    rules: &CareRules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let Weighed { present, may_post, look } = weigh(tx, actor, operation, &request, found, now)?;
    let mark = fingerprint(request.id, request.body.as_str(), request.reply_to, &request.mentions);
    match may_post {
        Ok(standing) => {
            let answer = post(tx, &standing, request, (mark, marks), look, now)?;
            if standing.direct.is_some() {
                follow_up::wrote_in_direct(tx, standing.circle, actor.account, now, rules)?;
            }
            Ok(answer)
        }
        // A resend is answered even where the circle was closed meanwhile.
        Err(refused) => first_answer(tx, &present, &request, mark, look.watched)?.ok_or(refused),
    }
}

/// All that is asked of a sender before anything is written.
pub(crate) struct Weighed {
    present: Standing,
    pub(crate) may_post: Result<Standing, Rejection>,
    look: Look,
}

pub(crate) fn weigh(
    view: &View<'_>,
    actor: Actor,
    operation: Operation,
    request: &SendMessage,
    found: Signs,
    now: Timestamp,
) -> Result<Weighed, Rejection> {
    let standing = view.standing(request.circle, actor.account)?;
    let present = standing.clone().ok_or_else(Rejection::not_found)?;
    let look = screen::look(view, actor, &present, found, now)?;
    let may_post = require_voice(operation, standing, now);
    Ok(Weighed { present, may_post, look })
}

/// What comes with the opening of a private conversation, by somebody who may say it there.
pub(crate) fn say_first(
    tx: &mut Tx<'_>,
    actor: Actor,
    standing: &Standing,
    request: SendMessage,
    found: Signs,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let mark = fingerprint(request.id, request.body.as_str(), request.reply_to, &request.mentions);
    let look = screen::look(tx, actor, standing, found, now)?;
    let marks = Marks { win: false, daily_on: None, milestone: None };
    post(tx, standing, request, (mark, marks), look, now)
}

/// The answer that such a message got before; `None` where its id is new.
pub(crate) fn answered(
    view: &View<'_>,
    standing: &Standing,
    request: &SendMessage,
    found: Signs,
) -> Result<Option<Reply>, Rejection> {
    let mark = fingerprint(request.id, request.body.as_str(), request.reply_to, &request.mentions);
    first_answer(view, standing, request, mark, found)
}

fn post(
    tx: &mut Tx<'_>,
    standing: &Standing,
    mut request: SendMessage,
    (mark, marks): (i64, Marks),
    look: Look,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let again = |tx: &Tx<'_>, request: &SendMessage| {
        first_answer(tx, standing, request, mark, look.watched)
    };
    let mentions = match mentioned(tx, standing.circle, &request.mentions) {
        Ok(mentions) => mentions,
        Err(refused) => return again(tx, &request)?.ok_or(refused),
    };
    if let Err(refused) = require_turn(standing, now) {
        return again(tx, &request)?.ok_or(refused);
    }
    if look.treatment == Treatment::Hold {
        if let Some(answer) = again(tx, &request)? {
            return Ok(answer);
        }
        require_answered(tx, standing, &request)?;
        note_turn(tx, standing, now)?;
        return held::hold(tx, standing, &request, (mark, &mentions, marks), look.watched, now);
    }
    if look.treatment == Treatment::Fold {
        // As if its author had folded it: they and the moderators may take it off.
        request.content_note = request.content_note.or(Some(ContentNote::SelfHarm));
    }
    let position = Position::new(standing.circle, standing.head_seq.next());
    if !insert(tx, standing, &request, (mark, &mentions, marks), now)? {
        return again(tx, &request)?.ok_or_else(Rejection::internal);
    }
    require_answered(tx, standing, &request)?;
    note_turn(tx, standing, now)?;
    if standing.direct.is_some() {
        direct::note_words(tx, standing, now)?;
    }
    let id = request.id;
    let payload = EventPayload::MessagePosted { message: posted(standing, request, marks, now) };
    let seq = record::by_member(tx, standing, now, Entry::MessagePosted, payload)?;
    match look.treatment {
        Treatment::Post | Treatment::Hold => {}
        Treatment::Flag | Treatment::Fold => {
            screen::flag(tx, standing, (id, position), look.watched, now)?;
        }
    }
    Ok(Reply::MessageAccepted { seq, at: now, offer_help: offer_help(look.watched) })
}

const fn offer_help(watched: Signs) -> bool {
    watched.has(Sign::Crisis)
}

/// `false` where the id is taken.
fn insert(
    tx: &mut Tx<'_>,
    standing: &Standing,
    request: &SendMessage,
    (mark, mentions, marks): (i64, &[MemberKey], Marks),
    now: Timestamp,
) -> Result<bool, Rejection> {
    let new = NewMessage {
        id: request.id,
        author: standing.member,
        at: now,
        body: &request.body,
        fingerprint: mark,
        reply_to: request.reply_to,
        mentions,
        content_note: request.content_note,
        marks,
    };
    Ok(tx.insert_message(Position::new(standing.circle, standing.head_seq.next()), &new)?)
}

/// What it answers is in this circle, and not older than what its author may see.
fn require_answered(
    view: &View<'_>,
    standing: &Standing,
    request: &SendMessage,
) -> Result<(), Rejection> {
    let Some(earlier) = request.reply_to else { return Ok(()) };
    let answered = view.message(standing.circle, earlier)?;
    if answered.is_some_and(|message| standing.may_see(message.position.seq())) {
        return Ok(());
    }
    Err(Rejection::invalid("reply_to", "The message you answer is not in this circle."))
}

fn note_turn(tx: &mut Tx<'_>, standing: &Standing, now: Timestamp) -> Result<(), Rejection> {
    if standing.slow_mode_seconds > 0 {
        tx.note_speaking(standing.member, now)?;
    }
    Ok(())
}

fn posted(standing: &Standing, request: SendMessage, marks: Marks, now: Timestamp) -> MessageView {
    MessageView {
        id: request.id,
        seq: standing.head_seq.next(),
        author: standing.member_id,
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
        win: marks.win,
        daily_on: marks.daily_on,
        milestone: marks.milestone,
    }
}

/// The answer this very message got before; `None` where the id is new in this circle.
/// Only what stands in the circle, where everybody reads its id, or an own one that
/// waits can be in its way.
fn first_answer(
    view: &View<'_>,
    standing: &Standing,
    request: &SendMessage,
    mark: i64,
    found: Signs,
) -> Result<Option<Reply>, Rejection> {
    if let Some(first) = view.resend(standing.circle, request.id)? {
        let own = first.author == standing.member;
        // A deleted message keeps no mark: its author may only be told it arrived.
        let same_words = first.fingerprint.is_none_or(|kept| kept == mark);
        if own && same_words {
            let (seq, at) = (first.position.seq(), first.sent_at);
            return Ok(Some(Reply::MessageAccepted { seq, at, offer_help: offer_help(found) }));
        }
        return Err(id_conflict());
    }
    let Some(first) = view.held(standing.member, request.id)? else { return Ok(None) };
    if first.fingerprint == mark {
        return Ok(Some(Reply::MessageHeld { at: first.held_at }));
    }
    Err(id_conflict())
}

fn id_conflict() -> Rejection {
    Rejection::new(RefusalCode::IdConflict, "Another message was already sent under this id.")
}
