//! A mentor gives up all of their mentees. They stay a mentor; the centre finds others
//! for those mentees, and nobody is told why.

use circles_protocol::{Reply, Timestamp};

use crate::commands::shared::mentoring::pairing::end_all;
use crate::domain::{Actor, Rejection};
use crate::store::Store;

pub(crate) async fn step_back(
    store: &Store,
    actor: Actor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            end_all(tx, actor.account, now)?;
            Ok(Reply::Done)
        })
        .await
}
