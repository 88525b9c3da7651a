//! Keeps a member from posting for a while. They are told privately; it ends by
//! itself. Moderators only.

use circles_protocol::requests::MuteMember;
use circles_protocol::{ActKind, AuditAct, Reply, Timestamp};

use super::act::{self, Act};
use super::note_down::{Deed, note_down};
use crate::domain::{Actor, Operation, Rejection, require};
use crate::store::Store;

pub(crate) async fn mute_member(
    store: &Store,
    actor: Actor,
    request: MuteMember,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let operation = Operation::MuteMember;
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let moderator = require(operation, standing)?;
            let member = act::mutable_member(operation, tx, &moderator, request.member)?;
            let until = act::end_of_mute(&member, request.duration, now)?;
            let (kind, reason) = (ActKind::MemberMute, request.reason);
            let act = Act { kind, reason, at: now, until: Some(until) };
            let (id, _) = act::record_act(tx, &moderator, member.key, act)?;
            tx.set_muted_until(member.key, until)?;
            act::tell(tx, &moderator, member.account)?;
            let deed = Deed::to_circle(AuditAct::MemberMuted, moderator.circle_id);
            note_down(tx, actor, now, deed.about(member.id.0).because(reason))?;
            Ok(Reply::Acted { act: id })
        })
        .await
}
