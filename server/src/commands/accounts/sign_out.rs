//! Ends the session that asks, and with it its sockets.

use crate::commands::shared::accounts::authenticate::AuthenticatedSession;
use crate::domain::Rejection;
use crate::store::Store;

pub(crate) async fn sign_out(
    store: &Store,
    session: AuthenticatedSession,
) -> Result<(), Rejection> {
    // Ended meanwhile on another device is as good.
    store
        .write(move |tx| Ok(tx.end_session(session.actor.account, session.session).map(drop)?))
        .await
}
