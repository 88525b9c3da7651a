//! The caller's own reports, and whether each has been handled.

use circles_protocol::{Reply, Timestamp};

use crate::clock::DAY_MS;
use crate::domain::{Actor, Rejection};
use crate::limits::{OWN_REPORTS_SHOWN, OWN_REPORTS_SHOWN_DAYS};
use crate::store::Store;

pub(crate) async fn list_own_reports(
    store: &Store,
    actor: Actor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let since = now.plus_ms(-DAY_MS * OWN_REPORTS_SHOWN_DAYS);
            let reports = view.own_reports(actor.account, since, OWN_REPORTS_SHOWN)?;
            Ok(Reply::OwnReports { reports })
        })
        .await
}
