//! Asks for the passphrase once more, before something that a stolen browser must not be
//! able to do. It is good for one action, for a few minutes.

use circles_protocol::http::ConfirmPassphrase;
use circles_protocol::{Refusal, RefusalCode, Timestamp};

use crate::auth::Authenticator;
use crate::commands::shared::accounts::authenticate::AuthenticatedSession;
use crate::domain::{Actor, Rejection};
use crate::limits::CONFIRMED_MS;
use crate::security::{Event, Kind};
use crate::store::{Store, Tx};

/// # Errors
/// `sign_in_failed` at `passphrase`, and `rate_limited` after several failures.
pub(crate) async fn confirm_passphrase(
    store: &Store,
    authenticator: &Authenticator,
    session: AuthenticatedSession,
    form: ConfirmPassphrase,
    now: Timestamp,
) -> Result<(), Rejection> {
    let key = session.actor.account;
    let account = store.read(move |view| Ok(view.account(key)?)).await?;
    let account = account.ok_or_else(Rejection::not_found)?;
    let by_holder = |kind| Event::of(kind).account(account.id).session(session.session);
    let attempt = authenticator.admit_holder(account.id).inspect_err(|_| {
        by_holder(Kind::PassphraseThrottled).tell();
    })?;
    let hash = account.passphrase_hash.clone();
    if !authenticator.verify_known(form.passphrase, account.passphrase_hash).await? {
        by_holder(Kind::PassphraseRefused).tell();
        return Err(wrong());
    }
    attempt.succeeded();
    store
        .write(move |tx| {
            let current = tx.account(key)?.ok_or_else(Rejection::not_found)?;
            if current.passphrase_hash != hash {
                return Err(wrong());
            }
            Ok(tx.confirm_session(session.session, now.plus_ms(CONFIRMED_MS))?)
        })
        .await
}

fn wrong() -> Rejection {
    let sentence = "That is not your passphrase.";
    Rejection(Refusal::new(RefusalCode::SignInFailed, sentence).field("passphrase"))
}

/// Uses up the confirmation. The operator at the machine needs no passphrase.
///
/// # Errors
/// `passphrase_needed`.
pub(crate) fn require_confirmed(
    tx: &mut Tx<'_>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Rejection> {
    let confirmed = match tx.session {
        Some(session) => tx.use_confirmation(session.id, now)?,
        None => tx.account(actor.account)?.is_none(),
    };
    if confirmed {
        return Ok(());
    }
    let sentence = "Please enter your passphrase to go on.";
    Err(Rejection::new(RefusalCode::PassphraseNeeded, sentence))
}
