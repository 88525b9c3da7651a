//! Lists the caller's own lapses.

use circles_protocol::Reply;
use circles_protocol::requests::ListLapses;

use crate::commands::Context;
use crate::domain::Rejection;

pub(crate) async fn list_lapses(context: Context<'_>, _: ListLapses) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store.read(move |view| Ok(Reply::Lapses { lapses: view.lapses(actor.account)? })).await
}
