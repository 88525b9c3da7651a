//! Leaves a circle, at once and without asking why. The member's messages stay. When one
//! of the two leaves a private conversation, it ends.

use circles_protocol::requests::LeaveCircle;
use circles_protocol::{EventPayload, Notice, Reply, Role};

use crate::commands::Context;
use crate::commands::shared::core::circle_log;
use crate::commands::shared::direct;
use crate::commands::shared::moderation::held;
use crate::commands::shared::moderation::queue::tell_staff;
use crate::domain::{Operation, Rejection, require};
use crate::store::Entry;

pub(crate) async fn leave_circle(
    context: Context<'_>,
    request: LeaveCircle,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let membership = require(Operation::LeaveCircle, membership)?;
            if let Some(direct) = tx.direct(membership.circle)? {
                let seq = direct::leave(tx, &direct, actor.account, now)?;
                return Ok(Reply::Accepted { seq });
            }
            held::withdraw_all(tx, membership.member, now)?;
            tx.unsubscribe(membership.circle_id, membership.member_id);
            tx.notify(actor.account, Notice::CirclesChanged);
            let payload = EventPayload::MemberLeft { member: membership.member_id };
            let entry = Entry::MemberLeft { member: membership.member };
            let seq = circle_log::append_as_member(tx, &membership, now, entry, payload)?;
            tx.end_membership(membership.member, now, seq)?;
            if membership.role == Role::Moderator {
                tell_staff(tx, membership.circle)?;
            }
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
