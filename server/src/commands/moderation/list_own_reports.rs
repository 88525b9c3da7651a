//! The caller's own reports, and whether each has been handled.

use circles_protocol::Reply;
use circles_protocol::requests::ListOwnReports;

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::domain::Rejection;
use crate::limits::{OWN_REPORTS_SHOWN, OWN_REPORTS_SHOWN_DAYS};

pub(crate) async fn list_own_reports(
    context: Context<'_>,
    _: ListOwnReports,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .read(move |view| {
            let since = now.plus_ms(-DAY_MS * OWN_REPORTS_SHOWN_DAYS);
            let reports = view.own_reports(actor.account, since, OWN_REPORTS_SHOWN)?;
            Ok(Reply::OwnReports { reports })
        })
        .await
}
