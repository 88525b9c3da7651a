//! One day's thread of a circle: what anybody put into it that day.

use circles_protocol::requests::FetchDaily;
use circles_protocol::{Reply, Timestamp, limits};

use crate::commands::shared::core::local_time;
use crate::domain::{Actor, Operation, Rejection, Room, require};
use crate::store::Store;

pub(crate) async fn fetch_daily(
    store: &Store,
    actor: Actor,
    request: FetchDaily,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .read(move |view| {
            let standing = view.standing(request.circle, actor.account)?;
            let standing = require(Operation::FetchDaily, standing)?;
            let on = match request.on {
                Some(day) => day,
                None => local_time::today_at_centre(view, now)?,
            };
            let room = Room::page(limits::PAGE_MESSAGES);
            let thread = view.daily(&standing, on, request.after, room)?;
            Ok(Reply::Daily { on, messages: thread.items, has_more: thread.has_more })
        })
        .await
}
