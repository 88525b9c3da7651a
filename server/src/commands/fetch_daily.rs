//! One day's thread of a circle: what anybody put into it that day.

use circles_protocol::requests::FetchDaily;
use circles_protocol::{Reply, Timestamp, limits};

use super::wall;
use crate::domain::{Actor, Operation, Rejection, require};
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
                None => wall::today_at_centre(view, now)?,
            };
            let (messages, has_more) =
                view.daily(&standing, on, request.after, limits::PAGE_MESSAGES)?;
            Ok(Reply::Daily { on, messages, has_more })
        })
        .await
}
