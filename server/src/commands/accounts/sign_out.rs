//! Ends the session that asks, and its sockets with it.

use crate::commands::shared::accounts::authenticate::AuthenticatedSession;
use crate::domain::Rejection;
use crate::store::Store;

pub(crate) async fn sign_out(
    store: &Store,
    session: AuthenticatedSession,
) -> Result<(), Rejection> {
    // It doesn't matter if another device has ended it in the meantime.
    store
        .write(move |tx| Ok(tx.end_session(session.actor.account, session.session).map(drop)?))
        .await
}
