//! Makes an invite for one person. Coordinators only. The secret appears only in the
//! answer.

use circles_protocol::requests::CreateInvite;
use circles_protocol::{
    AuditAction, CircleId, InviteId, InviteRole, MentorId, Reply, SecurityNoticeKind, Timestamp,
    WireEnum as _,
};
use uuid::Uuid;

use crate::auth::draw_invite_token;
use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::Context;
use crate::commands::shared::accounts::confirm_passphrase::require_confirmed;
use crate::commands::shared::accounts::security::{id_of, tell_coordinators};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::idempotent::{made_before, remember};
use crate::commands::shared::core::local_time;
use crate::domain::{
    CircleKey, MentorKey, Operation, Rejection, TokenHash, require_coordinator, require_open,
};
use crate::limits::{GRADUATION_AHEAD_DAYS, OPEN_INVITES};
use crate::security::{Event, Kind};
use crate::store::{NewInvite, Tx};

pub(crate) async fn create_invite(
    context: Context<'_>,
    request: CreateInvite,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    let invite_hours = rules.invite_hours;
    require_coordinator(Operation::CreateInvite, actor)?;
    require_fitting(request.role, request.circle)?;
    require_for_member(&request)?;
    let token = draw_invite_token()?;
    let token_hash = TokenHash::of(&token.0);
    let expires_at = now.plus_ms(i64::from(invite_hours) * HOUR_MS);
    let (id, expires_at) = store
        .write(move |tx| {
            if let Some(made) = made_before(tx, actor.account)? {
                return show_again(tx, InviteId(made), &token_hash, now);
            }
            let maker = tx.account(actor.account)?.map(|account| account.key);
            if request.role == InviteRole::Coordinator {
                require_confirmed(tx, actor, now)?;
                tell_coordinators(tx, SecurityNoticeKind::CoordinatorInvited, maker, None, now)?;
            }
            let id = InviteId(Uuid::new_v4());
            let circle = request.circle.map(|circle| open_circle(tx, circle)).transpose()?;
            let mentor = request.mentor.map(|mentor| known_mentor(tx, mentor)).transpose()?;
            // With a date far in the future, a member would count as new for ever.
            let last =
                local_time::today_at_centre(tx, now.plus_ms(GRADUATION_AHEAD_DAYS * DAY_MS))?;
            if request.graduated_on.is_some_and(|day| day > last) {
                let sentence = "That day is more than a year away.";
                return Err(Rejection::invalid("graduated_on", sentence));
            }
            if tx.count_open_invites(now)? >= OPEN_INVITES {
                return Err(Rejection::limit_reached(
                    "There are 1,000 open invites. Please withdraw some first.",
                ));
            }
            tx.add_invite(&NewInvite {
                id,
                token_hash,
                circle,
                role: request.role,
                label: request.label,
                mentor,
                graduated_on: request.graduated_on,
                maker,
                at: now,
                expires_at,
            })?;
            let entry = NewAuditEntry {
                action: AuditAction::InviteCreated,
                circle: request.circle,
                target: Some(id.0),
                reason: None,
            };
            audit::append(tx, actor, now, entry)?;
            let made = Event::of(Kind::InviteMade).invite(id).role(request.role.as_str());
            let by = id_of(tx, actor.account)?;
            tx.tell_operator(made.by(by).circle(request.circle));
            remember(tx, actor.account, id.0, now)?;
            Ok((id, expires_at))
        })
        .await?;
    Ok(Reply::InviteCreated { invite: id, path: format!("/join#{}", token.0), expires_at })
}

/// The secret of the first answer is not stored. Whoever repeats the request didn't get
/// it, so the invite gets a new one.
fn show_again(
    tx: &mut Tx<'_>,
    id: InviteId,
    token_hash: &TokenHash,
    now: Timestamp,
) -> Result<(InviteId, Timestamp), Rejection> {
    let invite = tx.invite(id)?.ok_or_else(Rejection::not_found)?;
    invite.status.require_open(now)?;
    tx.replace_invite_secret(id, token_hash)?;
    Ok((id, invite.status.expires_at))
}

/// A coordinator's invite names no circle; every other invite does.
fn require_fitting(role: InviteRole, circle: Option<CircleId>) -> Result<(), Rejection> {
    match (role, circle) {
        (InviteRole::Coordinator, None)
        | (InviteRole::Member | InviteRole::Moderator | InviteRole::Mentor, Some(_)) => Ok(()),
        (InviteRole::Coordinator, Some(_)) => {
            Err(Rejection::invalid("circle", "A coordinator's invite is for no circle."))
        }
        (InviteRole::Member | InviteRole::Moderator | InviteRole::Mentor, None) => {
            Err(Rejection::invalid("circle", "Please say which circle the invite is for."))
        }
    }
}

/// Only a member can have a mentor and a graduation date.
fn require_for_member(request: &CreateInvite) -> Result<(), Rejection> {
    let sentence = "Only an invite for a member carries this.";
    match request.role {
        InviteRole::Member => Ok(()),
        InviteRole::Moderator | InviteRole::Mentor | InviteRole::Coordinator => {
            if request.mentor.is_some() {
                return Err(Rejection::invalid("mentor", sentence));
            }
            if request.graduated_on.is_some() {
                return Err(Rejection::invalid("graduated_on", sentence));
            }
            Ok(())
        }
    }
}

fn known_mentor(tx: &Tx<'_>, id: MentorId) -> Result<MentorKey, Rejection> {
    Ok(tx.mentor(id)?.ok_or_else(Rejection::not_found)?.key)
}

fn open_circle(tx: &Tx<'_>, id: CircleId) -> Result<CircleKey, Rejection> {
    let circle = tx.circle(id)?.ok_or_else(Rejection::not_found)?;
    require_open(Operation::CreateInvite, circle.closed)?;
    Ok(circle.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CIRCLE: Option<CircleId> = Some(CircleId::from_bytes([1; 16]));

    #[test]
    fn a_circle_goes_with_every_role_but_the_coordinators() {
        assert!(require_fitting(InviteRole::Member, CIRCLE).is_ok());
        assert!(require_fitting(InviteRole::Moderator, CIRCLE).is_ok());
        assert!(require_fitting(InviteRole::Coordinator, None).is_ok());
    }

    #[test]
    fn a_coordinator_with_a_circle_and_a_member_without_one_are_refused() {
        assert!(require_fitting(InviteRole::Coordinator, CIRCLE).is_err());
        assert!(require_fitting(InviteRole::Member, None).is_err());
        assert!(require_fitting(InviteRole::Moderator, None).is_err());
    }
}
