//! A mentee's days and silences, as a board needs them. This is the only place on a
//! mentor's side that reads what an alum shares of milestones and lapses.

use circles_protocol::{HelloStep, LocalDate, Milestone, MilestoneView, Timestamp};

use crate::commands::shared::core::local_time::{self, Days};
use crate::domain::schedule::follow_up::{FollowUpStep, step_at};
use crate::domain::schedule::milestones;
use crate::domain::{AccountKey, Rules, board};
use crate::limits::{CONGRATULATE_DAYS, CONGRATULATE_DAYS_BEFORE, MILESTONE_SOON_DAYS};
use crate::store::{FollowUpRow, StoreError, View};

pub(crate) fn is_early(
    view: &View<'_>,
    account: AccountKey,
    rules: &Rules,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Days { graduated_on, today } = local_time::days_of(view, account, now)?;
    Ok(board::is_early(graduated_on, today, rules.newcomer_days))
}

/// What is shared of milestones right now: the next one, and one whose day is near: past,
/// present or coming.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SharedMilestones {
    pub(crate) next: Option<MilestoneView>,
    pub(crate) congratulate: Option<MilestoneView>,
}

impl SharedMilestones {
    /// The one that is near enough to congratulate on.
    pub(crate) fn near(&self, today: LocalDate) -> Option<(Milestone, LocalDate)> {
        let soon =
            self.next.filter(|next| (0..=MILESTONE_SOON_DAYS).contains(&ahead(*next, today)));
        self.congratulate.or(soon).map(|near| (near.milestone, near.on))
    }
}

pub(crate) fn milestones(
    view: &View<'_>,
    mentee: AccountKey,
    today: LocalDate,
) -> Result<SharedMilestones, StoreError> {
    let counted = view.recovery(mentee)?.filter(|row| !row.paused);
    let next = counted.and_then(|row| milestones::next_view(row.date, today));
    let newest = view.milestones(mentee)?.first().map(|milestone| milestone.reached);
    let fresh = newest.filter(|newest| (-CONGRATULATE_DAYS..=0).contains(&ahead(*newest, today)));
    // The date counts, not whether the alum was asked already: early that day they have
    // not been, and yesterday's congratulation is still due.
    let due = counted.and_then(|row| milestones::newest_view(row.date, today));
    let due = due.filter(|due| ahead(*due, today) == 0);
    let eve = next.filter(|next| ahead(*next, today) <= CONGRATULATE_DAYS_BEFORE);
    Ok(SharedMilestones { next, congratulate: due.or(eve).or(fresh) })
}

/// The number of days until it; below 0 if it has passed.
fn ahead(milestone: MilestoneView, today: LocalDate) -> i64 {
    (milestone.on.0 - today.0).num_days()
}

/// Milestones that were reached, newest first.
pub(crate) fn reached(
    view: &View<'_>,
    mentee: AccountKey,
) -> Result<Vec<MilestoneView>, StoreError> {
    let milestones = view.milestones(mentee)?;
    Ok(milestones.into_iter().map(|milestone| milestone.reached).collect())
}

/// The step of the hello ladder that is due, and since when nothing was heard. A mentor
/// who has been in touch since is not asked again until the next step.
pub(crate) fn hello(
    view: &View<'_>,
    mentee: AccountKey,
    last_outreach: Option<Timestamp>,
    rules: &Rules,
) -> Result<Option<(HelloStep, Timestamp)>, StoreError> {
    let Some(FollowUpRow { due_at, early, step: Some(step) }) = view.follow_up(mentee)? else {
        return Ok(None);
    };
    let asked = match step {
        FollowUpStep::Nudge => return Ok(None),
        FollowUpStep::SayHello => FollowUpStep::SayHello,
        FollowUpStep::Attempt | FollowUpStep::NoContact | FollowUpStep::Close => {
            FollowUpStep::Attempt
        }
    };
    let zone = local_time::zone_of(view, mentee)?;
    let asked_at = step_at(&rules.follow_up(), due_at, early, asked, zone);
    if last_outreach.is_some_and(|last| last >= asked_at) {
        return Ok(None);
    }
    let due =
        if asked == FollowUpStep::SayHello { HelloStep::SayHello } else { HelloStep::LogAttempt };
    Ok(Some((due, due_at)))
}
