//! The private line of two people, as other commands open it.

use circles_protocol::{CircleId, Timestamp};

use crate::domain::{AccountKey, CircleKey, Rejection};
use crate::store::Tx;

/// The line of whoever asked for help and whoever answers.
///
/// # Errors
/// Stands where lines are not built yet: there is none to open.
pub(super) fn open_for_help(
    _tx: &mut Tx<'_>,
    _asker: AccountKey,
    _responder: AccountKey,
    _now: Timestamp,
) -> Result<(CircleKey, CircleId), Rejection> {
    Err(Rejection::not_found())
}
