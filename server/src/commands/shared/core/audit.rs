//! Writes what somebody did in a role to the audit, in the same transaction.

use circles_protocol::{AuditAction, CircleId, Reason, Timestamp};
use uuid::Uuid;

use crate::domain::{Actor, Rejection};
use crate::store::{AuditNote, Tx};

/// What was done, where and to what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewAuditEntry {
    pub(crate) action: AuditAction,
    pub(crate) circle: Option<CircleId>,
    pub(crate) target: Option<Uuid>,
    pub(crate) reason: Option<Reason>,
}

impl NewAuditEntry {
    /// Something done to a circle itself.
    pub(crate) const fn to_circle(action: AuditAction, circle: CircleId) -> Self {
        Self { action, circle: Some(circle), target: None, reason: None }
    }

    /// Something that concerns the whole centre.
    pub(crate) const fn for_centre(action: AuditAction) -> Self {
        Self { action, circle: None, target: None, reason: None }
    }

    pub(crate) const fn about(self, target: Uuid) -> Self {
        Self { target: Some(target), ..self }
    }

    pub(crate) const fn because(self, reason: Reason) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

pub(crate) fn append(
    tx: &mut Tx<'_>,
    actor: Actor,
    at: Timestamp,
    entry: NewAuditEntry,
) -> Result<(), Rejection> {
    let NewAuditEntry { action, circle, target, reason } = entry;
    tx.audit(&AuditNote { action, actor: actor.account, at, circle, target, reason })?;
    Ok(())
}
