//! Records a lapse, in private. The mentor is told if the alum says so. Nothing is posted
//! to a circle here, whatever was chosen. Nothing is taken away.

use circles_protocol::requests::RecordLapse;
use circles_protocol::{
    Consent, DateChoice, LapseSharing, LapseView, Notice, RefusalCode, Reply, Timestamp, limits,
};

use crate::commands::Context;
use crate::commands::shared::care::notify_mentor::shared_changed;
use crate::commands::shared::care::recovery;
use crate::commands::shared::core::local_time;
use crate::domain::schedule::recovery::check_recovery_date;
use crate::domain::{Actor, Rejection, Rules};
use crate::store::{RecoveryRow, Tx, View};

pub(crate) async fn record_lapse(
    context: Context<'_>,
    request: RecordLapse,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .write(move |tx| {
            require_days(tx, actor, &request, now)?;
            let lapse = LapseView {
                id: request.id,
                from: request.from,
                to: request.to,
                shared_with: request.shared_with,
                recorded_at: now,
            };
            if let Some(first) = tx.lapse(actor.account, request.id)? {
                return if (LapseView { recorded_at: now, ..first }) == lapse {
                    Ok(Reply::Done)
                } else {
                    let sentence = "Another lapse was already recorded under this id.";
                    Err(Rejection::new(RefusalCode::IdConflict, sentence))
                };
            }
            if tx.count_lapses(actor.account)? >= limits::LAPSES_PER_ACCOUNT {
                return Err(Rejection::limit_reached("You have recorded 500 already."));
            }
            tx.record_lapse(actor.account, &lapse)?;
            let date_changed = choose_date(tx, actor, request.date, &rules, now)?;
            tx.notify(actor.account, Notice::CareChanged);
            if request.shared_with == LapseSharing::Mentor {
                shared_changed(tx, actor.account, Consent::MentorToldOfLapse)?;
            }
            if date_changed {
                shared_changed(tx, actor.account, Consent::MentorSeesDates)?;
            }
            Ok(Reply::Done)
        })
        .await
}

fn require_days(
    view: &View<'_>,
    actor: Actor,
    request: &RecordLapse,
    now: Timestamp,
) -> Result<(), Rejection> {
    let today = local_time::today_of(view, actor.account, now)?;
    if request.to < request.from {
        return Err(Rejection::invalid("to", "It can't end before it began."));
    }
    if request.to > today {
        return Err(Rejection::invalid("to", "That day has not come yet."));
    }
    check_recovery_date(request.from.0, today.0)
        .map_err(|_| Rejection::invalid("from", "That is too long ago."))?;
    if let DateChoice::ChangeDate { date } = request.date {
        check_recovery_date(date.0, today.0)
            .map_err(|_| Rejection::invalid("date.date", "A recovery date is today or earlier."))?;
    }
    Ok(())
}

/// What happens to the recovery date: `false` if it stays as it is. An alum without one
/// has nothing to choose.
fn choose_date(
    tx: &mut Tx<'_>,
    actor: Actor,
    choice: DateChoice,
    rules: &Rules,
    now: Timestamp,
) -> Result<bool, Rejection> {
    let Some(row) = tx.recovery(actor.account)? else { return Ok(false) };
    let changed = match choice {
        DateChoice::KeepDate => return Ok(false),
        DateChoice::ChangeDate { date } => {
            RecoveryRow { date, first_date: row.first_date.min(date), paused: false, ..row }
        }
        DateChoice::PauseDate => RecoveryRow { paused: true, ..row },
    };
    if changed.paused {
        tx.set_recovery(actor.account, &changed)?;
        recovery::schedule_milestone(tx, actor.account, rules, now)?;
    } else {
        recovery::apply_date(tx, actor.account, &changed, rules, now)?;
    }
    Ok(true)
}
