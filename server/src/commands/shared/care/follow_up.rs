//! The hello ladder of an alum: its current step, and what each step does. It exists only
//! while check-ins are shared with a mentor. Silence leads to a friendly hello; it alerts
//! nobody, and no reason is given.

use circles_protocol::{Consent, NoContactId, NoContactOutcome, Notice, Timestamp};
use uuid::Uuid;

use crate::commands::shared::care::notify_mentor::board_changed;
use crate::commands::shared::core::centre::tell_centre;
use crate::commands::shared::core::local_time;
use crate::domain::counts::Count;
use crate::domain::schedule::follow_up::{
    DEFAULT_DUE_MINUTE, FollowUpStep, StepDue, is_early, next_due, step_at, step_due,
};
use crate::domain::schedule::zone;
use crate::domain::{AccountKey, CircleKey, Rejection, Rules, TimerKind, sharing};
use crate::store::{FollowUpRow, Tx, View};

/// Starts the ladder if check-ins are shared from now on, and removes it if they no
/// longer are.
pub(crate) fn sync_with_consent(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    match (shared_since(tx, account)?, tx.follow_up(account)?) {
        (Some(since), None) => begin(tx, account, since, now, rules),
        (None, Some(_)) => remove(tx, account),
        (Some(_), Some(_)) | (None, None) => Ok(()),
    }
}

/// Nobody expects a check-in any more.
pub(crate) fn remove(tx: &mut Tx<'_>, account: AccountKey) -> Result<(), Rejection> {
    tx.clear_follow_up(account)?;
    Ok(tx.clear_timer(TimerKind::FollowUp, account.0)?)
}

/// A sign of life: the ladder starts again with the next day's check-in, or after a
/// pause. The centre's no-contact notice is closed.
pub(crate) fn record_contact(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    if tx.close_no_contact(account, NoContactOutcome::Reached, now)? {
        tell_centre(tx)?;
    }
    let Some(before) = tx.follow_up(account)? else { return Ok(()) };
    let Some(since) = shared_since(tx, account)? else {
        return sync_with_consent(tx, account, now, rules);
    };
    begin(tx, account, since, now, rules)?;
    if before.step.is_some() {
        tx.notify(account, Notice::CareChanged);
    }
    // The first step appears on no board: there is nothing to clear.
    if before.step > Some(FollowUpStep::Nudge) { board_changed(tx, account) } else { Ok(()) }
}

/// A private message to the mentor is a sign of life too.
pub(crate) fn wrote_in_direct(
    tx: &mut Tx<'_>,
    direct: CircleKey,
    account: AccountKey,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    let Some(pairing) = tx.active_pairing_of_mentee(account)? else { return Ok(()) };
    let with = tx.direct(direct)?.map(|direct| direct.other(account));
    if with == Some(pairing.mentor) { record_contact(tx, account, now, rules) } else { Ok(()) }
}

/// Since when a mentor can see the check-ins; `None` if no mentor can.
fn shared_since(view: &View<'_>, account: AccountKey) -> Result<Option<Timestamp>, Rejection> {
    let pairing = view.active_pairing_of_mentee(account)?;
    let given_at = view.consent_since(account, Consent::MentorSeesCheckIns)?;
    Ok(sharing::visible_from(pairing.and_then(|pairing| pairing.active_since), given_at))
}

/// Today is covered: the next check-in is expected tomorrow.
fn begin(
    tx: &mut Tx<'_>,
    account: AccountKey,
    shared_since: Timestamp,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    let zone = local_time::zone_of(tx, account)?;
    let care = tx.own_care(account)?;
    let minute = care.check_in_at.map_or(DEFAULT_DUE_MINUTE, |time| time.minutes());
    let today_ends = local_time::end_of_day(now, zone);
    let heard = care.paused_until.map_or(today_ends, |until| until.max(today_ends));
    let due_at = next_due(heard, minute, zone);
    let graduated = local_time::days_of(tx, account, now)?.graduated_on;
    let shared = zone::local_date(shared_since, zone);
    let early = is_early(&rules.follow_up(), graduated.0, shared, due_at, zone);
    tx.set_follow_up(account, &FollowUpRow { due_at, early, step: None })?;
    let first = step_at(&rules.follow_up(), due_at, early, FollowUpStep::Nudge, zone);
    Ok(tx.set_timer(TimerKind::FollowUp, account.0, first)?)
}

/// Fires every step that is due, each once.
pub(crate) fn run(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    let Some(mut follow_up) = tx.follow_up(account)? else {
        return Ok(tx.clear_timer(TimerKind::FollowUp, account.0)?);
    };
    // Somebody who can't sign in can't check in either: their silence means nothing.
    if tx.account(account)?.is_some_and(|account| account.suspended)
        && let Some(since) = shared_since(tx, account)?
    {
        return begin(tx, account, since, now, rules);
    }
    let zone = local_time::zone_of(tx, account)?;
    loop {
        match step_due(
            &rules.follow_up(),
            follow_up.due_at,
            follow_up.early,
            follow_up.step,
            zone,
            now,
        ) {
            StepDue::Take(step) => {
                fire(tx, account, step, (follow_up.due_at, now))?;
                follow_up.step = Some(step);
                tx.set_follow_up(account, &follow_up)?;
            }
            StepDue::WaitUntil(at) => {
                return Ok(tx.set_timer(TimerKind::FollowUp, account.0, at)?);
            }
            StepDue::Nothing => return Ok(tx.clear_timer(TimerKind::FollowUp, account.0)?),
        }
    }
}

fn fire(
    tx: &mut Tx<'_>,
    account: AccountKey,
    step: FollowUpStep,
    (since, now): (Timestamp, Timestamp),
) -> Result<(), Rejection> {
    match step {
        FollowUpStep::Nudge => {
            tx.notify(account, Notice::CareChanged);
            Ok(())
        }
        FollowUpStep::SayHello | FollowUpStep::Attempt => board_changed(tx, account),
        FollowUpStep::NoContact => {
            tx.open_no_contact(NoContactId(Uuid::new_v4()), account, since)?;
            tx.count(Count::NoContacts, now)?;
            tell_centre(tx)
        }
        FollowUpStep::Close => {
            tx.make_close_due(account)?;
            tell_centre(tx)
        }
    }
}
