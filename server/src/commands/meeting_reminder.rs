//! When a meeting is near. It clears the timer alone as yet.

use circles_protocol::Timestamp;

use crate::domain::{CareRules, MeetingKey, Rejection, TimerKind};
use crate::store::Tx;

pub(super) fn ring(
    tx: &mut Tx<'_>,
    meeting: MeetingKey,
    _now: Timestamp,
    _rules: &CareRules,
) -> Result<(), Rejection> {
    Ok(tx.clear_timer(TimerKind::Meeting, meeting.0)?)
}
