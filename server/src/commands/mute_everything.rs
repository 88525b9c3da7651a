//! Mutes a member and all of their messages of the last day, in one act.
//! Moderators only.

use circles_protocol::requests::MuteEverything;
use circles_protocol::{ActKind, AuditAct, Reply, Timestamp};

use super::act::{self, Act};
use super::note_down::{Deed, note_down};
use crate::clock::DAY_MS;
use crate::domain::{Actor, Operation, Position, Rejection, require};
use crate::store::Store;

pub(crate) async fn mute_everything(
    store: &Store,
    actor: Actor,
    request: MuteEverything,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let operation = Operation::MuteEverything;
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let moderator = require(operation, standing)?;
            let member = act::mutable_member(operation, tx, &moderator, request.member)?;
            let from = tx.seq_at(&moderator, now.plus_ms(-DAY_MS))?;
            let from = Position::new(moderator.circle, from);
            let messages = tx.unmuted_messages_of(member.key, from)?;
            let until = match act::end_of_mute(&member, request.duration, now) {
                Ok(until) => Some(until),
                Err(refused) if messages.is_empty() => return Err(refused),
                // Muted already, and has words that are not: the later end holds.
                Err(_) => member.muted_until.max(Some(now.plus_ms(request.duration.ms()))),
            };
            let (kind, reason) = (ActKind::MassMute, request.reason);
            let act = Act { kind, reason, at: now, until };
            let (id, key) = act::record_act(tx, &moderator, member.key, act)?;
            if let Some(until) = until {
                tx.set_muted_until(member.key, until)?;
            }
            act::hide(tx, &moderator, key, &messages, now)?;
            act::tell(tx, &moderator, member.account)?;
            let deed = Deed::to_circle(AuditAct::MassMuted, moderator.circle_id);
            note_down(tx, actor, now, deed.about(member.id.0).because(reason))?;
            Ok(Reply::Acted { act: id })
        })
        .await
}
