//! Proposals that wait for a second person, for those who may decide them and whoever
//! made them.

use circles_protocol::Reply;
use circles_protocol::requests::ListProposals;

use crate::commands::Context;
use crate::commands::moderation::decide_proposal::waits;
use crate::commands::shared::moderation::queue::PeopleByCircle;
use crate::domain::Rejection;
use crate::domain::deciding::may_decide;
use crate::limits::PROPOSALS_SHOWN;

pub(crate) async fn list_proposals(
    context: Context<'_>,
    _: ListProposals,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let own = actor.account;
    store
        .read(move |view| {
            // Open proposals are not scanned for people who decide none.
            if !view.holds_role(actor.account)? {
                return Ok(Reply::Proposals { proposals: Vec::new() });
            }
            let mut people = PeopleByCircle::default();
            let found = view.open_proposals(PROPOSALS_SHOWN, |proposal| {
                if !waits(proposal, now) {
                    return Ok(false);
                }
                let people = people.in_circle(view, proposal.circle)?;
                Ok(proposal.proposer_account == own
                    || may_decide(people, proposal.decision_subject(), own))
            })?;
            let proposals = found.iter().map(|it| it.view(it.proposer_account == own)).collect();
            Ok(Reply::Proposals { proposals })
        })
        .await
}
