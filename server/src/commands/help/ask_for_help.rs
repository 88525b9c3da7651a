//! Asks for help: the mentor, whoever is on call or the centre's staff are told at once,
//! or after the few seconds in which it can be taken back. Only one request is open at a
//! time; asking again returns the same one. No mute, slow mode or rate limit stops it. It
//! is stored at the first press, so closing the page loses nothing.

use circles_protocol::requests::AskForHelp;
use circles_protocol::{HelpTo, Notice, Reply, Timestamp};

use crate::clock::MINUTE_MS;
use crate::commands::Context;
use crate::commands::shared::help::alerting;
use crate::commands::shared::help::new_request::{require_not_too_often, told_as};
use crate::domain::counts::Count;
use crate::domain::{Actor, Rejection, Rules, TimerKind};
use crate::limits::HELP_UNDO_MS;
use crate::store::{HelpRow, NewHelp, Tx, View};

pub(crate) async fn ask_for_help(
    context: Context<'_>,
    request: AskForHelp,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .write(move |tx| {
            // Whoever sends it again gets its current state.
            if let Some(first) = tx.own_help(actor.account, request.id)? {
                return Ok(Reply::HelpAsked { help: first.view() });
            }
            let help = match tx.open_help(actor.account)? {
                Some(open) if asks_anew(tx, &open, &rules, now)? => {
                    let to = recipient(tx, actor, request.to)?;
                    tx.reopen_help(open.key, to, request.words.as_ref(), now)?;
                    alerting::start_escalation(tx, open.key, now, &rules)?
                }
                Some(open) => open,
                None => add(tx, actor, request, &rules, now)?,
            };
            Ok(Reply::HelpAsked { help: help.view() })
        })
        .await
}

/// A request that came from a message's words, or from a wish for a call, becomes one
/// that the alum made. If everyone was told and nobody has answered for long, all are
/// told once more.
fn asks_anew(
    view: &View<'_>,
    open: &HelpRow,
    rules: &Rules,
    now: Timestamp,
) -> Result<bool, Rejection> {
    let all_told = view.timer(TimerKind::Help, open.key.0)?.is_none();
    let long_ago = open.asked_at.plus_ms(i64::from(rules.help_centre_minutes) * MINUTE_MS);
    let unheard = all_told && now >= long_ago;
    Ok(open.outcome().waits() && (open.by_words || open.wants_call || unheard))
}

/// The mentor only if there is one who can be told.
fn recipient(view: &View<'_>, actor: Actor, to: HelpTo) -> Result<HelpTo, Rejection> {
    match to {
        HelpTo::Mentor if view.mentor_to_tell(actor.account)?.is_some() => Ok(HelpTo::Mentor),
        HelpTo::Mentor | HelpTo::OnCall => Ok(HelpTo::OnCall),
        HelpTo::Centre => Ok(HelpTo::Centre),
    }
}

fn add(
    tx: &mut Tx<'_>,
    actor: Actor,
    request: AskForHelp,
    rules: &Rules,
    now: Timestamp,
) -> Result<HelpRow, Rejection> {
    require_not_too_often(tx, actor, now)?;
    let to = recipient(tx, actor, request.to)?;
    let AskForHelp { id, words, undo, .. } = request;
    let undo_until = undo.then(|| now.plus_ms(HELP_UNDO_MS));
    let (account, by_words, wants_call) = (actor.account, false, false);
    let (client_id, id) = (Some(id), told_as(tx, id)?);
    let new =
        NewHelp { id, client_id, account, to, words, by_words, wants_call, at: now, undo_until };
    let key = tx.add_help(&new)?;
    if let Some(until) = undo_until {
        tx.set_timer(TimerKind::Help, key.0, until)?;
        let help = tx.help_by_key(key)?.ok_or_else(Rejection::internal)?;
        tx.notify(account, Notice::HelpChanged { help: help.view() });
        return Ok(help);
    }
    tx.count(Count::HelpRequests, now)?;
    alerting::start_escalation(tx, key, now, rules)
}
