//! Agrees to a proposal and carries it out in one step, or declines it. Whoever proposed
//! it can only withdraw it.

use circles_protocol::requests::DecideProposal;
use circles_protocol::{
    ActionId, ActionKind, AuditAction, Notice, ProposalId, ProposedAction, RefusalCode, Reply,
    Timestamp,
};
use uuid::Uuid;

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::commands::shared::circles::removal::{Removal, remove};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::core::target;
use crate::commands::shared::moderation::action;
use crate::commands::shared::moderation::queue::tell_deciders;
use crate::domain::deciding::may_decide;
use crate::domain::{Actor, Operation, Rejection, require_decider};
use crate::limits::PROPOSED_MUTE_DAYS;
use crate::store::{MembershipRow, NewAction, ProposalRow, Tx, View};

pub(crate) async fn decide_proposal(
    context: Context<'_>,
    request: DecideProposal,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let DecideProposal { proposal: id, agree } = request;
    store
        .write(move |tx| {
            let proposal = waiting_for(tx, Operation::DecideProposal, actor, id, now)?;
            if agree && proposal.proposer_account == actor.account {
                let sentence = "Another moderator or the centre must agree to what you propose.";
                return Err(Rejection::new(RefusalCode::NotAllowed, sentence));
            }
            let action =
                if agree { AuditAction::ProposalAgreed } else { AuditAction::ProposalDeclined };
            let entry = NewAuditEntry::to_circle(action, proposal.circle_id);
            audit::append(tx, actor, now, entry.about(id.0).because(proposal.reason))?;
            tx.decide_proposal(id, actor.account, agree, now)?;
            // Before it is carried out: who is told may depend on who is present.
            tell_deciders(tx, proposal.circle, proposal.decision_subject())?;
            tx.notify(proposal.proposer_account, Notice::QueueChanged);
            if agree {
                carry_out(tx, actor, &proposal, now)?;
            }
            Ok(Reply::Done)
        })
        .await
}

/// It is undecided and has not lapsed. It lapses with time, when the member leaves, or
/// when whoever proposed it is no longer a moderator.
pub(crate) fn waits(proposal: &ProposalRow, now: Timestamp) -> bool {
    let lapsed = proposal.until <= now || !proposal.subject_stayed;
    !proposal.decided && !lapsed && proposal.proposer_in_role
}

/// A pending proposal that this account may decide or has made.
///
/// # Errors
/// `not_found` for everyone who may not know of it, and once it has lapsed;
/// `already_handled` once somebody has decided.
pub(crate) fn waiting_for(
    view: &View<'_>,
    operation: Operation,
    actor: Actor,
    id: ProposalId,
    now: Timestamp,
) -> Result<ProposalRow, Rejection> {
    let proposal = view.proposal(id)?.ok_or_else(Rejection::not_found)?;
    let own = proposal.proposer_account == actor.account && proposal.proposer_in_role;
    let people = view.deciders_in(proposal.circle)?;
    let may = own || may_decide(&people, proposal.decision_subject(), actor.account);
    require_decider(operation, may)?;
    if proposal.decided {
        let sentence = "Somebody has decided this already.";
        return Err(Rejection::new(RefusalCode::AlreadyHandled, sentence));
    }
    if !waits(&proposal, now) {
        return Err(Rejection::not_found());
    }
    Ok(proposal)
}

fn carry_out(
    tx: &mut Tx<'_>,
    actor: Actor,
    proposal: &ProposalRow,
    now: Timestamp,
) -> Result<(), Rejection> {
    let account = tx.account(proposal.subject_account)?.ok_or_else(Rejection::internal)?;
    if account.coordinator {
        let sentence = "That can't be done to a coordinator. Please talk to the centre.";
        return Err(Rejection::new(RefusalCode::NotAllowed, sentence));
    }
    let member = target::present_member(tx, proposal.circle, proposal.subject)?;
    match proposal.action {
        ProposedAction::Removal => {
            let circle = tx.circle_by_key(proposal.circle)?;
            let (moderator, reason) = (Some(proposal.proposer), proposal.reason);
            let (circle, member, given) = (&circle, &member, Some(reason));
            remove(tx, actor, Removal { circle, member, moderator, reason, given }, now)?;
            Ok(())
        }
        ProposedAction::OneMonthMute => mute(tx, actor, proposal, &member, now),
    }
}

fn mute(
    tx: &mut Tx<'_>,
    actor: Actor,
    proposal: &ProposalRow,
    member: &MembershipRow,
    now: Timestamp,
) -> Result<(), Rejection> {
    let until = now.plus_ms(PROPOSED_MUTE_DAYS * DAY_MS);
    if member.muted_until.is_some_and(|earlier| earlier >= until) {
        return Err(action::already_muted());
    }
    tx.record_action(&NewAction {
        id: ActionId(Uuid::new_v4()),
        circle: proposal.circle,
        kind: ActionKind::MemberMute,
        subject: member.key,
        moderator: Some(proposal.proposer),
        acting_account: Some(actor.account),
        reason: proposal.reason,
        at: now,
        until: Some(until),
    })?;
    tx.set_muted_until(member.key, until)?;
    let (circle, muted_until) = (proposal.circle_id, Some(until));
    tx.notify(member.account, Notice::ActionAboutYou { circle, muted_until });
    let entry = NewAuditEntry::to_circle(AuditAction::MemberMuted, proposal.circle_id);
    audit::append(tx, actor, now, entry.about(member.id.0).because(proposal.reason))
}
