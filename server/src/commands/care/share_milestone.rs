//! Shares a milestone with a circle of one's own choice: posts what one writes to
//! it, as any message, with the milestone beside it.

use circles_protocol::requests::{SendMessage, ShareMilestone};
use circles_protocol::{Notice, Reply, Timestamp};

use crate::commands::chat::send_message::say;
use crate::domain::screening::signs;
use crate::domain::{Actor, CareRules, Marks, Operation, Rejection};
use crate::store::{MilestoneAnswer, Store};

pub(crate) async fn share_milestone(
    store: &Store,
    actor: Actor,
    request: ShareMilestone,
    rules: &CareRules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let rules = rules.clone();
    let found = signs(request.body.as_str());
    let ShareMilestone { mark, circle, id, body } = request;
    store
        .write(move |tx| {
            let reached = tx.milestones(actor.account)?;
            if !reached.iter().any(|milestone| milestone.reached.mark == mark) {
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
            let marks = Marks { milestone: Some(mark), ..Marks::default() };
            let operation = Operation::ShareMilestone;
            let answer = say(tx, actor, operation, message, (found, marks), &rules, now)?;
            if tx.answer_milestone(actor.account, mark, MilestoneAnswer::Shared)? {
                tx.notify(actor.account, Notice::CareChanged);
            }
            Ok(answer)
        })
        .await
}
