//! Runs the timers that are due, each in a write of its own, in which it is checked
//! again, carried out, and set again or cleared. So each runs once, whenever the server
//! stops. This file doesn't know what any kind of timer is for.

use circles_protocol::{RefusalCode, Timestamp, WireEnum as _};
use futures_util::future::join_all;

use crate::clock::MINUTE_MS;
use crate::commands::shared::care::follow_up;
use crate::commands::timers::{
    account_reopens, direct_request_lapsed, help_unanswered, meeting_reminder, milestone_reached,
};
use crate::domain::{AccountKey, CircleKey, HelpKey, MeetingKey, Rejection, Rules, TimerKind};
use crate::limits::{TIMERS_AT_ONCE, TIMERS_TOGETHER};
use crate::store::{Store, TimerRow, Tx};

/// What one pass did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TimerPass {
    pub(crate) ran: usize,
    /// The number that failed and are retried in a minute.
    pub(crate) put_off: usize,
    /// The earliest timer that the pass found: not after `now` if more may be due at
    /// once.
    pub(crate) next: Option<Timestamp>,
}

/// Runs what is due, the earliest first; the rest of a long list is left to the next
/// pass, so that members' own writes get their turn.
///
/// # Errors
/// The store's own failure. Whatever was not run is still due then.
pub(crate) async fn run_due_timers(
    store: &Store,
    now: Timestamp,
    rules: Rules,
) -> Result<TimerPass, Rejection> {
    run_timers_due_by(store, now, move |tx, timer| run(tx, timer, now, &rules)).await
}

/// Each either sets its timer again, for later, or clears it.
fn run(tx: &mut Tx<'_>, timer: TimerRow, now: Timestamp, rules: &Rules) -> Result<(), Rejection> {
    let subject = timer.subject;
    match timer.kind {
        TimerKind::FollowUp => follow_up::run(tx, AccountKey(subject), now, rules),
        TimerKind::Milestone => milestone_reached::run(tx, AccountKey(subject), now, rules),
        TimerKind::Help => help_unanswered::run(tx, HelpKey(subject), now, rules),
        TimerKind::Meeting => meeting_reminder::run(tx, MeetingKey(subject), now, rules),
        TimerKind::AccountReopens => account_reopens::run(tx, AccountKey(subject), now, rules),
        TimerKind::DirectRequest => direct_request_lapsed::run(tx, CircleKey(subject), now, rules),
    }
}

enum Outcome {
    Ran,
    PutOff,
    /// It was moved or cleared since it was found.
    Gone,
}

/// The same, but with another action for each timer, for tests.
pub(crate) async fn run_timers_due_by<R>(
    store: &Store,
    now: Timestamp,
    run: R,
) -> Result<TimerPass, Rejection>
where
    R: Fn(&mut Tx<'_>, TimerRow) -> Result<(), Rejection> + Clone + Send + 'static,
{
    let look =
        store.read(move |view| Ok((view.due_timers(now, TIMERS_AT_ONCE)?, view.next_timer()?)));
    let (due, next) = look.await?;
    let mut pass = TimerPass { next, ..TimerPass::default() };
    for together in due.chunks(TIMERS_TOGETHER) {
        let running_timers =
            together.iter().map(|timer| run_timer(store, *timer, now, run.clone()));
        // All have finished before the first failure of the store is returned.
        for outcome in join_all(running_timers).await {
            match outcome? {
                Outcome::Ran => pass.ran += 1,
                Outcome::PutOff => pass.put_off += 1,
                Outcome::Gone => {}
            }
        }
    }
    Ok(pass)
}

async fn run_timer<R>(
    store: &Store,
    timer: TimerRow,
    now: Timestamp,
    run: R,
) -> Result<Outcome, Rejection>
where
    R: Fn(&mut Tx<'_>, TimerRow) -> Result<(), Rejection> + Send + 'static,
{
    let ran = store.write(move |tx| run_if_due(tx, timer, now, run)).await;
    match ran {
        Ok(outcome) => Ok(outcome),
        // Nothing can be stored at all, not even a delay of this timer.
        Err(rejection) if rejection.0.code == RefusalCode::Unavailable => Err(rejection),
        Err(rejection) => {
            let (kind, code) = (timer.kind.as_str(), rejection.0.code);
            tracing::error!(kind, ?code, "a timer could not be run");
            store.write(move |tx| put_off(tx, timer, now)).await
        }
    }
}

fn run_if_due<R>(
    tx: &mut Tx<'_>,
    timer: TimerRow,
    now: Timestamp,
    run: R,
) -> Result<Outcome, Rejection>
where
    R: Fn(&mut Tx<'_>, TimerRow) -> Result<(), Rejection>,
{
    let due_at = tx.timer(timer.kind, timer.subject)?.filter(|due_at| *due_at <= now);
    let Some(due_at) = due_at else { return Ok(Outcome::Gone) };
    let timer = TimerRow { due_at, ..timer };
    run(tx, timer)?;
    let after = tx.timer(timer.kind, timer.subject)?;
    if after.is_some_and(|after| after <= due_at) {
        tracing::error!(kind = timer.kind.as_str(), "a timer was neither moved on nor cleared");
        tx.set_timer(timer.kind, timer.subject, now.plus_ms(MINUTE_MS))?;
        return Ok(Outcome::PutOff);
    }
    Ok(Outcome::Ran)
}

/// A timer that fails each time must not block all others for ever.
fn put_off(tx: &mut Tx<'_>, timer: TimerRow, now: Timestamp) -> Result<Outcome, Rejection> {
    if tx.timer(timer.kind, timer.subject)?.is_none_or(|due_at| due_at > now) {
        return Ok(Outcome::Gone);
    }
    tx.set_timer(timer.kind, timer.subject, now.plus_ms(MINUTE_MS))?;
    Ok(Outcome::PutOff)
}
