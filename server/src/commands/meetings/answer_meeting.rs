//! Says whether the caller will come to a meeting. Only they and its host see it.

use circles_protocol::Reply;
use circles_protocol::requests::AnswerMeeting;

use crate::commands::Context;
use crate::commands::shared::meetings::{part, require_to_come};
use crate::domain::{Operation, Rejection, require_participant};

pub(crate) async fn answer_meeting(
    context: Context<'_>,
    request: AnswerMeeting,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let AnswerMeeting { meeting, on, answer } = request;
            let part = part(tx, actor, meeting)?;
            require_participant(Operation::AnswerMeeting, part.guest)?;
            let meeting = part.meeting.key;
            require_to_come(&part.meeting, on, now)?;
            if tx.cancelled_days(meeting, on)?.contains(&on) {
                return Err(Rejection::invalid("on", "That meeting does not take place."));
            }
            tx.answer_meeting((meeting, on), actor.account, answer)?;
            Ok(Reply::Done)
        })
        .await
}
