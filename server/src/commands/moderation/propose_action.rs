//! Proposes an action that no moderator may take alone. Nothing happens to the member
//! until a second person agrees; see `decide_proposal`.

use circles_protocol::requests::ProposeAction;
use circles_protocol::{
    AuditAction, MemberId, Notice, ProposalId, ProposedAction, Reason, RefusalCode, Reply,
    Timestamp,
};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::moderation::action;
use crate::commands::shared::moderation::queue::tell_deciders;
use crate::domain::{DecisionSubject, ModeratorContext, Operation, Rejection, require};
use crate::limits::PROPOSAL_DAYS;
use crate::store::{NewProposal, Tx};

pub(crate) async fn propose_action(
    context: Context<'_>,
    request: ProposeAction,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let membership = tx.membership(request.circle, actor.account)?;
            let moderator = require(Operation::ProposeAction, membership)?;
            let context = ModeratorContext::of_moderator(actor, &moderator);
            let wish =
                Wish { member: request.member, action: request.action, reason: request.reason };
            Ok(Reply::Proposed { proposal: propose(tx, &context, wish, now)? })
        })
        .await
}

/// What a moderator wants to do, to whom, and why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) member: MemberId,
    pub(crate) action: ProposedAction,
    pub(crate) reason: Reason,
}

/// Can be part of any command's transaction.
///
/// # Errors
/// As for muting the member; `not_allowed` for the centre, which needs no second person;
/// `already_handled` if the same proposal is pending already.
pub(crate) fn propose(
    tx: &mut Tx<'_>,
    context: &ModeratorContext,
    wish: Wish,
    now: Timestamp,
) -> Result<ProposalId, Rejection> {
    let Wish { action, reason, .. } = wish;
    let Some(moderator) = context.moderator else {
        let sentence = "The centre can remove a member by itself.";
        return Err(Rejection::new(RefusalCode::NotAllowed, sentence));
    };
    let member = action::mutable_member(Operation::ProposeAction, tx, context, wish.member)?;
    let id = ProposalId(Uuid::new_v4());
    let new = NewProposal {
        id,
        circle: context.circle,
        subject: member.key,
        action,
        reason,
        moderator,
        at: now,
        until: now.plus_ms(PROPOSAL_DAYS * DAY_MS),
    };
    if !tx.add_proposal(&new)? {
        let sentence = "That is proposed already, and waits for a second person.";
        return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
    }
    let (subject, proposer) = (member.account, context.actor.account);
    tell_deciders(tx, context.circle, DecisionSubject::Proposal { subject, proposer })?;
    // It appears in their own list too, on all their devices.
    tx.notify(proposer, Notice::QueueChanged);
    let entry = NewAuditEntry::to_circle(AuditAction::ProposalMade, context.circle_id);
    audit::append(tx, context.actor, now, entry.about(id.0).because(reason))?;
    Ok(id)
}
