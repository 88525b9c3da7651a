//! Tells an alum's mentor that the board has changed. What the mentor then sees
//! of it is asked anew, against what is shared at that moment.

use circles_protocol::Notice;

use crate::domain::{AccountKey, Rejection};
use crate::store::Tx;

pub(super) fn board_changed(tx: &mut Tx<'_>, mentee: AccountKey) -> Result<(), Rejection> {
    if let Some(pairing) = tx.active_pairing_of_mentee(mentee)? {
        tx.notify(pairing.mentor, Notice::BoardChanged);
    }
    Ok(())
}
