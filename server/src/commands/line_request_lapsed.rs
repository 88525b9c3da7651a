//! When nobody has answered a request for a private line. It clears the timer alone
//! as yet.

use circles_protocol::Timestamp;

use crate::domain::{CareRules, CircleKey, Rejection, TimerKind};
use crate::store::Tx;

pub(super) fn ring(
    tx: &mut Tx<'_>,
    line: CircleKey,
    _now: Timestamp,
    _rules: &CareRules,
) -> Result<(), Rejection> {
    Ok(tx.clear_timer(TimerKind::LineRequest, line.0)?)
}
