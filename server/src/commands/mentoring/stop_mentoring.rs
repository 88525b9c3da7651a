//! A mentor gives up all of their mentees. They stay a mentor; the centre finds others
//! for those mentees, and nobody is told why.

use circles_protocol::Reply;
use circles_protocol::requests::StopMentoring;

use crate::commands::Context;
use crate::commands::shared::mentoring::pairing::end_all;
use crate::domain::Rejection;

pub(crate) async fn stop_mentoring(
    context: Context<'_>,
    _: StopMentoring,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            end_all(tx, actor.account, now)?;
            Ok(Reply::Done)
        })
        .await
}
