//! How a session begins: the last step of signing up and of signing in, inside their
//! transaction.

use circles_protocol::{AccountId, Alias, SecurityNoticeKind, SessionId, Timestamp};
use uuid::Uuid;

use crate::auth::SessionToken;
use crate::clock::DAY_MS;
use crate::commands::shared::accounts::security::tell_holder;
use crate::domain::{AccountKey, Rejection, TokenHash};
use crate::limits::SESSIONS_PER_ACCOUNT;
use crate::security::{Event, Kind};
use crate::store::{AccountRow, NewSession, StoreError, Tx};

/// The session that is about to begin, on an account that is added later.
#[derive(Clone)]
pub(crate) struct Beginning {
    pub(crate) token: SessionToken,
    /// The browser is recognised by this from now on.
    pub(crate) device_token: SessionToken,
    /// The device's name, from `domain::device`.
    pub(crate) device: String,
    pub(crate) days: u32,
    pub(crate) at: Timestamp,
    /// The secret that the browser holds so far: its session ends now.
    pub(crate) replaces: Option<TokenHash>,
    /// The token by which the browser was recognised so far.
    pub(crate) known_as: Option<TokenHash>,
}

/// Somebody who is signed in, and the secrets that their browser stores.
pub(crate) struct SignedIn {
    pub(crate) account: AccountId,
    pub(crate) alias: Alias,
    pub(crate) coordinator: bool,
    pub(crate) token: SessionToken,
    pub(crate) device_token: SessionToken,
}

impl Beginning {
    pub(crate) fn draw(device: String, days: u32, at: Timestamp) -> Result<Self, Rejection> {
        let (token, device_token) = (SessionToken::draw()?, SessionToken::draw()?);
        Ok(Self { token, device_token, device, days, at, replaces: None, known_as: None })
    }

    /// On a browser that holds these cookies.
    pub(crate) fn on(self, session: Option<&str>, device: Option<&str>) -> Self {
        let (replaces, known_as) = (session.map(TokenHash::of), device.map(TokenHash::of));
        Self { replaces, known_as, ..self }
    }
}

pub(crate) fn begin_session(
    tx: &mut Tx<'_>,
    account: &AccountRow,
    beginning: Beginning,
) -> Result<SignedIn, Rejection> {
    // Checked here, and not earlier: the account may have been suspended while the
    // passphrase was checked, and no session may outlive that.
    if account.suspended {
        return Err(Rejection::account_suspended());
    }
    let (key, at) = (account.key, beginning.at);
    let unanswered = unanswered_session(tx, key)?;
    if let Some(session) = unanswered {
        tx.end_session(key, session)?;
    }
    if let Some(replaced) = beginning.replaces {
        tx.end_session_with(&replaced)?;
    }
    tx.purge_sessions(at)?;
    for oldest in tx.sessions(key, at)?.into_iter().skip(SESSIONS_PER_ACCOUNT - 1) {
        tx.end_session(key, oldest.id)?;
    }
    let id = SessionId(Uuid::new_v4());
    if let Some(request) = tx.keyed_request {
        tx.remember_request(key, request, Some(id.0), at)?;
    }
    let is_new = remember_device(tx, key, &beginning, unanswered.is_some())?;
    if is_new {
        tx.tell_operator(Event::of(Kind::NewDevice).account(account.id).session(id));
    }
    tx.add_session(&NewSession {
        id,
        token_hash: beginning.token.hash(),
        account: key,
        device: beginning.device,
        at,
        expires_at: at.plus_ms(i64::from(beginning.days) * DAY_MS),
    })?;
    let AccountRow { id, alias, coordinator, .. } = account.clone();
    let Beginning { token, device_token, .. } = beginning;
    Ok(SignedIn { account: id, alias, coordinator, token, device_token })
}

/// The browser is recognised from now on. If it wasn't, and others were, its owner is
/// told, and `true` is returned. They aren't told about the account's first browser, nor
/// again if an answer was lost.
fn remember_device(
    tx: &mut Tx<'_>,
    account: AccountKey,
    beginning: &Beginning,
    told_before: bool,
) -> Result<bool, Rejection> {
    let known = match &beginning.known_as {
        Some(device) => tx.knows_device(account, device)?,
        None => false,
    };
    let is_news = !known && !told_before && tx.has_known_device(account)?;
    if is_news {
        let device = Some(beginning.device.clone());
        tell_holder(tx, account, SecurityNoticeKind::NewDevice, device, beginning.at)?;
    }
    let token_hash = beginning.device_token.hash();
    if let Some(device) = &beginning.known_as {
        tx.rename_device(device, &token_hash)?;
    }
    tx.remember_device(account, &token_hash, beginning.at)?;
    Ok(is_news)
}

/// The session that an earlier request under the same key began. Its secret was lost with
/// the answer, so this one replaces it.
fn unanswered_session(tx: &Tx<'_>, account: AccountKey) -> Result<Option<SessionId>, StoreError> {
    let Some(request) = tx.keyed_request else { return Ok(None) };
    let earlier = tx.earlier_request(request.key, account)?;
    Ok(earlier.and_then(|earlier| earlier.outcome).map(SessionId))
}
