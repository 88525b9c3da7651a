//! Moves the caller's read marker forward. Private: only the account's own devices are
//! told.

use circles_protocol::requests::MarkRead;
use circles_protocol::{Notice, Reply};

use crate::commands::Context;
use crate::domain::{Operation, Rejection, require};

pub(crate) async fn mark_read(context: Context<'_>, request: MarkRead) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(Operation::MarkRead, membership)?;
            let seq = request.seq.min(membership.head_seq);
            if tx.mark_read(membership.member, seq)? {
                let notice = Notice::ReadMarkerMoved { circle: request.circle, seq };
                tx.notify(actor.account, notice);
            }
            Ok(Reply::Done)
        })
        .await
}
