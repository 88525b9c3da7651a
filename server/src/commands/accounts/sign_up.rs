//! Makes an account from an invite, and signs it in. The invite is used up in the same
//! transaction. If anything is refused, the invite stays open, until several taken names
//! have been tried. Whoever repeats the request because no answer came is signed in to
//! the account they made.
//!
//! Whether the sign-in name is taken is checked last, so that only a form that is
//! otherwise correct reveals it.

use std::net::IpAddr;

use circles_protocol::http::{SignIn, SignUp};
use circles_protocol::{
    AccountId, Alias, InviteRole, Refusal, RefusalCode, SecurityNoticeKind, SignInName, limits,
};
use uuid::Uuid;

use crate::auth::Authenticator;
use crate::commands::accounts::change_passphrase::at_field;
use crate::commands::accounts::sign_in::sign_in;
use crate::commands::shared::accounts::begin_session::{Beginning, SignedIn, begin_session};
use crate::commands::shared::accounts::security::{
    RoleChange, tell_coordinators, tell_of_role_change,
};
use crate::commands::shared::accounts::taken_name::refuse_taken_name;
use crate::commands::shared::circles::join::{Newcomer, join, require_admission};
use crate::commands::shared::mentoring::apply_invite::follow;
use crate::domain::invite::{self, TakenName};
use crate::domain::names::{require_for_staff, require_personal};
use crate::domain::{KeyedRequest, Rejection, Rules, TokenHash};
use crate::security::{Event, Kind};
use crate::store::{AccountRow, InviteRow, NewAccount, Store, StoreError, Tx, View};

pub(crate) async fn sign_up(
    store: &Store,
    authenticator: &Authenticator,
    form: SignUp,
    from: IpAddr,
    session: Beginning,
    rules: &Rules,
) -> Result<SignedIn, Rejection> {
    let (token, now) = (TokenHash::of(&form.token.0), session.at);
    let keyed = store.keyed_request();
    let alias = form.alias.clone();
    // Before the costly hash, so that only an invited person can cause one.
    let mut account = store
        .read(move |view| {
            let row = view.invite_with(&token)?.ok_or_else(invite::invalid)?;
            let account = signed_up_before(view, keyed)?;
            if account.is_none() {
                row.status.require_open(now)?;
                require_alias(row.role, &alias)?;
            }
            Ok(account)
        })
        .await?;
    if account.is_none() {
        let personal = vec![form.sign_in_name.as_str().to_owned(), form.alias.as_str().to_owned()];
        let hashed = authenticator.hash_new(form.passphrase.clone(), personal).await;
        let hash = hashed.map_err(|refused| at_field(refused, "passphrase"))?;
        let (form, session, rules) = (form.clone(), session.clone(), *rules);
        let made = store.write(move |tx| make(tx, form, hash, session, &rules)).await?;
        match made {
            Made::Now(signed_in) => return Ok(signed_in),
            Made::Nothing(refusal) => return Err(refusal),
            Made::Before(other) => account = Some(other),
        }
    }
    match account {
        Some(account) => sign_in_again(store, authenticator, account, form, from, session).await,
        None => Err(Rejection::internal()),
    }
}

enum Made {
    Now(SignedIn),
    /// By another request under the same key, in the meantime.
    Before(AccountRow),
    /// A name is taken, and the attempt was counted.
    Nothing(Rejection),
}

fn require_alias(role: InviteRole, alias: &Alias) -> Result<(), Rejection> {
    match role {
        InviteRole::Member | InviteRole::Moderator | InviteRole::Mentor => require_personal(alias),
        InviteRole::Coordinator => require_for_staff(alias),
    }
}

