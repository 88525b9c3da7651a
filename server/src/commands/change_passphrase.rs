//! Changes the passphrase, and ends every other session of the account.

use circles_protocol::http::ChangePassphrase;
use circles_protocol::{Refusal, RefusalCode, Timestamp};

use super::recognise::Bearer;
use crate::domain::{AccountKey, Rejection};
use crate::doorkeeper::Doorkeeper;
use crate::store::Store;

pub(crate) async fn change_passphrase(
    store: &Store,
    doorkeeper: &Doorkeeper,
    bearer: Bearer,
    form: ChangePassphrase,
    now: Timestamp,
) -> Result<(), Rejection> {
    let key = bearer.actor.account;
    let account = store.read(move |view| Ok(view.account(key)?)).await?;
    let account = account.ok_or_else(Rejection::not_found)?;
    // A borrowed phone must not become a way to guess.
    let attempt = doorkeeper.admit_name(&account.sign_in_name)?;
    let known = account.passphrase_hash;
    if !doorkeeper.verify(form.current, Some(known.clone())).await? {
        // Perhaps because it was changed by this request, and the answer was lost.
        if changed_before(store, key).await?
            && doorkeeper.verify(form.new.into(), Some(known)).await?
        {
            attempt.was_right();
            return Ok(());
        }
        return Err(wrong());
    }
    attempt.was_right();
    let personal =
        vec![account.sign_in_name.as_str().to_owned(), account.alias.as_str().to_owned()];
    let hash = doorkeeper
        .hash_new(form.new, personal)
        .await
        .map_err(|refused| at_field(refused, "new"))?;
    store
        .write(move |tx| {
            let current = tx.account(key)?.ok_or_else(Rejection::not_found)?;
            if current.passphrase_hash != known {
                return Err(wrong());
            }
            tx.set_passphrase_hash(key, &hash)?;
            if let Some(request) = tx.keyed_request {
                tx.remember_request(key, request, None, now)?;
            }
            for session in tx.sessions(key, now)? {
                if session.id != bearer.session {
                    tx.end_session(key, session.id)?;
                }
            }
            Ok(())
        })
        .await
}

/// Whether a request under this key has changed it.
async fn changed_before(store: &Store, account: AccountKey) -> Result<bool, Rejection> {
    let Some(request) = store.keyed_request() else { return Ok(false) };
    let earlier = store.read(move |view| Ok(view.earlier_request(request.key, account)?)).await?;
    Ok(earlier.is_some_and(|earlier| request.require_same(&earlier.fingerprint).is_ok()))
}

/// Says at which field a passphrase was typed that is refused.
pub(super) fn at_field(Rejection(refusal): Rejection, field: &str) -> Rejection {
    match refusal.code == RefusalCode::PassphraseTooCommon {
        true => Rejection(refusal.field(field)),
        false => Rejection(refusal),
    }
}

fn wrong() -> Rejection {
    let sentence = "That is not your current passphrase.";
    Rejection(Refusal::new(RefusalCode::SignInFailed, sentence).field("current"))
}
