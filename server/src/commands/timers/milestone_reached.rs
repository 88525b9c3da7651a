//! Runs when an alum reaches a milestone: they are asked whether to share it, and nobody
//! else is told.

use circles_protocol::{Consent, MilestoneView, Notice, Timestamp};

use crate::commands::shared::care::notify_mentor::shared_changed;
use crate::commands::shared::care::recovery;
use crate::commands::shared::core::local_time;
use crate::domain::schedule::milestones;
use crate::domain::{AccountKey, Rejection, Rules, TimerKind};
use crate::store::Tx;

pub(crate) fn run(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    // A server that comes back up at night asks nobody before the morning.
    let at = rules.quiet_hours().defer(now, local_time::zone_of(tx, account)?);
    if at > now {
        return Ok(tx.set_timer(TimerKind::Milestone, account.0, at)?);
    }
    if let Some(row) = tx.recovery(account)?.filter(|row| !row.paused) {
        let today = local_time::today_of(tx, account, now)?;
        // This includes days on which the server was down. A milestone is reached only
        // once, even if the zone or the clock changes.
        let reached: Vec<MilestoneView> = milestones::reached_views(row.date, today).collect();
        let mut news = false;
        for milestone in reached {
            news |= tx.reach_milestone(account, milestone, None, now)?;
        }
        if news {
            tx.notify(account, Notice::CareChanged);
            shared_changed(tx, account, Consent::MentorSeesDates)?;
        }
    }
    recovery::schedule_milestone(tx, account, rules, now)
}
