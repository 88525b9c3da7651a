//! Posts a message. Sending is idempotent: the client makes the id, and the
//! same message under it again gets the first answer.

use circles_protocol::requests::SendMessage;
use circles_protocol::{Happening, MessageView, RefusalCode, Reply, Timestamp};

use super::mentioned::{distinct, mentioned};
use super::record;
use crate::domain::fingerprint::fingerprint;
use crate::domain::{Actor, Operation, Position, Rejection, Standing, require_turn, require_voice};
use crate::store::{Entry, NewMessage, Store, Tx};

pub(crate) async fn send_message(
    store: &Store,
    actor: Actor,
    request: SendMessage,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let mark =
                fingerprint(request.id, request.body.as_str(), request.reply_to, &request.mentions);
            match (require_voice(Operation::SendMessage, standing.clone(), now), standing) {
                (Ok(standing), _) => post(tx, &standing, request, mark, now),
                // A resend is answered even where the circle was closed meanwhile.
                (Err(refused), Some(present)) => {
                    first_answer(tx, &present, &request, mark)?.ok_or(refused)
                }
                (Err(refused), None) => Err(refused),
            }
        })
        .await
}

fn post(
    tx: &mut Tx<'_>,
    standing: &Standing,
    request: SendMessage,
    mark: i64,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let mentions = match mentioned(tx, standing.circle, &request.mentions) {
        Ok(mentions) => mentions,
        Err(refused) => return first_answer(tx, standing, &request, mark)?.ok_or(refused),
    };
    if let Err(refused) = require_turn(standing, now) {
        return first_answer(tx, standing, &request, mark)?.ok_or(refused);
    }
    let seq = standing.head_seq.next();
    let new = NewMessage {
        id: request.id,
        author: standing.member,
        at: now,
        body: &request.body,
        fingerprint: mark,
        reply_to: request.reply_to,
        mentions: &mentions,
        content_note: request.content_note,
    };
    if !tx.insert_message(Position::new(standing.circle, seq), &new)? {
        return first_answer(tx, standing, &request, mark)?.ok_or_else(Rejection::internal);
    }
    if let Some(earlier) = request.reply_to {
        let answered = tx.message(standing.circle, earlier)?;
        if !answered.is_some_and(|message| standing.may_see(message.position.seq())) {
            let sentence = "The message you answer is not in this circle.";
            return Err(Rejection::invalid("reply_to", sentence));
        }
    }
    if standing.slow_mode_seconds > 0 {
        tx.note_speaking(standing.member, now)?;
    }
    let happening = Happening::MessagePosted { message: posted(standing, request, now) };
    let seq = record::by_member(tx, standing, now, Entry::MessagePosted, happening)?;
    Ok(Reply::MessageAccepted { seq, at: now, offer_help: false })
}

fn posted(standing: &Standing, request: SendMessage, now: Timestamp) -> MessageView {
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
    }
}

/// The answer this very message got before; `None` where the id is new.
fn first_answer(
    tx: &Tx<'_>,
    standing: &Standing,
    request: &SendMessage,
    mark: i64,
) -> Result<Option<Reply>, Rejection> {
    let Some(first) = tx.resend(request.id)? else { return Ok(None) };
    let same_place = first.author == standing.member && first.position.circle() == standing.circle;
    // A deleted message keeps no mark: its author may only be told it arrived.
    let same_words = first.fingerprint.is_none_or(|kept| kept == mark);
    if same_place && same_words {
        return Ok(Some(Reply::MessageAccepted {
            seq: first.position.seq(),
            at: first.sent_at,
            offer_help: false,
        }));
    }
    Err(Rejection::new(RefusalCode::IdConflict, "Another message was already sent under this id."))
}
