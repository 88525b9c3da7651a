//! Makes a member a mentor. Coordinators only.

use circles_protocol::requests::AddMentor;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::accounts::security::{RoleChange, renew_sessions};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::mentoring::mentors::make_mentor;
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn add_mentor(
    context: Context<'_>,
    request: AddMentor,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::AddMentor, actor)?;
    store
        .write(move |tx| {
            let account = tx.member_anywhere(request.member)?.ok_or_else(Rejection::not_found)?;
            if let Some(mentor) = tx.mentor_of(account)? {
                return Ok(Reply::MentorAdded { mentor });
            }
            let mentor = make_mentor(tx, account, now)?;
            renew_sessions(tx, account, Some(actor), RoleChange::mentor(true))?;
            let entry = NewAuditEntry {
                action: AuditAction::MentorAdded,
                circle: None,
                target: Some(mentor.0),
                reason: None,
            };
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::MentorAdded { mentor })
        })
        .await
}
