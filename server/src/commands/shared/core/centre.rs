//! Tells the centre's staff that something on their page has changed.

use circles_protocol::Notice;

use crate::domain::Rejection;
use crate::store::Tx;

pub(crate) fn tell_centre(tx: &mut Tx<'_>) -> Result<(), Rejection> {
    for account in tx.coordinators()? {
        tx.notify(account, Notice::CentreChanged);
    }
    Ok(())
}
