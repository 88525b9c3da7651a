//! Lists the centre's circles, without any of their messages, a page at a time.
//! Coordinators only.

use circles_protocol::Reply;
use circles_protocol::requests::ListCircles;

use crate::commands::Context;
use crate::domain::{Operation, PageBudget, Rejection, require_coordinator};
use crate::limits::CENTRE_CIRCLES_PAGE;

pub(crate) async fn list_circles(
    context: Context<'_>,
    request: ListCircles,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    require_coordinator(Operation::ListCircles, actor)?;
    store
        .read(move |view| {
            let after = match request.after {
                Some(circle) => Some(view.circle(circle)?.ok_or_else(Rejection::not_found)?.key),
                None => None,
            };
            let page = view.centre_circles(after, PageBudget::page(CENTRE_CIRCLES_PAGE))?;
            Ok(Reply::Circles { circles: page.items, has_more: page.has_more })
        })
        .await
}
