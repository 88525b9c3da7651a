//! Moves the own read marker forward. Private: only the account's own devices
//! hear of it.

use circles_protocol::requests::MarkRead;
use circles_protocol::{Notice, Reply};

use crate::domain::{Actor, Operation, Rejection, require};
use crate::store::Store;

pub(crate) async fn mark_read(
    store: &Store,
    actor: Actor,
    request: MarkRead,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let standing = require(Operation::MarkRead, standing)?;
            let seq = request.seq.min(standing.head_seq);
            if tx.mark_read(standing.member, seq)? {
                let notice = Notice::ReadMarkerMoved { circle: request.circle, seq };
                tx.notify(actor.account, notice);
            }
            Ok(Reply::Done)
        })
        .await
}
