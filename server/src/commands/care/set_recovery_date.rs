//! Sets, changes or removes the alum's own recovery date. Removing it removes everything
//! that was counted from it.

use circles_protocol::requests::SetRecoveryDate;
use circles_protocol::{Consent, Notice, RecoveryDate, Reply, Timestamp};

use crate::commands::Context;
use crate::commands::shared::care::notify_mentor::shared_changed;
use crate::commands::shared::care::recovery;
use crate::commands::shared::core::local_time;
use crate::domain::schedule::recovery::check_recovery_date;
use crate::domain::{Actor, Rejection, Rules, TimerKind};
use crate::store::{RecoveryRow, Tx};

pub(crate) async fn set_recovery_date(
    context: Context<'_>,
    request: SetRecoveryDate,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .write(move |tx| {
            match request.recovery {
                Some(date) => set(tx, actor, date, &rules, now)?,
                None => {
                    tx.clear_recovery(actor.account)?;
                    tx.clear_timer(TimerKind::Milestone, actor.account.0)?;
                }
            }
            tx.notify(actor.account, Notice::CareChanged);
            shared_changed(tx, actor.account, Consent::MentorSeesDates)?;
            Ok(Reply::Done)
        })
        .await
}

fn set(
    tx: &mut Tx<'_>,
    actor: Actor,
    wanted: RecoveryDate,
    rules: &Rules,
    now: Timestamp,
) -> Result<(), Rejection> {
    let today = local_time::today_of(tx, actor.account, now)?;
    check_recovery_date(wanted.date.0, today.0)
        .map_err(|fault| Rejection::invalid("recovery.date", &sentence(fault)))?;
    let before = tx.recovery(actor.account)?;
    if let Some(before) = before.filter(|before| before.date == wanted.date && !before.paused) {
        // If a milestone was reached this morning, the question about it stays pending.
        let row = RecoveryRow { label: wanted.label, ..before };
        return Ok(tx.set_recovery(actor.account, &row)?);
    }
    // The days before a later date were lived too; an earlier date is a correction.
    let first_date = match before {
        Some(before) => before.first_date.min(wanted.date),
        None => wanted.date,
    };
    let RecoveryDate { date, label } = wanted;
    let row = RecoveryRow { date, first_date, label, paused: false };
    recovery::apply_date(tx, actor.account, &row, rules, now)
}

fn sentence(fault: crate::domain::schedule::recovery::RecoveryDateError) -> String {
    format!("Please look at the date again: {fault}.")
}
