//! Records that the caller has read their security notices up to a given time.

use circles_protocol::Reply;
use circles_protocol::requests::MarkSecurityNoticesSeen;

use crate::commands::Context;
use crate::domain::Rejection;

pub(crate) async fn mark_security_notices_seen(
    context: Context<'_>,
    request: MarkSecurityNoticesSeen,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .write(move |tx| {
            tx.mark_security_notices_seen(actor.account, request.through)?;
            Ok(Reply::Done)
        })
        .await
}
