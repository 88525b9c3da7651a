//! Signs an account in. An unknown name and a wrong passphrase get the same
//! answer after the same work.

use circles_protocol::RefusalCode;
use circles_protocol::http::SignIn;

use super::begin_session::{Beginning, SignedIn, begin_session};
use crate::domain::Rejection;
use crate::doorkeeper::Doorkeeper;
use crate::store::{AccountRow, Store};

pub(crate) async fn sign_in(
    store: &Store,
    doorkeeper: &Doorkeeper,
    form: SignIn,
    session: Beginning,
) -> Result<SignedIn, Rejection> {
    let attempt = doorkeeper.admit_name(&form.sign_in_name)?;
    let name = form.sign_in_name;
    let account = store.read(move |view| Ok(view.account_named(&name)?)).await?;
    let hash = account.as_ref().map(|account| account.passphrase_hash.clone());
    let same = doorkeeper.verify(form.passphrase, hash).await?;
    let account = account.filter(|_| same).ok_or_else(failed)?;
    attempt.was_right();
    store
        .write(move |tx| {
            let current = tx.account(account.key)?.ok_or_else(failed)?;
            // The passphrase may have been changed while this one was checked.
            if current.passphrase_hash != account.passphrase_hash {
                return Err(failed());
            }
            let token = begin_session(tx, current.key, session)?;
            let AccountRow { id, alias, coordinator, .. } = current;
            Ok(SignedIn { account: id, alias, coordinator, token })
        })
        .await
}

fn failed() -> Rejection {
    Rejection::new(
        RefusalCode::SignInFailed,
        "The sign-in name or the passphrase is not right. Please try again.",
    )
}
