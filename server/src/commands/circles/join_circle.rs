//! Uses a further invite with an account that is signed in.

use circles_protocol::http::{JoinCircle, Joined};
use circles_protocol::{Alias, Notice, RefusalCode, SecurityNoticeKind, Timestamp};

use crate::commands::shared::accounts::security::{
    RoleChange, id_of, renew_sessions, tell_coordinators,
};
use crate::commands::shared::accounts::taken_name::refuse_taken_name;
use crate::commands::shared::circles::join::{Newcomer, join};
use crate::commands::shared::core::idempotent;
use crate::commands::shared::mentoring::apply_invite::follow;
use crate::domain::invite::{self, TakenName};
use crate::domain::{AccountKey, Committed, Rejection, Rules, TokenHash};
use crate::security::{Event, Kind};
use crate::store::{Store, Tx};

pub(crate) async fn join_circle(
    store: &Store,
    account: AccountKey,
    usual_alias: Alias,
    form: JoinCircle,
    rules: &Rules,
    now: Timestamp,
) -> Result<Joined, Rejection> {
    let token = TokenHash::of(&form.token.0);
    let rules = *rules;
    store
        .write(move |tx| {
            let row = tx.invite_with(&token)?.ok_or_else(invite::invalid)?;
            // It may have been suspended since the cookie was checked.
            if tx.account(account)?.is_some_and(|account| account.suspended) {
                row.status.require_open(now)?;
                return Err(Rejection::account_suspended());
            }
            if idempotent::made_before(tx, account)?.is_some() {
                let circle = row.circle.map(|circle| circle.id);
                return Ok(Committed::Done(Joined { circle }));
            }
            row.status.require_open(now)?;
            let circle = match invite::circle_role(row.role) {
                Some(role) => {
                    let circle = row.circle.as_ref().ok_or_else(Rejection::internal)?;
                    let alias = form.alias.unwrap_or(usual_alias);
                    let label = row.label.clone();
                    let name = TakenName::alias(row.id, &alias);
                    let invited_at = Some(row.created_at);
                    let newcomer = Newcomer { account, alias, role, label, invited_at, at: now };
                    match join(tx, circle.key, newcomer) {
                        // The count is committed: nothing else has changed so far.
                        Err(refusal) if refusal.0.code == RefusalCode::AliasTaken => {
                            let refused = refuse_taken_name(tx, &row, name, refusal)?;
                            return Ok(Committed::Refused(refused));
                        }
                        joined => Some(joined?),
                    }
                }
                None => {
                    become_coordinator(tx, account, now)?;
                    None
                }
            };
            follow(tx, &row, account, &rules, now)?;
            let circle_id = row.circle.as_ref().map(|circle| circle.id);
            if let Some(change) = RoleChange::invited(row.role, circle_id) {
                renew_sessions(tx, account, None, change)?;
            }
            tx.use_invite(row.id, now)?;
            let used = Event::of(Kind::InviteUsed).invite(row.id).account(id_of(tx, account)?);
            tx.tell_operator(used);
            idempotent::remember(tx, account, row.id.0, now)?;
            Ok(Committed::Done(Joined { circle }))
        })
        .await?
        .into()
}

fn become_coordinator(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    let row = tx.account(account)?.ok_or_else(Rejection::not_found)?;
    if row.coordinator {
        let sentence = "You are a coordinator already.";
        return Err(Rejection::new(RefusalCode::AlreadyMember, sentence));
    }
    tx.make_coordinator(account)?;
    let kind = SecurityNoticeKind::CoordinatorJoined;
    tell_coordinators(tx, kind, None, Some(account), now)?;
    // The next `hello` tells the client of it.
    tx.notify(account, Notice::CirclesChanged);
    Ok(())
}
