//! Lets somebody who holds a recovery link back into their account: a new passphrase, every
//! session ended, and a new one begun. Circles, pairings, dates and consents stay. Private
//! conversations, check-ins and dates are closed for a time, because nobody here can know
//! whether the right person held the link. Whoever repeats the request because no answer
//! came is signed in again.

use std::net::IpAddr;

use circles_protocol::http::{PreviewRecovery, RecoverAccount, RecoveryPreview, SignIn};
use circles_protocol::{AuditAction, RefusalCode, SecurityNoticeKind, Timestamp};

use crate::auth::Authenticator;
use crate::clock::HOUR_MS;
use crate::commands::accounts::change_passphrase::at_field;
use crate::commands::accounts::sign_in::sign_in;
use crate::commands::shared::accounts::begin_session::{Beginning, SignedIn, begin_session};
use crate::commands::shared::accounts::recovery_links::{append_to_audit, status_of};
use crate::commands::shared::accounts::security::{tell_holder, withdraw_invites_of};
use crate::commands::shared::core::centre::tell_centre;
use crate::domain::recovery_link::invalid;
use crate::domain::{AccountKey, Actor, KeyedRequest, Rejection, TimerKind, TokenHash};
use crate::limits::RECOVERING_HOURS;
use crate::security::{Event, Kind, Source};
use crate::store::{AccountRow, RecoveryLinkRow, Store, StoreError, Tx, View};

/// Whose account a link leads into, without using it. Whoever used it and got no answer
/// can preview it once more.
pub(crate) async fn preview_recovery(
    store: &Store,
    form: PreviewRecovery,
    now: Timestamp,
) -> Result<RecoveryPreview, Rejection> {
    let (token, keyed) = (TokenHash::of(&form.token.0), store.keyed_request());
    store
        .read(move |view| {
            let found = find(view, &token)?;
            if !used_before(view, keyed, found.account.key)? {
                found.require_usable(now)?;
            }
            let Found { link, account } = found;
            Ok(RecoveryPreview { sign_in_name: account.sign_in_name, expires_at: link.expires_at })
        })
        .await
}

pub(crate) async fn recover_account(
    store: &Store,
    authenticator: &Authenticator,
    form: RecoverAccount,
    from: IpAddr,
    session: Beginning,
) -> Result<SignedIn, Rejection> {
    let (token, now, keyed) = (TokenHash::of(&form.token.0), session.at, store.keyed_request());
    let lookup = token;
    // Before the costly hash, so that only somebody with a link can cause one.
    let (account, again) = store
        .read(move |view| {
            let found = find(view, &lookup)?;
            let again = used_before(view, keyed, found.account.key)?;
            if !again {
                found.require_usable(now)?;
            }
            Ok((found.account, again))
        })
        .await?;
    if !again {
        let personal =
            vec![account.sign_in_name.as_str().to_owned(), account.alias.as_str().to_owned()];
        let hashed = authenticator.hash_new(form.passphrase.clone(), personal).await;
        let hash = hashed.map_err(|refused| at_field(refused, "passphrase"))?;
        let (source, session) = (Source::of(from, now), session.clone());
        let recovered = store.write(move |tx| recover(tx, &token, &hash, source, session)).await?;
        if let Some(signed_in) = recovered {
            return Ok(signed_in);
        }
    }
    // The key alone is not enough: the passphrase must be right as well, under the rate
    // limit of every sign-in.
    let form = SignIn { sign_in_name: account.sign_in_name, passphrase: form.passphrase.into() };
    sign_in(store, authenticator, form, from, session).await.map_err(|refused| {
        match refused.0.code == RefusalCode::SignInFailed {
            true => used_otherwise(),
            false => refused,
        }
    })
}

struct Found {
    link: RecoveryLinkRow,
    account: AccountRow,
}

impl Found {
    fn require_usable(&self, now: Timestamp) -> Result<(), Rejection> {
        status_of(&self.link, &self.account).require_usable(now)
    }
}

fn find(view: &View<'_>, token: &TokenHash) -> Result<Found, Rejection> {
    let link = view.recovery_link_with(token)?.ok_or_else(invalid)?;
    let account = view.account(link.account)?.ok_or_else(invalid)?;
    Ok(Found { link, account })
}

/// Whether an earlier request under this key used the link.
fn used_before(
    view: &View<'_>,
    keyed: Option<KeyedRequest>,
    account: AccountKey,
) -> Result<bool, StoreError> {
    let Some(request) = keyed else { return Ok(false) };
    let earlier = view.earlier_request_of_anyone(request)?;
    Ok(earlier.is_some_and(|earlier| earlier.account == account))
}

/// `None` if another request under the same key has done it in the meantime.
fn recover(
    tx: &mut Tx<'_>,
    token: &TokenHash,
    passphrase_hash: &str,
    source: Option<Source>,
    session: Beginning,
) -> Result<Option<SignedIn>, Rejection> {
    let (now, found) = (session.at, find(tx, token)?);
    let key = found.account.key;
    if used_before(tx, tx.keyed_request, key)? {
        return Ok(None);
    }
    found.require_usable(now)?;
    let Found { link, account } = found;
    tx.set_passphrase_hash(key, passphrase_hash)?;
    withdraw_invites_of(tx, key, now)?;
    tx.end_all_sessions(key)?;
    tx.forget_devices(key)?;
    // An earlier time is replaced by this one. What the operator makes opens everything:
    // whoever has the machine can read the database.
    tx.end_recovering(key)?;
    let closed_until = (!account.coordinator).then(|| now.plus_ms(RECOVERING_HOURS * HOUR_MS));
    tx.use_recovery_link(link.id, now, closed_until)?;
    if let Some(until) = closed_until {
        tx.set_timer(TimerKind::AccountReopens, key.0, until)?;
    }
    let device = Some(session.device.clone());
    tell_holder(tx, key, SecurityNoticeKind::RecoveryLinkUsed, device, now)?;
    let actor = Actor { account: key, coordinator: account.coordinator };
    append_to_audit(tx, actor, AuditAction::RecoveryLinkUsed, &link, now)?;
    tx.tell_operator(Event::of(Kind::RecoveryLinkUsed).account(account.id).source(source));
    tell_centre(tx)?;
    Ok(Some(begin_session(tx, &account, session)?))
}

fn used_otherwise() -> Rejection {
    let sentence = "You have set a new passphrase with this link already. Please sign in with \
                    that one.";
    Rejection::new(RefusalCode::IdempotencyKeyReused, sentence)
}
