//! Appeals, and actions that take two people.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    ActionId, AppealId, AppealOutcome, CircleId, MemberId, ProposalId, ProposedAction, Reason,
    Statement,
};

request!(
    /// Asks somebody else to look again at what was done about oneself. Once per
    /// action.
    AppealAction {
        action: ActionId,
        #[serde(default)]
        statement: Option<Statement>,
    }
);
request!(
    /// Open appeals one may decide, the longest waiting first, at most 100.
    ListAppeals {}
);
request!(
    /// The words an appeal is about.
    FetchAppeal {
        appeal: AppealId,
        /// Leaves out so many copies, counted from the oldest.
        #[serde(default)]
        skip: u32,
    }
);
request!(
    /// Never by whoever acted.
    DecideAppeal {
        appeal: AppealId,
        outcome: AppealOutcome,
    }
);
request!(
    /// Proposes what takes a second person. Moderators only.
    ProposeAction {
        circle: CircleId,
        member: MemberId,
        action: ProposedAction,
        reason: Reason,
    }
);
request!(
    /// Proposals one may decide or withdraw, the longest waiting first, at most
    /// 100.
    ListProposals {}
);
request!(
    /// The words that led to a proposal.
    FetchProposal {
        proposal: ProposalId,
        /// As in `fetch_case`.
        #[serde(default)]
        skip: u32,
    }
);
request!(
    /// Agrees and carries it out, or declines; one's own can only be withdrawn.
    DecideProposal {
        proposal: ProposalId,
        agree: bool,
    }
);
