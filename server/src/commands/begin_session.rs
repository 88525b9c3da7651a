//! How a sign-in begins: the last step of signing up and of signing in, inside
//! their transaction.

use circles_protocol::{AccountId, Alias, SessionId, Timestamp};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::domain::{AccountKey, Rejection};
use crate::doorkeeper::SessionToken;
use crate::limits::SESSIONS_PER_ACCOUNT;
use crate::store::{NewSession, Tx};

/// The session that is about to begin: whose browser it is comes later.
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
    tx.purge_sessions(at)?;
    for oldest in tx.sessions(account, at)?.into_iter().skip(SESSIONS_PER_ACCOUNT - 1) {
        tx.end_session(account, oldest.id)?;
    }
    tx.add_session(&NewSession {
        id: SessionId(Uuid::new_v4()),
        token_hash: beginning.token.hash(),
        account,
        device: beginning.device,
        at,
        expires_at: at.plus_ms(i64::from(beginning.days) * DAY_MS),
    })?;
    Ok(beginning.token)
}
