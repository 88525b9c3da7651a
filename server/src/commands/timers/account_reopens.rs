//! Runs when an account that came back by a recovery link has been partly closed for long
//! enough: everything is open to it again.

use circles_protocol::Timestamp;

use crate::commands::shared::accounts::recovery_links::open_again;
use crate::domain::{AccountKey, Rejection, Rules};
use crate::store::Tx;

pub(crate) fn run(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
    _rules: &Rules,
) -> Result<(), Rejection> {
    open_again(tx, account, now)
}
