//! Shares a milestone with a circle of one's own choice: posts what one writes to
//! it, as any message, with the milestone beside it.

use circles_protocol::requests::{SendMessage, ShareMilestone};
use circles_protocol::{Notice, Reply, Timestamp};

use crate::commands::chat::send_message::say;
use crate::domain::screening::signals;
use crate::domain::{Actor, CareRules, MessageFlags, Operation, Rejection};
use crate::store::{MilestoneAnswer, Store};

pub(crate) async fn share_milestone(
    store: &Store,
    actor: Actor,
    request: ShareMilestone,
    rules: &CareRules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let rules = rules.clone();
    let found = signals(request.body.as_str());
    let ShareMilestone { milestone, circle, id, body } = request;
    store
        .write(move |tx| {
            let reached = tx.milestones(actor.account)?;
            if !reached.iter().any(|reached| reached.reached.milestone == milestone) {
                return Err(Rejection::not_found());
            }
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
            let operation = Operation::ShareMilestone;
            let answer = say(tx, actor, operation, message, (found, flags), &rules, now)?;
            if tx.answer_milestone(actor.account, milestone, MilestoneAnswer::Shared)? {
                tx.notify(actor.account, Notice::CareChanged);
            }
            Ok(answer)
        })
        .await
}
