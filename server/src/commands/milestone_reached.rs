//! When an alum reaches a milestone. It clears the timer alone as yet.

use circles_protocol::Timestamp;

use crate::domain::{AccountKey, CareRules, Rejection, TimerKind};
use crate::store::Tx;

pub(super) fn ring(
    tx: &mut Tx<'_>,
    account: AccountKey,
    _now: Timestamp,
    _rules: &CareRules,
) -> Result<(), Rejection> {
    Ok(tx.clear_timer(TimerKind::Milestone, account.0)?)
}
