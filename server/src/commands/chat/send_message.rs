//! Posts a message, or holds it for a moderator.

use circles_protocol::requests::SendMessage;
use circles_protocol::{RefusalCode, Reply, Signal, Timestamp};

use crate::commands::Context;
use crate::commands::shared::core::local_time;
use crate::commands::shared::help::help_by_words::help_by_words;
use crate::commands::shared::posting::post;
use crate::domain::{Actor, Committed, Draft, MessageFlags, Operation, Rejection};
use crate::store::Tx;

pub(crate) async fn send_message(
    context: Context<'_>,
    request: SendMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    let daily = request.daily;
    let flags = MessageFlags { win: request.win, ..MessageFlags::default() };
    let mut draft = Draft::new(request, flags);
    store
        .write(move |tx| {
            if daily {
                draft.flags.daily_on = Some(local_time::today_at_centre(tx, now)?);
            }
            let cries = draft.found.has(Signal::Crisis);
            match post(tx, actor, Operation::SendMessage, draft, &rules, now) {
                Err(refused) if cries && cannot_speak(&refused) => hear(tx, actor, refused, now),
                answer => answer.map(Committed::Done),
            }
        })
        .await?
        .into()
}

/// What is refused is not the words, but posting here at this time.
fn cannot_speak(refused: &Rejection) -> bool {
    matches!(refused.0.code, RefusalCode::Muted | RefusalCode::SlowMode)
}

/// Nothing was posted, but those on call are told all the same.
fn hear(
    tx: &mut Tx<'_>,
    actor: Actor,
    refused: Rejection,
    now: Timestamp,
) -> Result<Committed<Reply>, Rejection> {
    if tx.centre_settings()?.watch_for.contains(&Signal::Crisis) {
        help_by_words(tx, actor.account, now)?;
    }
    Ok(Committed::Refused(refused))
}
