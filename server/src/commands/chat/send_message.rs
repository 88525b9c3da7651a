//! Posts a message, or holds it for a moderator.

use circles_protocol::requests::SendMessage;
use circles_protocol::{RefusalCode, Reply, Signal, Timestamp};

use crate::commands::Context;
use crate::commands::shared::core::local_time;
use crate::commands::shared::help::help_by_words::help_by_words;
use crate::commands::shared::posting::post;
use crate::domain::{Actor, Committed, MessageFlags, Operation, Rejection, ScreenedMessage};
use crate::store::Tx;

pub(crate) async fn send_message(
    context: Context<'_>,
    request: SendMessage,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    let daily = request.daily;
    let flags = MessageFlags { win: request.win, ..MessageFlags::default() };
    let mut message = ScreenedMessage::new(request, flags);
    store
        .write(move |tx| {
            if daily {
                message.flags.daily_on = Some(local_time::today_at_centre(tx, now)?);
            }
            let has_crisis_signal = message.found.has(Signal::Crisis);
            match post(tx, actor, Operation::SendMessage, message, &rules, now) {
                Err(refused) if has_crisis_signal && refused_for_posting_limit(&refused) => {
                    alert_despite_refusal(tx, actor, refused, now)
                }
                answer => answer.map(Committed::Done),
            }
        })
        .await?
        .into()
}

/// What is refused is not the words, but posting here at this time.
fn refused_for_posting_limit(refused: &Rejection) -> bool {
    matches!(refused.0.code, RefusalCode::Muted | RefusalCode::SlowMode)
}

/// Nothing was posted, but those on call are told all the same.
fn alert_despite_refusal(
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
