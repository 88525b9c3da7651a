//! Runs when nobody has answered a request for a private conversation: it disappears for
//! whoever was asked as if they had declined, and its opener is not told.

use circles_protocol::Timestamp;

use crate::commands::shared::direct;
use crate::domain::direct::DirectStatus;
use crate::domain::{CircleKey, Rejection, Rules, TimerKind};
use crate::store::Tx;

pub(crate) fn run(
    tx: &mut Tx<'_>,
    direct: CircleKey,
    now: Timestamp,
    _rules: &Rules,
) -> Result<(), Rejection> {
    if let Some(direct) = tx.direct(direct)?.filter(|direct| direct.status == DirectStatus::Asking)
    {
        direct::leave(tx, &direct, direct.other(direct.opener), now)?;
    }
    Ok(tx.clear_timer(TimerKind::DirectRequest, direct.0)?)
}
