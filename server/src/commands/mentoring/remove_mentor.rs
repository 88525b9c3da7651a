//! Ends somebody's role as a mentor; the centre finds others for their mentees.
//! Coordinators only.

use circles_protocol::requests::RemoveMentor;
use circles_protocol::{AuditAction, Reply};

use crate::commands::Context;
use crate::commands::shared::accounts::security::{RoleChange, renew_sessions};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::mentoring::mentors::tell_of_role;
use crate::commands::shared::mentoring::pairing::end_all;
use crate::domain::{Operation, Rejection, require_coordinator};

pub(crate) async fn remove_mentor(
    context: Context<'_>,
    request: RemoveMentor,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::RemoveMentor, actor)?;
    store
        .write(move |tx| {
            let mentor = tx.mentor_in_role(request.mentor)?.ok_or_else(Rejection::not_found)?;
            end_all(tx, mentor.account, now)?;
            tx.end_mentor(mentor.key, now)?;
            tell_of_role(tx, mentor.account)?;
            renew_sessions(tx, mentor.account, Some(actor), RoleChange::mentor(false))?;
            let action = AuditAction::MentorRemoved;
            let entry =
                NewAuditEntry { action, circle: None, target: Some(mentor.id.0), reason: None };
            audit::append(tx, actor, now, entry)?;
            Ok(Reply::Done)
        })
        .await
}
