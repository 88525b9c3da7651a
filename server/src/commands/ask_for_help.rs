//! Asks for help: the mentor, whoever is on call or the centre's staff are told at
//! once, or after the few seconds in which it can be taken back. One request is open
//! at a time; asking again is the same request. No mute, slow mode or pace holds it
//! back. It is kept here from the first press on: a page that closes takes nothing
//! with it.

use std::sync::Arc;

use circles_protocol::requests::AskForHelp;
use circles_protocol::{HelpCard, HelpId, HelpTo, Notice, Reply, Timestamp};
use uuid::Uuid;

use super::paging;
use crate::clock::{HOUR_MS, MINUTE_MS};
use crate::domain::counts::Count;
use crate::domain::{Actor, CareRules, Rejection, TimerKind};
use crate::limits::{HELP_ASKED_PER_HOUR, HELP_REQUESTS_PER_HOUR, HELP_UNDO_MS};
use crate::store::{HelpRow, NewHelp, Store, Tx, View};

pub(crate) async fn ask_for_help(
    store: &Store,
    actor: Actor,
    request: AskForHelp,
    rules: &Arc<CareRules>,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let rules = Arc::clone(rules);
    store
        .write(move |tx| {
            // Whoever sends it again hears how it stands now.
            if let Some(first) = tx.own_help(actor.account, request.id)? {
                return Ok(Reply::HelpAsked { help: first.view() });
            }
            let help = match tx.open_help(actor.account)? {
                Some(open) if asks_anew(tx, &open, &rules, now)? => {
                    let to = recipient(tx, actor, request.to)?;
                    tx.ask_anew(open.key, to, request.words.as_ref(), now)?;
                    paging::begin(tx, open.key, now, &rules)?
                }
                Some(open) => open,
                None => add(tx, actor, request, &rules, now)?,
            };
            Ok(Reply::HelpAsked { help: help.view() })
        })
        .await
}

/// What came of a message's words, or a wish for a call, becomes a request of one's
/// own. And where all were told and nobody has answered for long, all are told once
/// more.
fn asks_anew(
    view: &View<'_>,
    open: &HelpRow,
    rules: &CareRules,
    now: Timestamp,
) -> Result<bool, Rejection> {
    let all_told = view.timer(TimerKind::Help, open.key.0)?.is_none();
    let long_ago = open.asked_at.plus_ms(i64::from(rules.help_centre_minutes) * MINUTE_MS);
    let unheard = all_told && now >= long_ago;
    Ok(open.fate().waits() && (open.by_words || open.wants_call || unheard))
}

/// The mentor only where there is one who can be told.
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
    rules: &CareRules,
    now: Timestamp,
) -> Result<HelpRow, Rejection> {
    require_not_too_often(tx, actor, now)?;
    let to = recipient(tx, actor, request.to)?;
    let AskForHelp { id, words, undo, .. } = request;
    let undo_until = undo.then(|| now.plus_ms(HELP_UNDO_MS));
    let (account, by_words, wants_call) = (actor.account, false, false);
    let (asked_as, id) = (Some(id), told_as(tx, id)?);
    let new =
        NewHelp { id, asked_as, account, to, words, by_words, wants_call, at: now, undo_until };
    let key = tx.add_help(&new)?;
    if let Some(until) = undo_until {
        tx.set_timer(TimerKind::Help, key.0, until)?;
        let help = tx.help_by_key(key)?.ok_or_else(Rejection::internal)?;
        tx.notify(account, Notice::HelpChanged { help: help.view() });
        return Ok(help);
    }
    tx.count(Count::HelpRequests, now)?;
    paging::begin(tx, key, now, rules)
}

/// The id by which those who are told of it will know it. Where somebody else has asked
/// under the same one it is another: to whoever asks, theirs is as good as new.
pub(super) fn told_as(view: &View<'_>, id: HelpId) -> Result<HelpId, Rejection> {
    Ok(if view.help(id)?.is_none() { id } else { HelpId(Uuid::now_v7()) })
}

pub(super) fn require_not_too_often(
    view: &View<'_>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Rejection> {
    let since = now.plus_ms(-HOUR_MS);
    let told = view.count_help(actor.account, false, since)?;
    if told >= HELP_REQUESTS_PER_HOUR
        || view.count_all_help(actor.account, since)? >= HELP_ASKED_PER_HOUR
    {
        return Err(Rejection::limit_reached(&too_often(&view.help_card()?)));
    }
    Ok(())
}

/// With the first numbers of the centre's own card: one that is built in may lead
/// nowhere from where the centre is.
fn too_often(card: &HelpCard) -> String {
    let numbers = card.numbers.iter().take(3);
    let numbers: Vec<_> =
        numbers.map(|one| format!("{}, {}", one.label.as_str(), one.phone.as_str())).collect();
    format!(
        "You have asked several times within the hour, and we can't take one more just now. \
         If you need somebody right now, please call. {}.",
        numbers.join("; ")
    )
}
