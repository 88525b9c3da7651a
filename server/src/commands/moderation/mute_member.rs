//! Keeps a member from posting for a while. They are told privately; it ends by
//! itself. Moderators only.

use circles_protocol::requests::MuteMember;
use circles_protocol::{
    ActId, ActKind, AuditAct, Concern, MemberId, MuteDuration, Reply, Timestamp,
};

use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::once::once;
use crate::commands::shared::moderation::act::{self, Act};
use crate::domain::{Actor, Office, Operation, Rejection, require};
use crate::store::{ActKey, Store, Tx};

pub(crate) async fn mute_member(
    store: &Store,
    actor: Actor,
    request: MuteMember,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let answer = |made| Reply::Acted { act: ActId(made) };
            once(tx, actor.account, now, answer, |tx| {
                let standing = tx.standing(request.circle, actor.account)?;
                let moderator = require(Operation::MuteMember, standing)?;
                let office = Office::of_moderator(actor, &moderator);
                let MuteMember { member, duration, reason, .. } = request;
                let (act, _) = silence(tx, &office, member, duration, reason, now)?;
                Ok(act.0)
            })
        })
        .await
}

/// Mutes the member, however it was decided.
pub(crate) fn silence(
    tx: &mut Tx<'_>,
    office: &Office,
    member: MemberId,
    duration: MuteDuration,
    reason: Concern,
    now: Timestamp,
) -> Result<(ActId, ActKey), Rejection> {
    let member = act::mutable_member(Operation::MuteMember, tx, office, member)?;
    let until = act::end_of_mute(&member, duration, now)?;
    let act = Act { kind: ActKind::MemberMute, reason, at: now, until: Some(until) };
    let recorded = act::record_act(tx, office, member.key, act)?;
    tx.set_muted_until(member.key, until)?;
    act::tell(tx, office, member.account)?;
    let entry = NewAuditEntry::to_circle(AuditAct::MemberMuted, office.circle_id);
    audit::append(tx, office.actor, now, entry.about(member.id.0).because(reason))?;
    Ok(recorded)
}
