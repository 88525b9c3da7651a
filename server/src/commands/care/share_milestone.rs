//! Shares a milestone with a circle that the alum chooses: posts their words like any
//! message, with the milestone attached.

use circles_protocol::requests::{SendMessage, ShareMilestone};
use circles_protocol::{Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::posting::post;
use crate::domain::{MessageFlags, Operation, Rejection, ScreenedMessage};
use crate::store::MilestoneAnswer;

pub(crate) async fn share_milestone(
    context: Context<'_>,
    request: ShareMilestone,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    let ShareMilestone { milestone, circle, id, body } = request;
    let message = SendMessage {
        id,
        circle,
        body,
        reply_to: None,
        mentions: Vec::new(),
        content_note: None,
        win: false,
        daily: false,
    };
    let flags = MessageFlags { milestone: Some(milestone), ..MessageFlags::default() };
    let draft = ScreenedMessage::new(message, flags);
    store
        .write(move |tx| {
            let reached = tx.milestones(actor.account)?;
            if !reached.iter().any(|reached| reached.reached.milestone == milestone) {
                return Err(Rejection::not_found());
            }
            let answer = post(tx, actor, Operation::ShareMilestone, draft, &rules, now)?;
            if tx.answer_milestone(actor.account, milestone, MilestoneAnswer::Shared)? {
                tx.notify(actor.account, Notice::CareChanged);
            }
            Ok(answer)
        })
        .await
}
