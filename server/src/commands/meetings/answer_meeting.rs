//! Says whether the caller will come to a meeting. Only they and its host see it.

use circles_protocol::requests::AnswerMeeting;
use circles_protocol::{Reply, Timestamp};

use crate::commands::shared::meetings::{part, require_to_come};
use crate::domain::{Actor, Operation, Rejection, require_party};
use crate::store::Store;

pub(crate) async fn answer_meeting(
    store: &Store,
    actor: Actor,
    request: AnswerMeeting,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let AnswerMeeting { meeting, on, answer } = request;
            let part = part(tx, actor, meeting)?;
            require_party(Operation::AnswerMeeting, part.guest)?;
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
