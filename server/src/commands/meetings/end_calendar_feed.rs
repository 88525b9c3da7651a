//! The address of an own calendar leads nowhere from now on.

use circles_protocol::Reply;

use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn end_calendar_feed(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    store.write(move |tx| Ok(tx.end_calendar_feed(actor.account)?)).await?;
    Ok(Reply::Done)
}
