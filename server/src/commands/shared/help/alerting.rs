//! Tells people that somebody asks for help: who can be told now, the next step of the
//! chain, and how it continues. Part of several commands, inside their transaction. No
//! circle is ever told.

use circles_protocol::{HelpAlert, HelpAlertState, HelpStep, HelpTo, Notice, Timestamp};

use crate::clock::HOUR_MS;
use crate::commands::shared::care::mentee_card::phone_for;
use crate::domain::counts::Count;
use crate::domain::escalation::{Reachable, Step, Waiting, alert_more, alerted_as, next_step};
use crate::domain::rota::{Shift, on_call_at};
use crate::domain::{AccountKey, HelpKey, Rejection, Rules, TimerKind};
use crate::limits::{HELP_ENDS_HOURS, HELP_TAKEN_BACK_HOURS};
use crate::store::{HelpRow, OnCallRow, StoreError, Tx, View};

/// Whether somebody on the centre's staff, other than whoever asks, can be told.
pub(crate) fn centre_is_there(view: &View<'_>, asker: AccountKey) -> Result<bool, StoreError> {
    Ok(view.coordinators()?.iter().any(|account| *account != asker))
}

/// Those on call now who can be told, in rota order: not suspended, and not the person
/// who asks.
pub(crate) fn on_duty(
    view: &View<'_>,
    asker: AccountKey,
    now: Timestamp,
) -> Result<Vec<OnCallRow>, StoreError> {
    let running = view.shifts_touching(now, now.plus_ms(1))?;
    let shifts: Vec<Shift> = running.into_iter().map(|row| row.shift).collect();
    let mut people = Vec::new();
    for person in on_call_at(&shifts, now) {
        people.extend(view.on_call_by_key(person)?);
    }
    people.retain(|person| !person.suspended && person.account != asker);
    Ok(people)
}

fn reachable(view: &View<'_>, help: &HelpRow, now: Timestamp) -> Result<Reachable, StoreError> {
    let mut centre = view.coordinators()?;
    centre.retain(|account| *account != help.account);
    // Looked up only if it may matter: it reads all coming shifts.
    let next_shift = if centre.is_empty() { view.next_shift(now)? } else { None };
    let on_call = on_duty(view, help.account, now)?;
    Ok(Reachable {
        mentor: view.mentor_to_tell(help.account)?.map(|(account, _)| account),
        on_call: on_call.into_iter().map(|person| person.account).collect(),
        centre,
        next_shift,
        alerted: view.alerted(help.key)?.into_iter().map(|(account, _)| account).collect(),
    })
}

/// Somebody has just asked, or asks once more: the first of the chain is told, and those
/// who were told before are told again.
pub(crate) fn start_escalation(
    tx: &mut Tx<'_>,
    key: HelpKey,
    now: Timestamp,
    rules: &Rules,
) -> Result<HelpRow, Rejection> {
    let help = existing(tx, key)?;
    let earlier = tx.alerted(key)?;
    take_step(tx, &help, Waiting { last_step: None, ..help.waiting() }, now, rules)?;
    let help = existing(tx, key)?;
    for (account, alerted_at) in earlier {
        tell_one(tx, &help, account, alerted_at)?;
    }
    Ok(help)
}

/// Nobody has taken the request back: the first of the chain is told.
pub(crate) fn undo_window_over(
    tx: &mut Tx<'_>,
    help: &HelpRow,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    tx.end_undo(help.key)?;
    tx.count(Count::HelpRequests, now)?;
    start_escalation(tx, help.key, now, rules)?;
    Ok(())
}

/// More people are alerted for a waiting request, as whoever asked wishes. If there is
/// nobody who was not alerted before, nothing changes.
pub(crate) fn add_recipient(
    tx: &mut Tx<'_>,
    help: &HelpRow,
    to: HelpTo,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    if help.alerted.contains(&to) {
        return Ok(());
    }
    let reachable = reachable(tx, help, now)?;
    let Some(step) = alert_more(help.waiting(), to, &reachable, rules, now) else {
        return Ok(());
    };
    tx.set_last_step(help.key, step.level)?;
    if let Some(recheck_at) = step.recheck_at {
        tx.set_timer(TimerKind::Help, help.key.0, recheck_at)?;
    }
    alert(tx, help.key, &step, to, now)
}

/// Nobody has answered yet: the next of the chain is told.
pub(crate) fn escalate(
    tx: &mut Tx<'_>,
    help: &HelpRow,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    take_step(tx, help, help.waiting(), now, rules)
}

fn take_step(
    tx: &mut Tx<'_>,
    help: &HelpRow,
    waiting: Waiting,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    let step = next_step(waiting, &reachable(tx, help, now)?, rules, now);
    tx.set_last_step(help.key, step.level)?;
    match step.recheck_at {
        Some(recheck_at) => tx.set_timer(TimerKind::Help, help.key.0, recheck_at)?,
        None => tx.clear_timer(TimerKind::Help, help.key.0)?,
    }
    let group = alerted_as(step.level).unwrap_or(help.to);
    alert(tx, help.key, &step, group, now)
}

fn alert(
    tx: &mut Tx<'_>,
    key: HelpKey,
    step: &Step,
    recipient: HelpTo,
    now: Timestamp,
) -> Result<(), Rejection> {
    for account in &step.alert {
        tx.add_alert(key, *account, recipient, now)?;
    }
    let help = existing(tx, key)?;
    tx.notify(help.account, Notice::HelpChanged { help: help.view() });
    for account in &step.alert {
        tell_one(tx, &help, *account, now)?;
    }
    Ok(())
}

