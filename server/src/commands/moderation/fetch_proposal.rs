//! Shows the words that led to a proposal to somebody who may decide it, or made it.
//! Opening it goes into the audit.

use circles_protocol::requests::FetchProposal;
use circles_protocol::{AuditAction, OpenedProposal, Reply};

use crate::commands::Context;
use crate::commands::moderation::decide_proposal::waiting_for;
use crate::commands::moderation::fetch_case::{Kept, kept};
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::domain::{Operation, Rejection};

pub(crate) async fn fetch_proposal(
    context: Context<'_>,
    request: FetchProposal,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let proposal = waiting_for(tx, Operation::FetchProposal, actor, request.proposal, now)?;
            let subject = tx.member(proposal.circle, proposal.subject)?;
            let subject = subject.ok_or_else(Rejection::not_found)?;
            let case = tx.case_of_proposal(proposal.id)?;
            let Kept { evidence, has_more, reports, actions } =
                kept(tx, case, subject.key, request.skip)?;
            let entry = NewAuditEntry::to_circle(AuditAction::ProposalOpened, proposal.circle_id);
            audit::append(tx, actor, now, entry.about(proposal.id.0))?;
            let proposal = proposal.view(proposal.proposer_account == actor.account);
            let opened = OpenedProposal { proposal, evidence, has_more, reports, actions };
            Ok(Reply::Proposal { opened })
        })
        .await
}
