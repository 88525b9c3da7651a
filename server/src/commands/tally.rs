//! Counts that something happened, in the week it is at the centre.

use circles_protocol::Timestamp;

use super::wall;
use crate::domain::count::monday_of;
use crate::domain::{Count, Rejection};
use crate::store::Tx;

pub(super) fn tally(tx: &mut Tx<'_>, what: Count, now: Timestamp) -> Result<(), Rejection> {
    let monday = monday_of(wall::today_at_centre(tx, now)?);
    Ok(tx.count(what, monday)?)
}
