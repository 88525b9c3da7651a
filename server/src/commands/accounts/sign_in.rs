//! Signs an account in. An unknown name and a wrong passphrase get the same
//! answer after the same work.

use std::net::IpAddr;

use circles_protocol::http::SignIn;
use circles_protocol::{RefusalCode, SecurityNoticeKind, Timestamp};

use crate::auth::Authenticator;
use crate::clock::DAY_MS;
use crate::commands::shared::accounts::begin_session::{Beginning, SignedIn, begin_session};
use crate::commands::shared::accounts::security::tell_holder;
use crate::domain::{AccountKey, Rejection};
use crate::security::{Event, Kind, Source};
use crate::store::Store;

pub(crate) async fn sign_in(
    store: &Store,
    authenticator: &Authenticator,
    form: SignIn,
    from: IpAddr,
    session: Beginning,
) -> Result<SignedIn, Rejection> {
    let name = form.sign_in_name.clone();
    let device = session.known_as;
    // Nobody queries the store before they are admitted, except a browser that may be
    // known.
    let visitor = match device {
        Some(_) => None,
        None => Some(authenticator.admit_name(&form.sign_in_name, from)),
    };
    let (account, device_is_known) = store
        .read(move |view| {
            let Some(account) = view.account_named(&name)? else { return Ok((None, false)) };
            let known = device.map_or(Ok(false), |device| view.knows_device(account.key, &device));
            Ok((Some(account), known?))
        })
        .await?;
    let name = &form.sign_in_name;
    let admitted = match (visitor, device.filter(|_| device_is_known)) {
        (Some(admitted), _) => admitted,
        (None, Some(device)) => authenticator.admit_known_device(name, device),
        (None, None) => authenticator.admit_name(name, from),
    };
    // Recorded in the same way for names that exist and names that don't.
    let attempted = account.as_ref().map(|account| account.id);
    let source = Source::of(from, session.at);
    let tell = |kind| Event::of(kind).account(attempted).source(source).tell();
    let attempt = match (admitted, &account) {
        (Ok(attempt), _) => attempt,
        (Err(rejection), account) => {
            tell(Kind::SignInThrottled);
            if let Some(account) = account {
                tell_of_throttling(store.clone(), account.key, session.at);
            }
            return Err(rejection);
        }
    };
    let hash = account.as_ref().map(|account| account.passphrase_hash.clone());
    let verified = match hash {
        Some(hash) if device_is_known => authenticator.verify_known(form.passphrase, hash).await,
        hash => authenticator.verify(form.passphrase, hash).await,
    };
    let same = verified.inspect_err(|_| tell(Kind::SignInShed))?;
    let account = account.filter(|_| same).ok_or_else(|| {
        tell(Kind::SignInFailed);
        failed()
    })?;
    attempt.succeeded();
    store
        .write(move |tx| {
            let current = tx.account(account.key)?.ok_or_else(failed)?;
            // The passphrase may have been changed while this one was being checked.
            if current.passphrase_hash != account.passphrase_hash {
                return Err(failed());
            }
            begin_session(tx, &current, session)
        })
        .await
}

/// Once a day, so that repeated attempts don't pile up notices. The answer doesn't wait
/// for it: how long a refusal takes must not reveal whether the name exists.
fn tell_of_throttling(store: Store, account: AccountKey, at: Timestamp) {
    let kind = SecurityNoticeKind::SignInsThrottled;
    tokio::spawn(async move {
        let told = store.write(move |tx| {
            if !tx.security_noticed_since(account, kind, at.plus_ms(-DAY_MS))? {
                tell_holder(tx, account, kind, None, at)?;
            }
            Ok(())
        });
        if told.await.is_err() {
            tracing::warn!("a security notice could not be written");
        }
    });
}

fn failed() -> Rejection {
    Rejection::new(
        RefusalCode::SignInFailed,
        "The sign-in name or the passphrase is not right. Please try again.",
    )
}
