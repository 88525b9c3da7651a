//! Turns the caller's calendar feed off: its address stops working.

use circles_protocol::Reply;

use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn end_calendar_feed(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    store.write(move |tx| Ok(tx.end_calendar_feed(actor.account)?)).await?;
    Ok(Reply::Done)
}
