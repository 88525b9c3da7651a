//! Makes an account from an invite, and signs it in. The invite is used up in
//! the same transaction; where anything is refused it stays open. Whoever repeats it
//! because no answer came signs in to the account they have made.

use circles_protocol::http::{SignIn, SignUp};
use circles_protocol::{AccountId, InviteRole, Refusal, RefusalCode};
use uuid::Uuid;

use super::begin_session::{Beginning, SignedIn, begin_session};
use super::change_passphrase::at_field;
use super::follow::follow;
use super::join::{Newcomer, join};
use super::sign_in::sign_in;
use crate::domain::invite;
use crate::domain::likeness::require_no_stand_in;
use crate::domain::{CareRules, KeyedRequest, Rejection, TokenHash};
use crate::doorkeeper::Doorkeeper;
use crate::store::{AccountRow, NewAccount, Store, StoreError, Tx, View};

pub(crate) async fn sign_up(
    store: &Store,
    doorkeeper: &Doorkeeper,
    form: SignUp,
    session: Beginning,
    rules: &CareRules,
) -> Result<SignedIn, Rejection> {
    let (token, now) = (TokenHash::of(&form.token.0), session.at);
    let keyed = store.keyed_request();
    // Before the costly hash, so that only an invited person can ask for one.
    let mut account = store
        .read(move |view| {
            let row = view.invite_with(&token)?.ok_or_else(invite::invalid)?;
            let account = signed_up_before(view, keyed)?;
            if account.is_none() {
                row.fate.require_open(now)?;
            }
            Ok(account)
        })
        .await?;
    if account.is_none() {
        let personal = vec![form.sign_in_name.as_str().to_owned(), form.alias.as_str().to_owned()];
        let hashed = doorkeeper.hash_new(form.passphrase.clone(), personal).await;
        let hash = hashed.map_err(|refused| at_field(refused, "passphrase"))?;
        let (form, session, rules) = (form.clone(), session.clone(), rules.clone());
        let made = store.write(move |tx| make(tx, form, hash, session, &rules)).await?;
        match made {
            Made::Now(signed_in) => return Ok(signed_in),
            Made::Before(other) => account = Some(other),
        }
    }
    match account {
        Some(account) => sign_in_again(store, doorkeeper, account, form, session).await,
        None => Err(Rejection::internal()),
    }
}

enum Made {
    Now(SignedIn),
    /// By another request under the same key, meanwhile.
    Before(AccountRow),
}

fn make(
    tx: &mut Tx<'_>,
    form: SignUp,
    passphrase_hash: String,
    session: Beginning,
    rules: &CareRules,
) -> Result<Made, Rejection> {
    let (token, now) = (TokenHash::of(&form.token.0), session.at);
    if let Some(account) = signed_up_before(tx, tx.keyed_request)? {
        return Ok(Made::Before(account));
    }
    let row = tx.invite_with(&token)?.ok_or_else(invite::invalid)?;
    row.fate.require_open(now)?;
    require_no_stand_in(&form.alias)?;
    if tx.account_named(&form.sign_in_name)?.is_some() {
        return Err(taken());
    }
    let coordinator = row.role == InviteRole::Coordinator;
    let (id, alias) = (AccountId(Uuid::new_v4()), form.alias);
    let account = tx.add_account(&NewAccount {
        id,
        alias: alias.clone(),
        sign_in_name: form.sign_in_name,
        passphrase_hash,
        coordinator,
        at: now,
    })?;
    if let (Some(circle), Some(role)) = (&row.circle, invite::circle_role(row.role)) {
        let (alias, label) = (alias.clone(), row.label.clone());
        join(tx, circle.key, Newcomer { account, alias, role, label, at: now })?;
    }
    follow(tx, &row, account, rules, now)?;
    tx.use_invite(row.id, now)?;
    let token = begin_session(tx, account, session)?;
    Ok(Made::Now(SignedIn { account: id, alias, coordinator, token }))
}

/// The account that was made under this key from the same invite.
fn signed_up_before(
    view: &View<'_>,
    keyed: Option<KeyedRequest>,
) -> Result<Option<AccountRow>, StoreError> {
    let Some(request) = keyed else { return Ok(None) };
    let Some(earlier) = view.earlier_request_of_anyone(request)? else { return Ok(None) };
    view.account(earlier.account)
}

/// The key alone opens nothing: the passphrase must be right as well, at the pace of
/// every sign-in.
async fn sign_in_again(
    store: &Store,
    doorkeeper: &Doorkeeper,
    account: AccountRow,
    form: SignUp,
    session: Beginning,
) -> Result<SignedIn, Rejection> {
    let SignUp { alias, sign_in_name, passphrase, .. } = form;
    if account.sign_in_name != sign_in_name || account.alias != alias {
        return Err(joined_before());
    }
    let form = SignIn { sign_in_name, passphrase: passphrase.into() };
    sign_in(store, doorkeeper, form, session).await.map_err(|refused| {
        if refused.0.code == RefusalCode::SignInFailed { joined_before() } else { refused }
    })
}

fn joined_before() -> Rejection {
    let sentence = "You have joined already, with the names and the passphrase that you chose \
                    first. Please sign in with those.";
    Rejection::new(RefusalCode::IdempotencyKeyReused, sentence)
}

fn taken() -> Rejection {
    let sentence = "Someone signs in with that name already. Please choose another.";
    Rejection(Refusal::new(RefusalCode::SignInNameTaken, sentence).field("sign_in_name"))
}
