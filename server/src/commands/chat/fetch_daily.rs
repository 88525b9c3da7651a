//! One day's thread of a circle: what members posted to it that day.

use circles_protocol::requests::FetchDaily;
use circles_protocol::{Reply, limits};

use crate::commands::Context;
use crate::commands::shared::core::local_time;
use crate::domain::{Operation, PageBudget, Rejection, require};

pub(crate) async fn fetch_daily(
    context: Context<'_>,
    request: FetchDaily,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .read(move |view| {
            let membership = view.membership(request.circle, actor.account)?;
            let membership = require(Operation::FetchDaily, membership)?;
            let on = match request.on {
                Some(day) => day,
                None => local_time::today_at_centre(view, now)?,
            };
            let budget = PageBudget::page(limits::PAGE_MESSAGES);
            let thread = view.daily(&membership, on, request.after, budget)?;
            Ok(Reply::Daily { on, messages: thread.items, has_more: thread.has_more })
        })
        .await
}
