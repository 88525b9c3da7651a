//! Days and silences of a mentee, as a board needs them. What an alum shares of
//! milestones and lapses is asked here and nowhere else on a mentor's side.

use circles_protocol::{HelloDue, LapseView, LocalDate, Mark, MilestoneView, Timestamp};

use crate::domain::calendar::zone;
use crate::domain::{AccountKey, CareRules, Rejection, board};
use crate::limits::MILESTONE_SOON_DAYS;
use crate::store::{Graduation, StoreError, Tx, View};

/// The days that weeks and early days are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) graduated_on: LocalDate,
    pub(super) today: LocalDate,
}

pub(super) fn days_of(
    view: &View<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<Days, StoreError> {
    let graduation = view.graduation(account)?;
    let signed_up_on = local_date(graduation.signed_up_at, &graduation);
    Ok(Days {
        graduated_on: graduation.on.unwrap_or(signed_up_on),
        today: local_date(now, &graduation),
    })
}

pub(super) fn is_early(
    view: &View<'_>,
    account: AccountKey,
    rules: &CareRules,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Days { graduated_on, today } = days_of(view, account, now)?;
    Ok(board::is_early(graduated_on, today, rules.newcomer_days))
}

/// What is shared of milestones just now: the next one, and one reached in these
/// days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SharedMilestones {
    pub(super) next: Option<MilestoneView>,
    pub(super) congratulate: Option<Mark>,
}

impl SharedMilestones {
    /// The next one, where it is so near that a word about it is in place.
    pub(super) fn soon(&self, today: LocalDate) -> Option<(Mark, LocalDate)> {
        let next = self.next?;
        let days = (next.on.0 - today.0).num_days();
        (0..=MILESTONE_SOON_DAYS).contains(&days).then_some((next.mark, next.on))
    }
}

pub(super) fn milestones(
    _view: &View<'_>,
    _mentee: AccountKey,
    _today: LocalDate,
) -> Result<SharedMilestones, StoreError> {
    Ok(SharedMilestones::default())
}

/// Milestones that were reached, newest first.
pub(super) fn reached(
    _view: &View<'_>,
    _mentee: AccountKey,
) -> Result<Vec<MilestoneView>, StoreError> {
    Ok(Vec::new())
}

/// Lapses the mentor was told of, newest first, recorded from this moment on.
pub(super) fn lapses(
    _view: &View<'_>,
    _mentee: AccountKey,
    _from: Timestamp,
) -> Result<Vec<LapseView>, StoreError> {
    Ok(Vec::new())
}

/// What is due of the hello ladder, and since when nothing was heard. A mentor
/// who was in touch since is not asked again until the next rung.
pub(super) fn hello(
    _view: &View<'_>,
    _mentee: AccountKey,
    _last_outreach: Option<Timestamp>,
    _rules: &CareRules,
) -> Result<Option<(HelloDue, Timestamp)>, StoreError> {
    Ok(None)
}

pub(super) fn start_ladder(
    _tx: &mut Tx<'_>,
    _mentee: AccountKey,
    _now: Timestamp,
    _rules: &CareRules,
) -> Result<(), Rejection> {
    Ok(())
}

/// Nobody waits for a check-in any more.
pub(super) fn stop_ladder(_tx: &mut Tx<'_>, _mentee: AccountKey) -> Result<(), Rejection> {
    Ok(())
}

pub(super) fn heard_from(
    _tx: &mut Tx<'_>,
    _mentee: AccountKey,
    _now: Timestamp,
    _rules: &CareRules,
) -> Result<(), Rejection> {
    Ok(())
}

/// A zone that is no longer known to anybody counts as the middle of all.
fn local_date(at: Timestamp, graduation: &Graduation) -> LocalDate {
    let zone = zone::find(graduation.zone.as_str()).unwrap_or(chrono_tz::Tz::UTC);
    LocalDate(zone::local_date(at, zone))
}
