//! Carries out a request that the client may repeat: the first time it is done, and after
//! that only answered.

use circles_protocol::{Reply, Timestamp};
use uuid::Uuid;

use crate::domain::{AccountKey, Rejection};
use crate::store::Tx;

/// Runs `action`, which returns the id of what it made; `answer` makes the reply from it.
/// Under a key that was used before, only `answer` runs. The key is stored in the
/// action's own transaction.
///
/// # Errors
/// What `action` refuses; `idempotency_key_reused` if the key stands for something else.
pub(crate) fn run_once(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
    answer: impl FnOnce(Uuid) -> Reply,
    action: impl FnOnce(&mut Tx<'_>) -> Result<Uuid, Rejection>,
) -> Result<Reply, Rejection> {
    if let Some(made) = made_before(tx, account)? {
        return Ok(answer(made));
    }
    let made = action(tx)?;
    remember(tx, account, made, now)?;
    Ok(answer(made))
}

/// What an earlier request under the same key made.
///
/// # Errors
/// `idempotency_key_reused` if that was another request.
pub(crate) fn made_before(tx: &Tx<'_>, account: AccountKey) -> Result<Option<Uuid>, Rejection> {
    let Some(request) = tx.keyed_request else { return Ok(None) };
    let Some(earlier) = tx.earlier_request(request.key, account)? else { return Ok(None) };
    request.require_same(&earlier.fingerprint)?;
    Ok(Some(earlier.outcome.unwrap_or_default()))
}

/// Stores what a request made, if the client may repeat it.
pub(crate) fn remember(
    tx: &mut Tx<'_>,
    account: AccountKey,
    made: Uuid,
    now: Timestamp,
) -> Result<(), Rejection> {
    if let Some(request) = tx.keyed_request {
        tx.remember_request(account, request, Some(made), now)?;
    }
    Ok(())
}
