//! Ends one of the caller's own sessions; its sockets close.

use circles_protocol::SessionId;

use crate::domain::{AccountKey, Rejection};
use crate::store::Store;

/// # Errors
/// `not_found` for a session that doesn't exist or belongs to another account.
pub(crate) async fn end_session(
    store: &Store,
    account: AccountKey,
    session: SessionId,
) -> Result<(), Rejection> {
    store
        .write(
            move |tx| {
                if tx.end_session(account, session)? { Ok(()) } else { Err(Rejection::not_found()) }
            },
        )
        .await
}
