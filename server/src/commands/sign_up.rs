//! Makes an account from an invite, and signs it in. The invite is used up in
//! the same transaction; where anything is refused it stays open.

use circles_protocol::http::SignUp;
use circles_protocol::{AccountId, InviteRole, Refusal, RefusalCode};
use uuid::Uuid;

use super::begin_session::{Beginning, SignedIn, begin_session};
use super::follow::follow;
use super::join::{Newcomer, join};
use crate::domain::invite;
use crate::domain::likeness::require_no_stand_in;
use crate::domain::{CareRules, Rejection, TokenHash};
use crate::doorkeeper::Doorkeeper;
use crate::store::{NewAccount, Store};

pub(crate) async fn sign_up(
    store: &Store,
    doorkeeper: &Doorkeeper,
    form: SignUp,
    session: Beginning,
    rules: &CareRules,
) -> Result<SignedIn, Rejection> {
    let (token, now) = (TokenHash::of(&form.token.0), session.at);
    // Before the costly hash, so that only an invited person can ask for one.
    store
        .read(move |view| {
            let row = view.invite_with(&token)?.ok_or_else(invite::invalid)?;
            row.fate.require_open(now)
        })
        .await?;
    let rules = rules.clone();
    let passphrase_hash = doorkeeper.hash(form.passphrase).await?;
    store
        .write(move |tx| {
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
            follow(tx, &row, account, &rules, now)?;
            tx.use_invite(row.id, now)?;
            let token = begin_session(tx, account, session)?;
            Ok(SignedIn { account: id, alias, coordinator, token })
        })
        .await
}

fn taken() -> Rejection {
    let sentence = "Someone signs in with that name already. Please choose another.";
    Rejection(Refusal::new(RefusalCode::SignInNameTaken, sentence).field("sign_in_name"))
}
