//! Ends every session of a member's account and blocks signing in to it. Nothing is
//! deleted; see `restore_account`. Coordinators only.

use circles_protocol::requests::SuspendAccount;
use circles_protocol::{
    AccountId, AuditAction, RefusalCode, Reply, SecurityNoticeKind, SignInName, Timestamp,
};

use crate::commands::Context;
use crate::commands::shared::accounts::confirm_passphrase::require_confirmed;
use crate::commands::shared::accounts::recovery_links::withdraw_links_to;
use crate::commands::shared::accounts::security::{id_of, tell_coordinators, withdraw_invites_of};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::help::alerting;
use crate::commands::shared::moderation::queue::tell_staff_of;
use crate::domain::{AccountKey, Actor, OPERATOR, Operation, Rejection, require_coordinator};
use crate::security::{Event, Kind};
use crate::store::{AccountRow, Store, StoreError, Tx, View};

pub(crate) async fn suspend_account(
    context: Context<'_>,
    request: SuspendAccount,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::SuspendAccount, actor)?;
    store
        .write(move |tx| {
            require_not_suspended(tx, actor)?;
            // This may be a private conversation: a case about one can lead here.
            let circle = tx.circle_or_direct(request.circle)?.ok_or_else(Rejection::not_found)?;
            // The member may have left: their account may be in other circles.
            let member = tx.member(circle.key, request.member)?;
            let member = member.ok_or_else(Rejection::not_found)?;
            if member.account == actor.account {
                let sentence = "You can't suspend your own account.";
                return Err(Rejection::new(RefusalCode::NotAllowed, sentence));
            }
            let account = tx.account(member.account)?.ok_or_else(Rejection::internal)?;
            if account.coordinator && !account.suspended {
                require_not_last(tx, actor.account, account.key)?;
                require_confirmed(tx, actor, now)?;
            }
            // Also if the account is suspended already: no session outlives this.
            tx.end_all_sessions(account.key)?;
            if suspend(tx, Some(actor.account), &account, now)? {
                let entry = NewAuditEntry::to_circle(AuditAction::AccountSuspended, circle.id);
                audit::append(tx, actor, now, entry.about(member.id.0).because(request.reason))?;
            }
            Ok(Reply::Done)
        })
        .await
}

/// How the operator identifies an account: from what somebody says, or from the security
/// log.
#[derive(Debug, Clone)]
pub(crate) enum Whom {
    Named(SignInName),
    Account(AccountId),
}

impl Whom {
    pub(crate) fn find(&self, view: &View<'_>) -> Result<Option<AccountRow>, StoreError> {
        match self {
            Self::Named(name) => view.account_named(name),
            Self::Account(id) => view.account_with(*id),
        }
    }
}

/// The same from the command line, for any account; the audit names no actor. The running
/// server refuses requests from then on, and ends the sessions at its next cleanup: only
/// the server can close its own sockets.
///
/// # Errors
/// `not_found` if there is no such account.
pub(crate) async fn suspend_by_operator(
    store: &Store,
    whom: Whom,
    now: Timestamp,
) -> Result<(), Rejection> {
    store
        .write(move |tx| {
            let account = whom.find(tx)?.ok_or_else(Rejection::not_found)?;
            if suspend(tx, None, &account, now)? {
                let entry =
                    NewAuditEntry::for_centre(AuditAction::AccountSuspended).about(account.id.0);
                audit::append(tx, OPERATOR, now, entry)?;
            }
            Ok(())
        })
        .await
}

/// `false` if it is suspended already.
fn suspend(
    tx: &mut Tx<'_>,
    actor: Option<AccountKey>,
    account: &AccountRow,
    now: Timestamp,
) -> Result<bool, Rejection> {
    withdraw_invites_of(tx, account.key, now)?;
    withdraw_links_to(tx, account.key, now)?;
    if !tx.suspend(account.key, now)? {
        return Ok(false);
    }
    let by = actor.map_or(Ok(None), |actor| id_of(tx, actor))?;
    tx.tell_operator(Event::of(Kind::AccountSuspended).account(account.id).by(by));
    tell_staff_of(tx, account.key)?;
    alerting::drop_responder(tx, account.key, now)?;
    if account.coordinator {
        let kind = SecurityNoticeKind::CoordinatorSuspended;
        tell_coordinators(tx, kind, actor, Some(account.key), now)?;
    }
    Ok(true)
}

/// One stolen browser must not be able to take sole control of the centre.
fn require_not_last(
    view: &View<'_>,
    actor: AccountKey,
    account: AccountKey,
) -> Result<(), Rejection> {
    let others = view.coordinators()?;
    if others.into_iter().any(|other| other != actor && other != account) {
        return Ok(());
    }
    let sentence = "They are the only other coordinator. Please make another one first, or \
                    ask whoever runs the server: the command is circles suspend.";
    Err(Rejection::new(RefusalCode::LastCoordinator, sentence))
}

/// If two coordinators suspend each other, only the first succeeds.
pub(crate) fn require_not_suspended(view: &View<'_>, actor: Actor) -> Result<(), Rejection> {
    match view.account(actor.account)? {
        Some(account) if account.suspended => Err(Rejection::account_suspended()),
        Some(_) | None => Ok(()),
    }
}
