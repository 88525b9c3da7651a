//! Turns the caller's calendar feed off: its address stops working.

use circles_protocol::Reply;
use circles_protocol::requests::EndCalendarFeed;

use crate::commands::Context;
use crate::domain::Rejection;

pub(crate) async fn end_calendar_feed(
    context: Context<'_>,
    _: EndCalendarFeed,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store.write(move |tx| Ok(tx.end_calendar_feed(actor.account)?)).await?;
    Ok(Reply::Done)
}
