//! Examples of appeals, and of actions that take two people.

use super::cases::{evidence, statement};
use super::safety::{ACTION, REASON, action};
use super::*;

const APPEAL: AppealId = AppealId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0ab1));
pub(super) const PROPOSAL: ProposalId =
    ProposalId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0d01));

fn appeal() -> AppealView {
    AppealView { id: APPEAL, circle: CIRCLE, action: action(), at: AT, due_at: AT }
}

pub(super) fn proposal() -> ProposalView {
    ProposalView {
        id: PROPOSAL,
        circle: CIRCLE,
        subject: JO,
        action: ProposedAction::Removal,
        reason: REASON,
        by: ME,
        mine: true,
        at: AT,
        until: AT,
    }
}

pub(super) fn requests() -> Vec<Request> {
    use Request as R;
    let (circle, member, reason) = (CIRCLE, JO, REASON);
    vec![
        R::AppealAction(AppealAction { action: ACTION, statement: statement() }),
        R::ListAppeals(ListAppeals {}),
        R::FetchAppeal(FetchAppeal { appeal: APPEAL, skip: 20 }),
        R::DecideAppeal(DecideAppeal { appeal: APPEAL, outcome: AppealOutcome::ActionOverturned }),
        R::ProposeAction(ProposeAction { circle, member, action: ProposedAction::Removal, reason }),
        R::ListProposals(ListProposals {}),
        R::DecideProposal(DecideProposal { proposal: PROPOSAL, agree: true }),
    ]
}

pub(super) fn replies() -> Vec<Reply> {
    vec![
        Reply::Appealed { due_at: AT },
        Reply::Appeals { appeals: vec![appeal()] },
        Reply::Appeal {
            opened: OpenedAppeal {
                appeal: appeal(),
                statement: statement(),
                messages: evidence(),
                has_more: true,
            },
        },
        Reply::Proposed { proposal: PROPOSAL },
        Reply::Proposals { proposals: vec![proposal()] },
    ]
}
