//! Answers the question about a milestone: the alum keeps it to themselves.

use circles_protocol::requests::KeepMilestonePrivate;
use circles_protocol::{Notice, Reply};

use crate::commands::Context;
use crate::domain::Rejection;
use crate::store::MilestoneAnswer;

pub(crate) async fn keep_milestone_private(
    context: Context<'_>,
    request: KeepMilestonePrivate,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .write(move |tx| {
            if tx.answer_milestone(actor.account, request.milestone, MilestoneAnswer::Private)? {
                tx.notify(actor.account, Notice::CareChanged);
                return Ok(Reply::Done);
            }
            // It is fine if it was answered already; one never reached is not found.
            let reached = tx.milestones(actor.account)?;
            let known =
                reached.iter().any(|reached| reached.reached.milestone == request.milestone);
            if known { Ok(Reply::Done) } else { Err(Rejection::not_found()) }
        })
        .await
}
