//! Proposes what no moderator may do alone. Nothing happens to the member until
//! a second person agrees; see `decide_proposal`.

use circles_protocol::requests::ProposeMeasure;
use circles_protocol::{
    AuditAct, Concern, Measure, MemberId, Notice, ProposalId, RefusalCode, Reply, Timestamp,
};
use uuid::Uuid;

use super::act;
use super::note_down::{Deed, note_down};
use super::queue::tell_deciders;
use crate::clock::DAY_MS;
use crate::domain::{Actor, Matter, Operation, Rejection, Standing, require};
use crate::limits::PROPOSAL_DAYS;
use crate::store::{NewProposal, Store, Tx};

pub(crate) async fn propose_measure(
    store: &Store,
    actor: Actor,
    request: ProposeMeasure,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let standing = tx.standing(request.circle, actor.account)?;
            let moderator = require(Operation::MuteMember, standing)?;
            let wish =
                Wish { member: request.member, measure: request.measure, reason: request.reason };
            Ok(Reply::Proposed { proposal: propose(tx, actor, &moderator, wish, now)? })
        })
        .await
}

/// What a moderator would have done to whom, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    pub(super) member: MemberId,
    pub(super) measure: Measure,
    pub(super) reason: Concern,
}

/// Part of any command's transaction.
///
/// # Errors
/// As for muting the member; `already_handled` where the same waits already.
pub(super) fn propose(
    tx: &mut Tx<'_>,
    actor: Actor,
    moderator: &Standing,
    wish: Wish,
    now: Timestamp,
) -> Result<ProposalId, Rejection> {
    let Wish { measure, reason, .. } = wish;
    let member = act::mutable_member(tx, moderator, wish.member)?;
    let id = ProposalId(Uuid::new_v4());
    let new = NewProposal {
        id,
        circle: moderator.circle,
        subject: member.key,
        measure,
        reason,
        moderator: moderator.member,
        at: now,
        until: now.plus_ms(PROPOSAL_DAYS * DAY_MS),
    };
    if !tx.add_proposal(&new)? {
        let sentence = "That is proposed already, and waits for a second person.";
        return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
    }
    let (subject, proposer) = (member.account, actor.account);
    tell_deciders(tx, moderator.circle, Matter::Proposal { subject, proposer })?;
    // It stands in their own list too, on all their devices.
    tx.notify(proposer, Notice::QueueChanged);
    let deed = Deed::to_circle(AuditAct::MeasureProposed, moderator.circle_id);
    note_down(tx, actor, now, deed.about(id.0).because(reason))?;
    Ok(id)
}
