//! When nobody has answered a request for help for a while: the next is told. And
//! when it was answered long ago: then it is over.

use circles_protocol::Timestamp;

use super::paging;
use crate::domain::{CareRules, HelpKey, Rejection, TimerKind};
use crate::store::Tx;

pub(super) fn ring(
    tx: &mut Tx<'_>,
    help_request: HelpKey,
    now: Timestamp,
    rules: &CareRules,
) -> Result<(), Rejection> {
    let Some(help) = tx.help_by_key(help_request)? else {
        return Ok(tx.clear_timer(TimerKind::Help, help_request.0)?);
    };
    if help.ended {
        return Ok(tx.clear_timer(TimerKind::Help, help_request.0)?);
    }
    if help.fate().waits() {
        paging::go_on(tx, &help, now, rules)
    } else {
        paging::end(tx, &help, now)
    }
}
