//! Records that the caller has read their security notices up to a given time.

use circles_protocol::Reply;
use circles_protocol::requests::MarkSecurityNoticesSeen;

use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn mark_security_notices_seen(
    store: &Store,
    actor: Actor,
    request: MarkSecurityNoticesSeen,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            tx.mark_security_notices_seen(actor.account, request.through)?;
            Ok(Reply::Done)
        })
        .await
}
