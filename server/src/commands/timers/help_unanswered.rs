//! Runs for a request for help. Once it can't be taken back any more, somebody is told.
//! If nobody has answered it for a while, the next is told. If it was answered long ago,
//! it ends. If it was taken back, it is deleted.

use circles_protocol::Timestamp;

use crate::commands::shared::help::alerting;
use crate::domain::{HelpKey, Rejection, Rules, TimerKind};
use crate::store::Tx;

pub(crate) fn run(
    tx: &mut Tx<'_>,
    help_request: HelpKey,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    let Some(help) = tx.help_by_key(help_request)? else {
        return Ok(tx.clear_timer(TimerKind::Help, help_request.0)?);
    };
    if help.ended {
        if help.undo_until.is_some() {
            tx.delete_help(help.key)?;
        }
        return Ok(tx.clear_timer(TimerKind::Help, help_request.0)?);
    }
    if help.undo_until.is_some() {
        alerting::undo_window_over(tx, &help, now, rules)
    } else if help.outcome().waits() {
        alerting::escalate(tx, &help, now, rules)
    } else {
        alerting::end(tx, &help, now)
    }
}
