//! When nobody has answered a request for a private line: it goes from whoever was
//! asked as if they had declined, and its opener is not told.

use circles_protocol::Timestamp;

use crate::commands::shared::direct;
use crate::domain::lines::Stage;
use crate::domain::{CareRules, CircleKey, Rejection, TimerKind};
use crate::store::Tx;

pub(crate) fn run(
    tx: &mut Tx<'_>,
    line: CircleKey,
    now: Timestamp,
    _rules: &CareRules,
) -> Result<(), Rejection> {
    if let Some(line) = tx.line(line)?.filter(|line| line.stage == Stage::Asking) {
        direct::part(tx, &line, line.other(line.opener), now)?;
    }
    Ok(tx.clear_timer(TimerKind::LineRequest, line.0)?)
}
