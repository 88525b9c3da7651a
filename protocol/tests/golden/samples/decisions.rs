//! Examples of decided cases, and of what led to a proposal.

use super::appeals::{PROPOSAL, proposal};
use super::cases::{case, evidence, given};
use super::safety::{REASON, action};
use super::*;

const DECISION: DecisionId = DecisionId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0dc1));

fn decision() -> DecisionView {
    DecisionView {
        id: DECISION,
        kind: DecisionKind::MassMute,
        by: Some(ME),
        mine: true,
        at: AT,
        reason: Some(REASON),
        duration: Some(MuteDuration::OneDay),
        note: None,
        action: Some(action()),
        undo_status: UndoStatus::Possible,
    }
}

pub(super) fn requests() -> Vec<Request> {
    vec![
        Request::ListDecidedCases(ListDecidedCases { before: Some(DECISION) }),
        Request::UndoDecision(UndoDecision { decision: DECISION }),
        Request::FetchProposal(FetchProposal { proposal: PROPOSAL, skip: 20 }),
    ]
}

pub(super) fn replies() -> Vec<Reply> {
    vec![
        Reply::DecidedCases {
            decided: vec![DecidedCase {
                case: CaseView { claim: None, reopened_at: Some(AT), ..case() },
                decision: decision(),
            }],
            has_more: true,
        },
        Reply::DecisionUndone {
            undone: Undone {
                messages: 3,
                mute_lifted: true,
                still_muted_until: Some(AT),
                note_restored: false,
                held_again: false,
                changed_since: true,
            },
        },
        Reply::Proposal {
            opened: OpenedProposal {
                proposal: proposal(),
                evidence: evidence(),
                has_more: true,
                reports: vec![given()],
                actions: vec![action()],
            },
        },
    ]
}