/// Replaces the timer of the waiting request: an answered one ends by itself, so that
/// nobody who asks tomorrow is told of today's answer.
pub(crate) fn end_later(tx: &mut Tx<'_>, key: HelpKey, now: Timestamp) -> Result<(), StoreError> {
    tx.set_timer(TimerKind::Help, key.0, now.plus_ms(HELP_ENDS_HOURS * HOUR_MS))
}

pub(crate) fn end(tx: &mut Tx<'_>, help: &HelpRow, now: Timestamp) -> Result<(), Rejection> {
    if help.undo_until.is_some() {
        // Nobody was told. The row is kept for a while, so that its id is not reused.
        tx.take_back_help(help.key, now)?;
        let gone_at = now.plus_ms(HELP_TAKEN_BACK_HOURS * HOUR_MS);
        tx.set_timer(TimerKind::Help, help.key.0, gone_at)?;
    } else {
        tx.end_help(help.key, now)?;
        tx.clear_timer(TimerKind::Help, help.key.0)?;
    }
    tell_all(tx, help.key)
}

/// Whether somebody who was told may still see it: while they are staff, take shifts, or
/// are the mentor. When that ends, so does this.
pub(crate) fn may_see_alert(
    view: &View<'_>,
    help: &HelpRow,
    account: AccountKey,
) -> Result<bool, StoreError> {
    let mentor = view.mentor_to_tell(help.account)?;
    Ok(mentor.is_some_and(|(mentor, _)| mentor == account)
        || view.on_call_account(account)?.is_some()
        || view.coordinators()?.contains(&account))
}

/// Whoever asked, and everyone who was told, gets the current state.
pub(crate) fn tell_all(tx: &mut Tx<'_>, key: HelpKey) -> Result<(), Rejection> {
    let help = existing(tx, key)?;
    tx.notify(help.account, Notice::HelpChanged { help: help.view() });
    for (account, alerted_at) in tx.alerted(key)? {
        tell_one(tx, &help, account, alerted_at)?;
    }
    Ok(())
}

/// The help alert of somebody who was told. It includes the telephone number of whoever
/// asked if they are replying and may call.
pub(crate) fn alert_of(
    view: &View<'_>,
    help: &HelpRow,
    account: AccountKey,
    alerted_at: Timestamp,
) -> Result<HelpAlert, StoreError> {
    let alert = help.alert(account, alerted_at);
    let phone = match alert.state {
        HelpAlertState::Yours => phone_for(view, account, help.account)?,
        HelpAlertState::Waiting | HelpAlertState::Taken | HelpAlertState::Ended => None,
    };
    Ok(HelpAlert { phone, ..alert })
}

fn tell_one(
    tx: &mut Tx<'_>,
    help: &HelpRow,
    account: AccountKey,
    alerted_at: Timestamp,
) -> Result<(), StoreError> {
    if !may_see_alert(tx, help, account)? {
        return Ok(());
    }
    tx.notify(account, Notice::HelpAlerted { alert: alert_of(tx, help, account, alerted_at)? });
    // A mentor's board shows that their mentee asks for help.
    if tx.mentor_to_tell(help.account)?.is_some_and(|(mentor, _)| mentor == account) {
        tx.notify(account, Notice::BoardChanged);
    }
    Ok(())
}

/// Somebody goes on call: they are told of the waiting requests of whoever hands a shift
/// over to them.
pub(crate) fn copy_alerts_to(
    tx: &mut Tx<'_>,
    from: AccountKey,
    to: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    for key in tx.open_alerts(from)? {
        let help = existing(tx, key)?;
        if help.outcome().waits() && help.account != to && tx.alerted_at(key, to)?.is_none() {
            tx.add_alert(key, to, HelpTo::OnCall, now)?;
            tell_one(tx, &help, to, now)?;
        }
    }
    Ok(())
}

/// The rota has changed: requests of which nobody could be told are checked again at
/// once.
pub(crate) fn recheck_unalerted(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    for key in tx.untold_help()? {
        tx.set_timer(TimerKind::Help, key.0, now)?;
    }
    Ok(())
}

/// Somebody can't answer any more. They no longer see their alerts, the requests they
/// were answering wait again, and the next of the chain is told at once.
pub(crate) fn drop_responder(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    for key in tx.open_alerts(account)? {
        let outcome = existing(tx, key)?.outcome();
        let theirs = outcome.responder == Some(account);
        tx.drop_alert(key, account)?;
        if theirs {
            tx.unacknowledge(key)?;
            tell_all(tx, key)?;
        }
        if theirs || outcome.waits() {
            tx.set_timer(TimerKind::Help, key.0, now)?;
        }
    }
    Ok(())
}

/// A pairing of this alum has ended. If only the mentor was told, nobody could answer:
/// the next of the chain is told at once.
pub(crate) fn skip_former_mentor(
    tx: &mut Tx<'_>,
    mentee: AccountKey,
    now: Timestamp,
) -> Result<(), StoreError> {
    let open = tx.open_help(mentee)?;
    if let Some(help) =
        open.filter(|help| help.outcome().waits() && help.last_step == HelpStep::Mentor)
    {
        tx.set_timer(TimerKind::Help, help.key.0, now)?;
    }
    Ok(())
}

fn existing(view: &View<'_>, key: HelpKey) -> Result<HelpRow, Rejection> {
    view.help_by_key(key)?.ok_or_else(Rejection::internal)
}
