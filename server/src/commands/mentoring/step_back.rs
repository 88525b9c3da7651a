//! A mentor gives up all of their mentees. They stay a mentor; the centre finds others
//! for those mentees, and nobody is told why.

use circles_protocol::Reply;
use circles_protocol::requests::StepBack;

use crate::commands::Context;
use crate::commands::shared::mentoring::pairing::end_all;
use crate::domain::Rejection;

pub(crate) async fn step_back(context: Context<'_>, _: StepBack) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            end_all(tx, actor.account, now)?;
            Ok(Reply::Done)
        })
        .await
}
