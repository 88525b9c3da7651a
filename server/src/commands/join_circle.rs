//! Follows a further invite with an account that is signed in.

use circles_protocol::http::{JoinCircle, Joined};
use circles_protocol::{Alias, Notice, RefusalCode, Timestamp};

use super::follow::follow;
use super::join::{Newcomer, join};
use super::once;
use crate::domain::invite;
use crate::domain::{AccountKey, CareRules, Rejection, TokenHash};
use crate::store::{Store, Tx};

pub(crate) async fn join_circle(
    store: &Store,
    account: AccountKey,
    usual_alias: Alias,
    form: JoinCircle,
    rules: &CareRules,
    now: Timestamp,
) -> Result<Joined, Rejection> {
    let token = TokenHash::of(&form.token.0);
    let rules = rules.clone();
    store
        .write(move |tx| {
            let row = tx.invite_with(&token)?.ok_or_else(invite::invalid)?;
            // It may have been suspended since the cookie was looked at.
            if tx.account(account)?.is_some_and(|account| account.suspended) {
                row.fate.require_open(now)?;
                return Err(Rejection::account_suspended());
            }
            if once::made_before(tx, account)?.is_some() {
                return Ok(Joined { circle: row.circle.map(|circle| circle.id) });
            }
            row.fate.require_open(now)?;
            let circle = match invite::circle_role(row.role) {
                Some(role) => {
                    let circle = row.circle.as_ref().ok_or_else(Rejection::internal)?;
                    let alias = form.alias.unwrap_or(usual_alias);
                    let label = row.label.clone();
                    let newcomer = Newcomer { account, alias, role, label, at: now };
                    Some(join(tx, circle.key, newcomer)?)
                }
                None => {
                    become_coordinator(tx, account)?;
                    None
                }
            };
            follow(tx, &row, account, &rules, now)?;
            tx.use_invite(row.id, now)?;
            once::remember(tx, account, row.id.0, now)?;
            Ok(Joined { circle })
        })
        .await
}

fn become_coordinator(tx: &mut Tx<'_>, account: AccountKey) -> Result<(), Rejection> {
    let row = tx.account(account)?.ok_or_else(Rejection::not_found)?;
    if row.coordinator {
        let sentence = "You are a coordinator already.";
        return Err(Rejection::new(RefusalCode::AlreadyMember, sentence));
    }
    tx.make_coordinator(account)?;
    // The next `hello` tells the client of it.
    tx.notify(account, Notice::CirclesChanged);
    Ok(())
}