fn make(
    tx: &mut Tx<'_>,
    form: SignUp,
    passphrase_hash: String,
    session: Beginning,
    rules: &Rules,
) -> Result<Made, Rejection> {
    let (token, now) = (TokenHash::of(&form.token.0), session.at);
    if let Some(account) = signed_up_before(tx, tx.keyed_request)? {
        return Ok(Made::Before(account));
    }
    let row = tx.invite_with(&token)?.ok_or_else(invite::invalid)?;
    row.status.require_open(now)?;
    if let Some((name, refusal)) = taken_name(tx, &row, &form)? {
        return refuse_taken_name(tx, &row, name, refusal).map(Made::Nothing);
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
        let invited_at = Some(row.created_at);
        join(tx, circle.key, Newcomer { account, alias, role, label, invited_at, at: now })?;
    }
    follow(tx, &row, account, rules, now)?;
    tx.use_invite(row.id, now)?;
    tx.tell_operator(Event::of(Kind::InviteUsed).invite(row.id).account(id));
    let circle = row.circle.as_ref().map(|circle| circle.id);
    if let Some(change) = RoleChange::invited(row.role, circle) {
        tell_of_role_change(tx, account, None, change)?;
    }
    if coordinator {
        let kind = SecurityNoticeKind::CoordinatorJoined;
        tell_coordinators(tx, kind, None, Some(account), now)?;
    }
    let account = tx.account(account)?.ok_or_else(Rejection::internal)?;
    Ok(Made::Now(begin_session(tx, &account, session)?))
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

/// The key alone is not enough: the passphrase must be right as well, under the rate
/// limit of every sign-in.
async fn sign_in_again(
    store: &Store,
    authenticator: &Authenticator,
    account: AccountRow,
    form: SignUp,
    from: IpAddr,
    session: Beginning,
) -> Result<SignedIn, Rejection> {
    let SignUp { alias, sign_in_name, passphrase, .. } = form;
    if account.sign_in_name != sign_in_name || account.alias != alias {
        return Err(joined_before());
    }
    let form = SignIn { sign_in_name, passphrase: passphrase.into() };
    sign_in(store, authenticator, form, from, session).await.map_err(|refused| {
        if refused.0.code == RefusalCode::SignInFailed { joined_before() } else { refused }
    })
}

fn joined_before() -> Rejection {
    let sentence = "You have joined already, with the names and the passphrase that you chose \
                    first. Please sign in with those.";
    Rejection::new(RefusalCode::IdempotencyKeyReused, sentence)
}

/// Which of the two names is taken, if nothing else stands in the way.
fn taken_name(
    view: &View<'_>,
    row: &InviteRow,
    form: &SignUp,
) -> Result<Option<(TakenName, Rejection)>, Rejection> {
    if let Some(circle) = &row.circle {
        let circle = view.circle_by_key(circle.key)?;
        match require_admission(view, &circle, None, &form.alias) {
            Err(refusal) if refusal.0.code == RefusalCode::AliasTaken => {
                return Ok(Some((TakenName::alias(row.id, &form.alias), refusal)));
            }
            admission => admission?,
        }
    }
    if view.account_named(&form.sign_in_name)?.is_none() {
        return Ok(None);
    }
    let refusal = sign_in_name_taken(free_variant(view, &form.sign_in_name)?.as_ref());
    Ok(Some((TakenName::sign_in(row.id, &form.sign_in_name), refusal)))
}

/// The same name with a number, free for anyone: it says nothing about anybody.
fn free_variant(view: &View<'_>, name: &SignInName) -> Result<Option<SignInName>, StoreError> {
    const NUMBER_CHARS: usize = "-1234".len();
    let kept: String =
        name.as_str().chars().take(limits::SIGN_IN_NAME_CHARS - NUMBER_CHARS).collect();
    let number = Uuid::new_v4().as_u128() % 9_000 + 1_000;
    let Ok(variant) = SignInName::parse(&format!("{kept}-{number}")) else { return Ok(None) };
    let free = view.account_named(&variant)?.is_none();
    Ok(free.then_some(variant))
}

fn sign_in_name_taken(free: Option<&SignInName>) -> Rejection {
    let sentence = "Someone signs in with that name already. Please choose another";
    let sentence = match free {
        Some(name) => format!("{sentence}, such as {}.", name.as_str()),
        None => format!("{sentence}."),
    };
    Rejection(Refusal::new(RefusalCode::SignInNameTaken, sentence).field("sign_in_name"))
}
