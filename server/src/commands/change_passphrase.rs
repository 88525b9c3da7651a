//! Changes the passphrase, and ends every other session of the account.

use circles_protocol::http::ChangePassphrase;
use circles_protocol::{Refusal, RefusalCode, Timestamp};

use super::recognise::Bearer;
use crate::domain::Rejection;
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
    doorkeeper.admit_name(&account.sign_in_name)?;
    let known = account.passphrase_hash;
    if !doorkeeper.verify(form.current, Some(known.clone())).await? {
        return Err(wrong());
    }
    let hash = doorkeeper.hash(form.new).await?;
    store
        .write(move |tx| {
            let current = tx.account(key)?.ok_or_else(Rejection::not_found)?;
            if current.passphrase_hash != known {
                return Err(wrong());
            }
            tx.set_passphrase_hash(key, &hash)?;
            for session in tx.sessions(key, now)? {
                if session.id != bearer.session {
                    tx.end_session(key, session.id)?;
                }
            }
            Ok(())
        })
        .await
}

fn wrong() -> Rejection {
    let sentence = "That is not your current passphrase.";
    Rejection(Refusal::new(RefusalCode::SignInFailed, sentence).field("current"))
}
