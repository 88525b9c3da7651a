//! Changes the passphrase, ends every other session of the account, and gives the asking
//! session a new secret, so that anyone who copied its cookie is signed out.

use circles_protocol::http::ChangePassphrase;
use circles_protocol::{CloseCode, Refusal, RefusalCode, SecurityNoticeKind, SessionId, Timestamp};

use crate::auth::{Authenticator, SessionToken};
use crate::commands::shared::accounts::authenticate::AuthenticatedSession;
use crate::commands::shared::accounts::recovery_links::withdraw_links_to;
use crate::commands::shared::accounts::security::{tell_holder, withdraw_invites_of};
use crate::domain::{AccountKey, Rejection};
use crate::security::{Event, Kind};
use crate::store::{Store, StoreError, Tx};

/// `asks_again`: the cookie dates from before the change; the answer to it was lost.
pub(crate) async fn change_passphrase(
    store: &Store,
    authenticator: &Authenticator,
    session: AuthenticatedSession,
    asks_again: bool,
    form: ChangePassphrase,
    now: Timestamp,
) -> Result<SessionToken, Rejection> {
    let key = session.actor.account;
    let account = store.read(move |view| Ok(view.account(key)?)).await?;
    let account = account.ok_or_else(Rejection::not_found)?;
    // A borrowed phone must not become a way to guess passphrases.
    let by_holder = |kind| Event::of(kind).account(account.id).session(session.session);
    let attempt = authenticator.admit_holder(account.id).inspect_err(|_| {
        by_holder(Kind::PassphraseThrottled).tell();
    })?;
    let known = account.passphrase_hash;
    let token = SessionToken::draw()?;
    if asks_again {
        // The cookie alone is not enough: the new passphrase must be right as well.
        if !changed_before(store, key).await?
            || !authenticator.verify_known(form.new.into(), known).await?
        {
            by_holder(Kind::PassphraseRefused).tell();
            return Err(Rejection::not_signed_in());
        }
        attempt.succeeded();
        let (session, hash) = (session.session, token.hash());
        store.write(move |tx| Ok(tx.replace_session_secret(session, &hash, true)?)).await?;
        return Ok(token);
    }
    if !authenticator.verify_known(form.current, known.clone()).await? {
        by_holder(Kind::PassphraseRefused).tell();
        return Err(wrong());
    }
    attempt.succeeded();
    let personal =
        vec![account.sign_in_name.as_str().to_owned(), account.alias.as_str().to_owned()];
    let hash = authenticator
        .hash_new(form.new, personal)
        .await
        .map_err(|refused| at_field(refused, "new"))?;
    let (token_hash, end_calendar_feed) = (token.hash(), form.end_calendar_feed);
    let changed = by_holder(Kind::PassphraseChanged);
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
            let device = end_others(tx, key, session.session, now)?;
            tx.replace_session_secret(session.session, &token_hash, false)?;
            tx.close_session_sockets(key, session.session, CloseCode::SessionRenewed);
            withdraw_links(tx, key, now)?;
            if end_calendar_feed {
                tx.end_calendar_feed(key)?;
            }
            // They sign in as on any other browser, under the same rate limit.
            tx.forget_devices(key)?;
            tell_holder(tx, key, SecurityNoticeKind::PassphraseChanged, device, now)?;
            tx.tell_operator(changed);
            Ok(())
        })
        .await?;
    Ok(token)
}

/// Those that the account made, and those that lead into it: whoever knows the passphrase
/// needs no way back in.
fn withdraw_links(tx: &mut Tx<'_>, account: AccountKey, now: Timestamp) -> Result<(), Rejection> {
    withdraw_invites_of(tx, account, now)?;
    withdraw_links_to(tx, account, now)
}

/// Keeps the session that asks, and returns its device.
fn end_others(
    tx: &mut Tx<'_>,
    account: AccountKey,
    asking: SessionId,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let mut device = None;
    for session in tx.sessions(account, now)? {
        if session.id == asking {
            device = Some(session.device);
        } else {
            tx.end_session(account, session.id)?;
        }
    }
    Ok(device)
}

/// Whether an earlier request under this key changed the passphrase.
async fn changed_before(store: &Store, account: AccountKey) -> Result<bool, Rejection> {
    let Some(request) = store.keyed_request() else { return Ok(false) };
    let earlier = store.read(move |view| Ok(view.earlier_request(request.key, account)?)).await?;
    Ok(earlier.is_some_and(|earlier| request.require_same(&earlier.fingerprint).is_ok()))
}

/// Names the field in which the refused passphrase was typed.
pub(crate) fn at_field(Rejection(refusal): Rejection, field: &str) -> Rejection {
    match refusal.code == RefusalCode::PassphraseTooCommon {
        true => Rejection(refusal.field(field)),
        false => Rejection(refusal),
    }
}

fn wrong() -> Rejection {
    let sentence = "That is not your current passphrase.";
    Rejection(Refusal::new(RefusalCode::SignInFailed, sentence).field("current"))
}
