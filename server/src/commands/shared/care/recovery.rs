//! How far an alum is from their recovery date, for themselves, and when to check for the
//! next milestone. What others see of it is not decided here.

use circles_protocol::{LocalDate, MilestoneView, RecoveryView, Timestamp};

use crate::commands::shared::core::local_time;
use crate::domain::schedule::{milestones, recovery, zone};
use crate::domain::{AccountKey, Rejection, Rules, TimerKind};
use crate::limits::MILESTONES_PER_ACCOUNT;
use crate::store::{MilestoneAnswer, RecoveryRow, Tx, View};

pub(crate) fn view_of(
    view: &View<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<Option<RecoveryView>, Rejection> {
    let Some(row) = view.recovery(account)? else { return Ok(None) };
    let today = local_time::today_of(view, account, now)?;
    let lapses = view.lapses(account)?;
    let lapses: Vec<_> = lapses
        .iter()
        .map(|lapse| recovery::LapseDays { first: lapse.from.0, last: lapse.to.0 })
        .collect();
    let counted = recovery::cumulative_days(row.first_date.0, today.0, &lapses);
    let milestones = view.milestones(account)?;
    Ok(Some(RecoveryView {
        date: row.date,
        label: row.label,
        paused: row.paused,
        days: counted.in_recovery,
        days_in_all: counted.in_all,
        next: milestones::next_view(row.date, today).filter(|_| !row.paused),
        reached: milestones.iter().map(|milestone| milestone.reached).collect(),
        asked: milestones
            .iter()
            .filter(|milestone| milestone.asked)
            .map(|reached| reached.reached.milestone)
            .collect(),
    }))
}

/// Adopts this date. Milestones it has already reached are not news: nobody is asked.
///
/// # Errors
/// `limit_reached` if more milestones are stored than any life can have.
pub(crate) fn apply_date(
    tx: &mut Tx<'_>,
    account: AccountKey,
    row: &RecoveryRow,
    rules: &Rules,
    now: Timestamp,
) -> Result<(), Rejection> {
    if tx.milestones(account)?.len() >= MILESTONES_PER_ACCOUNT {
        let sentence =
            "The date was changed too often. Please take it away first, and set it anew.";
        return Err(Rejection::limit_reached(sentence));
    }
    tx.set_recovery(account, row)?;
    let today = local_time::today_of(tx, account, now)?;
    for reached in milestones::reached_views(row.date, today) {
        tx.reach_milestone(account, reached, Some(MilestoneAnswer::Private), now)?;
    }
    schedule_milestone(tx, account, rules, now)
}

/// Sets the timer for the next milestone, at the end of that day's quiet hours, or clears
/// it if none is expected. Called again whenever the date or the zone changes.
pub(crate) fn schedule_milestone(
    tx: &mut Tx<'_>,
    account: AccountKey,
    rules: &Rules,
    now: Timestamp,
) -> Result<(), Rejection> {
    let today = local_time::today_of(tx, account, now)?;
    let counted = tx.recovery(account)?.filter(|row| !row.paused);
    let due = match counted {
        Some(row) => match waiting(tx, account, row.date, today)? {
            Some(waiting) => Some(waiting),
            None => milestones::next_view(row.date, today),
        },
        None => None,
    };
    match due {
        Some(MilestoneView { on, .. }) => set_timer(tx, account, on, rules, now),
        None => Ok(tx.clear_timer(TimerKind::Milestone, account.0)?),
    }
}

/// A milestone whose day has come, but which has not been reached yet: it is early in the
/// morning, or the alum has changed to another time zone.
fn waiting(
    view: &View<'_>,
    account: AccountKey,
    date: LocalDate,
    today: LocalDate,
) -> Result<Option<MilestoneView>, Rejection> {
    let Some(newest) = milestones::reached_views(date, today).last() else { return Ok(None) };
    let known = view.milestones(account)?.iter().any(|milestone| milestone.reached == newest);
    Ok((!known).then_some(newest))
}

fn set_timer(
    tx: &mut Tx<'_>,
    account: AccountKey,
    on: LocalDate,
    rules: &Rules,
    now: Timestamp,
) -> Result<(), Rejection> {
    let zone = local_time::zone_of(tx, account)?;
    let from = zone::start_of_day(on.0, zone).max(now.plus_ms(1));
    let at = rules.quiet_hours().defer(from, zone);
    Ok(tx.set_timer(TimerKind::Milestone, account.0, at)?)
}
