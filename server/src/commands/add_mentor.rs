//! Makes a member a mentor. Coordinators only.

use circles_protocol::requests::AddMentor;
use circles_protocol::{AuditAct, MentorId, Notice, Reply, Timestamp};
use uuid::Uuid;

use super::audit::{self, NewAuditEntry};
use super::centre::tell_centre;
use super::security::{OfficeChange, renew_sessions};
use crate::domain::{AccountKey, Actor, Operation, Rejection, require_coordinator};
use crate::store::{Store, Tx};

pub(crate) async fn add_mentor(
    store: &Store,
    actor: Actor,
    request: AddMentor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::AddMentor, actor)?;
    store
        .write(move |tx| {
            let account = tx.member_anywhere(request.member)?.ok_or_else(Rejection::not_found)?;
            if let Some(mentor) = tx.mentor_of(account)? {
                return Ok(Reply::MentorAdded { mentor });
            }
            let mentor = make_mentor(tx, account, now)?;
            renew_sessions(tx, account, Some(actor), OfficeChange::mentor(true))?;
            let entry = NewAuditEntry {
                act: AuditAct::MentorAdded,
                circle: None,
                target: Some(mentor.0),
                reason: None,
            };
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::MentorAdded { mentor })
        })
        .await
}

/// Nothing changes for whoever is one already.
pub(super) fn make_mentor(
    tx: &mut Tx<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<MentorId, Rejection> {
    if let Some(mentor) = tx.mentor_of(account)? {
        return Ok(mentor);
    }
    let made = tx.add_mentor(MentorId(Uuid::new_v4()), account, now)?;
    let mentor = made.ok_or_else(Rejection::internal)?;
    tell_of_office(tx, account)?;
    Ok(mentor)
}

/// They have a board now, or have none any more: the next `hello` says so.
pub(super) fn tell_of_office(tx: &mut Tx<'_>, account: AccountKey) -> Result<(), Rejection> {
    tx.notify(account, Notice::CareChanged);
    tx.notify(account, Notice::CirclesChanged);
    tell_centre(tx)
}
