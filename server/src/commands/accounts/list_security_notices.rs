//! Lists the caller's own security notices.

use circles_protocol::Reply;

use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn list_security_notices(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    let notices = store.read(move |view| Ok(view.security_notices(actor.account)?)).await?;
    Ok(Reply::SecurityNotices { notices })
}
