//! How a sign-in begins: the last step of signing up and of signing in, inside
//! their transaction.

use circles_protocol::{AccountId, Alias, SessionId, Timestamp};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::domain::{AccountKey, Rejection};
use crate::doorkeeper::SessionToken;
use crate::limits::SESSIONS_PER_ACCOUNT;
use crate::store::{NewSession, StoreError, Tx};

/// The session that is about to begin: whose browser it is comes later.
#[derive(Clone)]
pub(crate) struct Beginning {
    pub(crate) token: SessionToken,
    /// As `domain::device` calls it.
    pub(crate) device: String,
    pub(crate) days: u32,
    pub(crate) at: Timestamp,
}

/// Somebody who is signed in, and the secret their browser shall keep.
pub(crate) struct SignedIn {
    pub(crate) account: AccountId,
    pub(crate) alias: Alias,
    pub(crate) coordinator: bool,
    pub(crate) token: SessionToken,
}

impl Beginning {
    pub(crate) fn draw(device: String, days: u32, at: Timestamp) -> Result<Self, Rejection> {
        Ok(Self { token: SessionToken::draw()?, device, days, at })
    }
}

pub(crate) fn begin_session(
    tx: &mut Tx<'_>,
    account: AccountKey,
    beginning: Beginning,
) -> Result<SessionToken, Rejection> {
    // Here, and not before: it may have been suspended while a passphrase was
    // checked, and no sign-in may outlive that.
    if tx.account(account)?.is_some_and(|account| account.suspended) {
        return Err(Rejection::account_suspended());
    }
    let at = beginning.at;
    if let Some(session) = unanswered_session(tx, account)? {
        tx.end_session(account, session)?;
    }
    tx.purge_sessions(at)?;
    for oldest in tx.sessions(account, at)?.into_iter().skip(SESSIONS_PER_ACCOUNT - 1) {
        tx.end_session(account, oldest.id)?;
    }
    let id = SessionId(Uuid::new_v4());
    if let Some(request) = tx.keyed_request {
        tx.remember_request(account, request, Some(id.0), at)?;
    }
    tx.add_session(&NewSession {
        id,
        token_hash: beginning.token.hash(),
        account,
        device: beginning.device,
        at,
        expires_at: at.plus_ms(i64::from(beginning.days) * DAY_MS),
    })?;
    Ok(beginning.token)
}

/// The session that an earlier request under the same key began. Its secret was lost
/// with the answer: this one takes its place.
fn unanswered_session(tx: &Tx<'_>, account: AccountKey) -> Result<Option<SessionId>, StoreError> {
    let Some(request) = tx.keyed_request else { return Ok(None) };
    let earlier = tx.earlier_request(request.key, account)?;
    Ok(earlier.and_then(|earlier| earlier.outcome).map(SessionId))
}
