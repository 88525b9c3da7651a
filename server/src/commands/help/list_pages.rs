//! What one is paged for, or was in the last day.

use circles_protocol::{Reply, Timestamp};

use crate::clock::HOUR_MS;
use crate::commands::shared::help::paging;
use crate::domain::{Actor, Rejection};
use crate::limits::{PAGES_SHOWN, PAGES_SHOWN_HOURS};
use crate::store::Store;

pub(crate) async fn list_pages(
    store: &Store,
    actor: Actor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let since = now.plus_ms(-PAGES_SHOWN_HOURS * HOUR_MS);
    store
        .read(move |view| {
            let mut pages = Vec::new();
            for (help, paged_at) in view.pages_of(actor.account, since, PAGES_SHOWN)? {
                if paging::may_know(view, &help, actor.account)? {
                    pages.push(paging::page_of(view, &help, actor.account, paged_at)?);
                }
            }
            Ok(Reply::Pages { pages })
        })
        .await
}
