//! Makes a link by which a member who forgot their passphrase gets back into their account.
//! Coordinators only; the secret appears only in the answer. A coordinator's own account is
//! recovered on the command line: nobody in the browser may take over another coordinator.

use circles_protocol::requests::CreateRecoveryLink;
use circles_protocol::{
    AuditAction, RecoveryLinkId, RefusalCode, Reply, SecurityNoticeKind, Timestamp,
};
use uuid::Uuid;

use crate::auth::draw_recovery_token;
use crate::clock::HOUR_MS;
use crate::commands::Context;
use crate::commands::accounts::suspend_account::{Whom, require_not_suspended};
use crate::commands::shared::accounts::confirm_passphrase::require_confirmed;
use crate::commands::shared::accounts::recovery_links::{
    append_to_audit, status_of, tell_of_recovery,
};
use crate::commands::shared::accounts::security::{id_of, tell_coordinators, tell_holder};
use crate::commands::shared::core::centre::tell_centre;
use crate::commands::shared::core::idempotent::{made_before, remember};
use crate::domain::{
    Actor, MemberKey, OPERATOR, Operation, Rejection, TokenHash, require_coordinator,
};
use crate::limits::RECOVERY_LINK_HOURS;
use crate::security::{Event, Kind};
use crate::store::{AccountRow, NewRecoveryLink, Store, Tx};

pub(crate) async fn create_recovery_link(
    context: Context<'_>,
    request: CreateRecoveryLink,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::CreateRecoveryLink, actor)?;
    let token = draw_recovery_token()?;
    let secret = TokenHash::of(&token.0);
    let (link, expires_at) = store
        .write(move |tx| {
            if let Some(made) = made_before(tx, actor.account)? {
                return show_again(tx, RecoveryLinkId(made), &secret, now);
            }
            require_not_suspended(tx, actor)?;
            let circle = tx.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            // The member may have left: their account may be in other circles.
            let member = tx.member(circle.key, request.member)?;
            let member = member.ok_or_else(Rejection::not_found)?;
            let account = tx.account(member.account)?.ok_or_else(Rejection::internal)?;
            require_recoverable(&account)?;
            require_confirmed(tx, actor, now)?;
            let made = make(tx, actor, &account, Some(member.key), secret, now)?;
            remember(tx, actor.account, made.0.0, now)?;
            Ok(made)
        })
        .await?;
    Ok(Reply::RecoveryLinkCreated { link, path: path(&token.0), expires_at })
}

/// The same from the command line, for a coordinator's account. Returns the link's path.
///
/// # Errors
/// `not_found` if there is no such account, or if it is no coordinator's: members get their
/// links from a coordinator, who knows them.
pub(crate) async fn create_by_operator(
    store: &Store,
    whom: Whom,
    now: Timestamp,
) -> Result<String, Rejection> {
    let token = draw_recovery_token()?;
    let secret = TokenHash::of(&token.0);
    store
        .write(move |tx| {
            let account = whom.find(tx)?.filter(|account| account.coordinator);
            let account = account.ok_or_else(Rejection::not_found)?;
            require_not_suspended_account(&account)?;
            make(tx, OPERATOR, &account, None, secret, now)?;
            let kind = SecurityNoticeKind::CoordinatorRecoveryLinkMade;
            tell_coordinators(tx, kind, None, Some(account.key), now)
        })
        .await?;
    Ok(path(&token.0))
}

/// The address doesn't say what it is for: it stays in the browser's history.
fn path(token: &str) -> String {
    format!("/back#{token}")
}

fn require_recoverable(account: &AccountRow) -> Result<(), Rejection> {
    if account.coordinator {
        let sentence = "A coordinator gets back in by a link from whoever runs the server: the \
                        command is circles recovery-link.";
        return Err(Rejection::new(RefusalCode::NotAllowed, sentence));
    }
    require_not_suspended_account(account)
}

fn require_not_suspended_account(account: &AccountRow) -> Result<(), Rejection> {
    if account.suspended {
        let sentence = "This account is suspended. Please restore it first.";
        return Err(Rejection::new(RefusalCode::NotAllowed, sentence));
    }
    Ok(())
}

fn make(
    tx: &mut Tx<'_>,
    actor: Actor,
    account: &AccountRow,
    member: Option<MemberKey>,
    token_hash: TokenHash,
    now: Timestamp,
) -> Result<(RecoveryLinkId, Timestamp), Rejection> {
    tx.end_recovery_links(account.key, false, now)?;
    let id = RecoveryLinkId(Uuid::new_v4());
    let expires_at = now.plus_ms(RECOVERY_LINK_HOURS * HOUR_MS);
    let maker = tx.account(actor.account)?.map(|account| account.key);
    let account_key = account.key;
    tx.add_recovery_link(&NewRecoveryLink {
        id,
        token_hash,
        account: account_key,
        member,
        maker,
        at: now,
        expires_at,
    })?;
    let link = tx.recovery_link(id)?.ok_or_else(Rejection::internal)?;
    append_to_audit(tx, actor, AuditAction::RecoveryLinkMade, &link, now)?;
    let by = id_of(tx, actor.account)?;
    tx.tell_operator(Event::of(Kind::RecoveryLinkMade).account(account.id).by(by));
    tell_holder(tx, account_key, SecurityNoticeKind::RecoveryLinkMade, None, now)?;
    tell_of_recovery(tx, account_key, now)?;
    tell_centre(tx)?;
    Ok((id, expires_at))
}

/// The secret of the first answer is not stored. Whoever repeats the request didn't get
/// it, so the link gets a new one.
fn show_again(
    tx: &mut Tx<'_>,
    id: RecoveryLinkId,
    secret: &TokenHash,
    now: Timestamp,
) -> Result<(RecoveryLinkId, Timestamp), Rejection> {
    let link = tx.recovery_link(id)?.ok_or_else(Rejection::not_found)?;
    let account = tx.account(link.account)?.ok_or_else(Rejection::internal)?;
    status_of(&link, &account).require_usable(now)?;
    tx.replace_recovery_secret(id, secret)?;
    Ok((id, link.expires_at))
}
