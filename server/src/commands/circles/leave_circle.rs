//! Leaves a circle, at once and without a question why. What was said stays. A
//! private conversation that one of the two leaves has ended.

use circles_protocol::requests::LeaveCircle;
use circles_protocol::{EventPayload, Notice, Reply, Role, Timestamp};

use crate::commands::shared::direct;
use crate::commands::shared::moderation::queue::tell_office;
use crate::commands::shared::moderation::{held, record};
use crate::domain::{Actor, Operation, Rejection, require};
use crate::store::{Entry, Store};

pub(crate) async fn leave_circle(
    store: &Store,
    actor: Actor,
    request: LeaveCircle,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let standing = require(Operation::LeaveCircle, standing)?;
            if let Some(direct) = tx.direct(standing.circle)? {
                let seq = direct::part(tx, &direct, actor.account, now)?;
                return Ok(Reply::Accepted { seq });
            }
            held::withdraw_all(tx, standing.member, now)?;
            tx.unsubscribe(standing.circle_id, standing.member_id);
            tx.notify(actor.account, Notice::CirclesChanged);
            let payload = EventPayload::MemberLeft { member: standing.member_id };
            let entry = Entry::MemberLeft { member: standing.member };
            let seq = record::by_member(tx, &standing, now, entry, payload)?;
            tx.end_membership(standing.member, now, seq)?;
            if standing.role == Role::Moderator {
                tell_office(tx, standing.circle)?;
            }
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
