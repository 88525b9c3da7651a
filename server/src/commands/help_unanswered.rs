//! When nobody has answered a help request for a while. It clears the timer alone as
//! yet.

use circles_protocol::Timestamp;

use crate::domain::{CareRules, HelpKey, Rejection, TimerKind};
use crate::store::Tx;

pub(super) fn ring(
    tx: &mut Tx<'_>,
    help_request: HelpKey,
    _now: Timestamp,
    _rules: &CareRules,
) -> Result<(), Rejection> {
    Ok(tx.clear_timer(TimerKind::Help, help_request.0)?)
}
