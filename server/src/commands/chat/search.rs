//! Searches the caller's own circles, newest first. Any text is a valid query.

use std::collections::BTreeSet;

use circles_protocol::requests::Search;
use circles_protocol::{Found, Reply, limits};

use crate::commands::Context;
use crate::domain::{Actor, Membership, Operation, PageBudget, Portion, Rejection, require};
use crate::store::{SearchTerms, View};

pub(crate) async fn search(context: Context<'_>, request: Search) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    if request.before.is_some() && request.circle.is_none() {
        return Err(Rejection::invalid("before", "A place in the log needs its circle."));
    }
    // If nothing can be stored right now, older messages can still be found.
    let circles = {
        let request = request.clone();
        // A circle that may not be searched is refused below.
        move |view: &View<'_>| match memberships(view, actor, &request) {
            Ok(memberships) => memberships.iter().map(|membership| membership.circle).collect(),
            Err(_) => BTreeSet::new(),
        }
    };
    if store.complete_index(circles).await.is_err() {
        tracing::warn!("searching without the newest messages");
    }
    store.read(move |view| look(view, actor, &request)).await
}

/// The memberships whose circles are searched.
fn memberships(
    view: &View<'_>,
    actor: Actor,
    request: &Search,
) -> Result<Vec<Membership>, Rejection> {
    Ok(match request.circle {
        Some(circle) => {
            let membership = view.membership(circle, actor.account)?;
            vec![require(Operation::Search, membership)?]
        }
        None => {
            view.memberships(actor.account)?.into_iter().map(|(membership, _)| membership).collect()
        }
    })
}

fn look(view: &View<'_>, actor: Actor, request: &Search) -> Result<Reply, Rejection> {
    let memberships = memberships(view, actor, request)?;
    let Some(terms) = SearchTerms::new(&request.query) else {
        return Ok(Reply::SearchResults { found: Vec::new(), has_more: false });
    };
    // One more than a page shows whether there is more.
    let budget = PageBudget::page(limits::PAGE_MESSAGES);
    let mut hits = Vec::new();
    for membership in &memberships {
        let found = view.search(membership, &terms, request.before, budget.row_limit())?;
        hits.extend(found.into_iter().map(|hit| (membership, hit)));
    }
    // Only time can be compared across circles. Within one, the next page continues by
    // position, so that a clock that was set back hides nothing.
    if memberships.len() > 1 {
        hits.sort_by_key(|(_, hit)| std::cmp::Reverse(hit.sent_at));
    }
    let found = hits.into_iter().filter_map(|(membership, hit)| {
        let message = view.message_at(hit.position, membership.member).transpose()?;
        let circle = membership.circle_id;
        Some(message.map(|message| Found { circle, message }))
    });
    let page = Portion::fill(budget, found)?;
    Ok(Reply::SearchResults { found: page.items, has_more: page.has_more })
}
