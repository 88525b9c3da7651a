//! What several commands do with recovery links: tell the account's holder, end links, and
//! open everything again.

use circles_protocol::{AuditAction, Notice, Timestamp};

use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::centre::tell_centre;
use crate::domain::recovery_link::{self, LinkStatus};
use crate::domain::{AccountKey, Actor, Rejection, TimerKind};
use crate::security::{Event, Kind};
use crate::store::{AccountRow, RecoveryLinkRow, Tx};

use super::security::id_of;

pub(crate) fn status_of(link: &RecoveryLinkRow, account: &AccountRow) -> LinkStatus {
    LinkStatus {
        used: link.used,
        ended: link.ended,
        expires_at: link.expires_at,
        by_coordinator: link.maker.is_some(),
        to_coordinator: account.coordinator,
        suspended: account.suspended,
    }
}

/// Every device on which the holder is signed in shows what holds now.
pub(crate) fn tell_of_recovery(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    let recovery = recovery_link::current(tx.account_recovery(account)?, now).unwrap_or_default();
    tx.notify(account, Notice::AccountRecoveryChanged { recovery });
    Ok(())
}

/// What the audit says of a link: as whom its holder was picked, or which account it is on
/// the command line.
pub(crate) fn append_to_audit(
    tx: &mut Tx<'_>,
    actor: Actor,
    action: AuditAction,
    link: &RecoveryLinkRow,
    now: Timestamp,
) -> Result<(), Rejection> {
    let entry = match link.member {
        Some((circle, member)) => NewAuditEntry::to_circle(action, circle).about(member.0),
        None => {
            let account = id_of(tx, link.account)?.ok_or_else(Rejection::internal)?;
            NewAuditEntry::for_centre(action).about(account.0)
        }
    };
    audit::append(tx, actor, now, entry)
}

/// Unused links to this account stop working, because something else has made them
/// pointless. Does nothing if there are none.
pub(crate) fn withdraw_links_to(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    let withdrawn = tx.end_recovery_links(account, false, now)?.len();
    if withdrawn > 0 {
        let id = id_of(tx, account)?;
        tx.tell_operator(Event::of(Kind::RecoveryLinkWithdrawn).account(id).count(withdrawn));
        tell_of_recovery(tx, account, now)?;
        tell_centre(tx)?;
    }
    Ok(())
}

/// The same for every link that this account has made.
pub(crate) fn withdraw_links_by(
    tx: &mut Tx<'_>,
    maker: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    let led_to = tx.withdraw_recovery_links_of(maker, now)?;
    if !led_to.is_empty() {
        let by = id_of(tx, maker)?;
        tx.tell_operator(Event::of(Kind::RecoveryLinkWithdrawn).by(by).count(led_to.len()));
        tell_centre(tx)?;
    }
    for account in led_to {
        tell_of_recovery(tx, account, now)?;
    }
    Ok(())
}

/// Private conversations, check-ins and dates are open again, live on every device.
pub(crate) fn open_again(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    tx.clear_timer(TimerKind::AccountReopens, account.0)?;
    if tx.end_recovering(account)? {
        tell_of_recovery(tx, account, now)?;
        for notice in [Notice::CirclesChanged, Notice::CareChanged, Notice::BoardChanged] {
            tx.notify(account, notice);
        }
        tell_centre(tx)?;
    }
    Ok(())
}
