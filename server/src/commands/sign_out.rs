//! Ends the session that asks, and with it its sockets.

use super::recognise::Bearer;
use crate::domain::Rejection;
use crate::store::Store;

pub(crate) async fn sign_out(store: &Store, bearer: Bearer) -> Result<(), Rejection> {
    // Ended meanwhile on another device is as good.
    store.write(move |tx| Ok(tx.end_session(bearer.actor.account, bearer.session).map(drop)?)).await
}
