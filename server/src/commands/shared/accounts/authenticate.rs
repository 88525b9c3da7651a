//! Finds out whose cookie this is, and gives the session its next secret when that is
//! due.

use circles_protocol::{AccountId, Alias, SessionId, Timestamp};

use crate::auth::{SessionToken, draw_renewal_seed};
use crate::domain::{ActingSession, Actor, Rejection, TokenHash};
use crate::limits::REPLACED_TOKEN_MS;
use crate::store::{AuthenticatedRow, Renewal, RenewedToken, Store};

/// The holder of the cookie of a session that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuthenticatedSession {
    pub(crate) actor: Actor,
    pub(crate) account: AccountId,
    pub(crate) session: SessionId,
    pub(crate) alias: Alias,
    pub(crate) expires_at: Timestamp,
}

impl AuthenticatedSession {
    /// What every transaction of this request checks against the store again.
    pub(crate) const fn acting(&self) -> ActingSession {
        ActingSession { id: self.session, coordinator: self.actor.coordinator, private: false }
    }
}

impl From<AuthenticatedRow> for AuthenticatedSession {
    fn from(row: AuthenticatedRow) -> Self {
        Self {
            actor: Actor { account: row.account, coordinator: row.coordinator },
            account: row.account_id,
            session: row.session,
            alias: row.alias,
            expires_at: row.expires_at,
        }
    }
}

/// A session and, if it changed, the secret that the browser stores from now on.
pub(crate) type Authenticated = (AuthenticatedSession, Option<SessionToken>);

/// # Errors
/// `not_signed_in` without a cookie, and with one that is not valid (any more).
pub(crate) async fn authenticate(
    store: &Store,
    token: Option<&str>,
    now: Timestamp,
) -> Result<Authenticated, Rejection> {
    let token = token.ok_or_else(Rejection::not_signed_in)?;
    let row = find_session(store, token, now).await?;
    match row.renewal {
        Renewal::NotDue => Ok((row.into(), None)),
        Renewal::Repeated(seed) => Ok((row.into(), Some(SessionToken::renewed(token, seed)))),
        Renewal::Due => renew(store, row, token, now).await,
    }
}

/// The holder of this cookie before the passphrase was changed: good only for asking
/// again whether it was.
///
/// # Errors
/// `not_signed_in` for every other cookie.
pub(crate) async fn authenticate_before_change(
    store: &Store,
    token: Option<&str>,
    now: Timestamp,
) -> Result<AuthenticatedSession, Rejection> {
    let hash = TokenHash::of(token.ok_or_else(Rejection::not_signed_in)?);
    let found = store.read(move |view| Ok(view.session_before_change(&hash, now)?)).await?;
    Ok(found.ok_or_else(Rejection::not_signed_in)?.into())
}

async fn find_session(
    store: &Store,
    token: &str,
    now: Timestamp,
) -> Result<AuthenticatedRow, Rejection> {
    let hash = TokenHash::of(token);
    let found = store.read(move |view| Ok(view.session_by_token(&hash, now)?)).await?;
    found.ok_or_else(Rejection::not_signed_in)
}

async fn renew(
    store: &Store,
    row: AuthenticatedRow,
    token: &str,
    now: Timestamp,
) -> Result<Authenticated, Rejection> {
    let seed = draw_renewal_seed()?;
    let next = SessionToken::renewed(token, seed);
    let renewed = RenewedToken {
        old: TokenHash::of(token),
        new: next.hash(),
        seed,
        old_until: now.plus_ms(REPLACED_TOKEN_MS),
    };
    let session = row.session;
    if store.write(move |tx| Ok(tx.renew_session(session, &renewed)?)).await? {
        return Ok((row.into(), Some(next)));
    }
    // Another request of the same browser came first: its answer is given again.
    let row = find_session(store, token, now).await?;
    match row.renewal {
        Renewal::Repeated(seed) => Ok((row.into(), Some(SessionToken::renewed(token, seed)))),
        Renewal::NotDue | Renewal::Due => Err(Rejection::unavailable()),
    }
}
