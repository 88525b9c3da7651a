//! What people did in their roles, newest first. Coordinators only.

use circles_protocol::requests::ListAudit;
use circles_protocol::{Reply, limits};

use crate::commands::Context;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::store::AuditFilter;

pub(crate) async fn list_audit(
    context: Context<'_>,
    request: ListAudit,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    require_coordinator(Operation::ListAudit, actor)?;
    store
        .read(move |view| {
            let ListAudit { before, action, circle } = request;
            // One more than a page shows whether there is more.
            let most = limits::AUDIT_PAGE + 1;
            let mut entries = view.audit_entries(AuditFilter { before, action, circle }, most)?;
            let page = usize::from(limits::AUDIT_PAGE);
            let has_more = entries.len() > page;
            entries.truncate(page);
            Ok(Reply::Audit { entries, has_more })
        })
        .await
}
