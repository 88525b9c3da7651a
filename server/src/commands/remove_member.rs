//! Takes a member out of a circle. They hear nothing more of it from the next
//! event on. Coordinators only.

use circles_protocol::requests::RemoveMember;
use circles_protocol::{AuditAct, Happening, Notice, Reply, Timestamp};

use super::note_down::{Deed, note_down};
use super::{record, target};
use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::store::{Entry, Store};

pub(crate) async fn remove_member(
    store: &Store,
    actor: Actor,
    request: RemoveMember,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::RemoveMember, actor)?;
    store
        .write(move |tx| {
            let circle = tx.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            let member = target::present_member(tx, circle.key, request.member)?;
            tx.unsubscribe(circle.id, member.id);
            tx.notify(member.account, Notice::CirclesChanged);
            let happening = Happening::MemberRemoved { member: member.id };
            let entry = Entry::MemberRemoved { member: member.key };
            let seq = record::by_centre(tx, &circle, now, entry, happening)?;
            tx.end_membership(member.key, now, seq)?;
            let deed = Deed::to_circle(AuditAct::MemberRemoved, circle.id).about(member.id.0);
            note_down(tx, actor, now, deed)?;
            Ok(Reply::Accepted { seq: Some(seq) })
        })
        .await
}
