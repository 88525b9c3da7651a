//! The circles and private conversations that ended for somebody a short while
//! ago, with the people they met there: so that they can still report.

use circles_protocol::{LeftView, Reply, Timestamp};

use super::report::reportable_since;
use crate::clock::DAY_MS;
use crate::domain::{Actor, Rejection};
use crate::limits::{LEFT_SHOWN, REPORTABLE_DAYS};
use crate::store::Store;

pub(crate) async fn list_left(
    store: &Store,
    actor: Actor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let since = reportable_since(now);
            let mut left = Vec::new();
            for row in view.left_since(actor.account, since, LEFT_SHOWN)? {
                left.push(LeftView {
                    circle: row.circle_id,
                    name: (!row.recipient.direct).then_some(row.name),
                    left_at: row.ended_at,
                    reportable_until: row.ended_at.plus_ms(REPORTABLE_DAYS * DAY_MS),
                    members: view.people_met(&row.recipient)?,
                });
            }
            Ok(Reply::Left { left })
        })
        .await
}
