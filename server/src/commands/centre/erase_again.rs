//! Erases again what a restored database still has of what people erased after the backup
//! was made. Each is erased by the same code as the first time. Called by the operator's
//! command line.

use std::collections::BTreeSet;

use circles_protocol::Timestamp;

use crate::commands::shared::moderation::held;
use crate::domain::{ErasedId, Rejection};
use crate::store::{Revived, Tx};

/// Returns how many things there were.
pub(crate) fn erase_again(
    tx: &mut Tx<'_>,
    erased: &BTreeSet<ErasedId>,
    now: Timestamp,
) -> Result<usize, Rejection> {
    let revived = tx.revived(erased)?;
    for &what in &revived {
        match what {
            Revived::Message(circle, id) => {
                if let Some(message) = tx.message(circle, id)? {
                    tx.delete_message(&message, now)?;
                }
            }
            Revived::Held(author, id) => {
                if let Some(waiting) = tx.held(author, id)? {
                    held::withdraw(tx, &waiting, now)?;
                }
            }
            Revived::CheckIn(account, id) => tx.delete_check_in(account, id, now)?,
            Revived::Lapse(account, id) => tx.delete_lapse(account, id, now)?,
        }
    }
    Ok(revived.len())
}
