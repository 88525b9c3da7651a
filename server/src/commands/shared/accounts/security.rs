//! Tells people what concerns the security of their account, and tells coordinators who
//! becomes or stops being one. The operator's log gets the same, by ids.

use circles_protocol::{
    AccountId, CircleId, InviteRole, Notice, Role, SecurityNoticeKind, Timestamp, WireEnum as _,
};

use super::recovery_links::withdraw_links_by;
use crate::domain::{AccountKey, Actor, Rejection};
use crate::security::{Event, Kind};
use crate::store::{NewSecurityNotice, StoreError, Tx, View};

/// Something about the holder's own account.
pub(crate) fn tell_holder(
    tx: &mut Tx<'_>,
    account: AccountKey,
    kind: SecurityNoticeKind,
    device: Option<String>,
    at: Timestamp,
) -> Result<(), Rejection> {
    add(tx, NewSecurityNotice { account, kind, device, actor: None, about: None, at })
}

/// Something about a coordinator. Every other coordinator who is not suspended is told,
/// including whoever did it: it may have been done with their browser but not by them.
/// The person it is about needs no notice. `actor` is `None` on the command line.
pub(crate) fn tell_coordinators(
    tx: &mut Tx<'_>,
    kind: SecurityNoticeKind,
    actor: Option<AccountKey>,
    about: Option<AccountKey>,
    at: Timestamp,
) -> Result<(), Rejection> {
    for account in tx.coordinators()?.into_iter().filter(|other| Some(*other) != about) {
        add(tx, NewSecurityNotice { account, kind, device: None, actor, about, at })?;
    }
    Ok(())
}

fn add(tx: &mut Tx<'_>, notice: NewSecurityNotice) -> Result<(), Rejection> {
    tx.add_security_notice(&notice)?;
    tx.notify(notice.account, Notice::SecurityNoticed);
    Ok(())
}

/// A role that somebody is given or loses, as the operator's log shows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RoleChange {
    kind: Kind,
    role: &'static str,
    circle: Option<CircleId>,
}

impl RoleChange {
    /// For a member whose role in this circle it is now.
    pub(crate) fn role(role: Role, circle: CircleId) -> Self {
        let kind = match role {
            Role::Moderator => Kind::RoleGiven,
            Role::Member => Kind::RoleEnded,
        };
        Self { kind, role: Role::Moderator.as_str(), circle: Some(circle) }
    }

    /// `None` for an invite that only makes somebody a member.
    pub(crate) fn invited(role: InviteRole, circle: Option<CircleId>) -> Option<Self> {
        let kind = Kind::RoleGiven;
        match role {
            InviteRole::Member => None,
            InviteRole::Moderator | InviteRole::Mentor | InviteRole::Coordinator => {
                Some(Self { kind, role: role.as_str(), circle })
            }
        }
    }

    pub(crate) const fn mentor(given: bool) -> Self {
        Self { kind: given_or_ended(given), role: "mentor", circle: None }
    }

    pub(crate) const fn on_call(given: bool) -> Self {
        Self { kind: given_or_ended(given), role: "on_call", circle: None }
    }
}

const fn given_or_ended(given: bool) -> Kind {
    if given { Kind::RoleGiven } else { Kind::RoleEnded }
}

/// `by` is `None` if it comes with an invite.
pub(crate) fn tell_of_role_change(
    tx: &mut Tx<'_>,
    account: AccountKey,
    by: Option<Actor>,
    change: RoleChange,
) -> Result<(), Rejection> {
    let RoleChange { kind, role, circle } = change;
    let by = by.map_or(Ok(None), |by| id_of(tx, by.account))?;
    let event = Event::of(kind).account(id_of(tx, account)?).by(by).role(role).circle(circle);
    tx.tell_operator(event);
    Ok(())
}

/// Their role changes: each of their browsers gets a new secret.
pub(crate) fn renew_sessions(
    tx: &mut Tx<'_>,
    account: AccountKey,
    by: Option<Actor>,
    change: RoleChange,
) -> Result<(), Rejection> {
    tx.make_renewal_due(account)?;
    tx.notify(account, Notice::SessionRenewalDue);
    tell_of_role_change(tx, account, by, change)
}

/// Open invites and recovery links end when their maker's role does. Does nothing if there
/// are none.
pub(crate) fn withdraw_invites_of(
    tx: &mut Tx<'_>,
    maker: AccountKey,
    now: Timestamp,
) -> Result<(), Rejection> {
    let withdrawn = tx.withdraw_invites_of(maker, now)?;
    if withdrawn > 0 {
        let made_by = id_of(tx, maker)?;
        tx.tell_operator(Event::of(Kind::InviteWithdrawn).account(made_by).count(withdrawn));
    }
    withdraw_links_by(tx, maker, now)
}

/// `None` for the operator, who has no account.
pub(crate) fn id_of(view: &View<'_>, account: AccountKey) -> Result<Option<AccountId>, StoreError> {
    Ok(view.account(account)?.map(|account| account.id))
}
