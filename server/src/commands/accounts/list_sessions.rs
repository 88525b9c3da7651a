//! The devices an account is signed in on.

use circles_protocol::Timestamp;
use circles_protocol::http::{SessionView, Sessions};

use crate::commands::shared::accounts::authenticate::AuthenticatedSession;
use crate::domain::Rejection;
use crate::store::Store;

pub(crate) async fn list_sessions(
    store: &Store,
    session: AuthenticatedSession,
    now: Timestamp,
) -> Result<Sessions, Rejection> {
    let account = session.actor.account;
    let rows = store.read(move |view| Ok(view.sessions(account, now)?)).await?;
    let sessions = rows.into_iter().map(|row| SessionView {
        current: row.id == session.session,
        id: row.id,
        device: row.device,
        signed_in_at: row.signed_in_at,
        expires_at: row.expires_at,
    });
    Ok(Sessions { sessions: sessions.collect() })
}
