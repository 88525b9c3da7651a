//! Finds out whose cookie this is.

use circles_protocol::{AccountId, Alias, RefusalCode, SessionId, Timestamp};

use crate::domain::{Actor, Rejection, TokenHash};
use crate::store::Store;

/// Whoever holds the cookie of a session that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bearer {
    pub(crate) actor: Actor,
    pub(crate) account: AccountId,
    pub(crate) session: SessionId,
    pub(crate) alias: Alias,
    pub(crate) expires_at: Timestamp,
}

/// # Errors
/// `not_signed_in` without a cookie, and with one that means nothing (any more).
pub(crate) async fn recognise(
    store: &Store,
    token: Option<&str>,
    now: Timestamp,
) -> Result<Bearer, Rejection> {
    let hash = TokenHash::of(token.ok_or_else(not_signed_in)?);
    let found = store.read(move |view| Ok(view.bearer(&hash, now)?)).await?;
    let row = found.ok_or_else(not_signed_in)?;
    Ok(Bearer {
        actor: Actor { account: row.account, coordinator: row.coordinator },
        account: row.account_id,
        session: row.session,
        alias: row.alias,
        expires_at: row.expires_at,
    })
}

fn not_signed_in() -> Rejection {
    Rejection::new(RefusalCode::NotSignedIn, "Please sign in.")
}
