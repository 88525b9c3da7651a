//! Lists the caller's own security notices.

use circles_protocol::Reply;
use circles_protocol::requests::ListSecurityNotices;

use crate::commands::Context;
use crate::domain::Rejection;

pub(crate) async fn list_security_notices(
    context: Context<'_>,
    _: ListSecurityNotices,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    let notices = store.read(move |view| Ok(view.security_notices(actor.account)?)).await?;
    Ok(Reply::SecurityNotices { notices })
}
