//! Words in own circles, newest first. Any text is a valid query.

use std::collections::BTreeSet;

use circles_protocol::requests::Search;
use circles_protocol::{Found, Reply, limits};

use crate::domain::{Actor, Operation, Portion, Rejection, Room, Standing, require};
use crate::store::{SearchTerms, Store, View};

pub(crate) async fn search(
    store: &Store,
    actor: Actor,
    request: Search,
) -> Result<Reply, Rejection> {
    if request.before.is_some() && request.circle.is_none() {
        return Err(Rejection::invalid("before", "A place in the log needs its circle."));
    }
    // Where nothing can be stored just now, older messages can still be found.
    let circles = {
        let request = request.clone();
        // One that may not be searched is refused below.
        move |view: &View<'_>| match standings(view, actor, &request) {
            Ok(standings) => standings.iter().map(|standing| standing.circle).collect(),
            Err(_) => BTreeSet::new(),
        }
    };
    if store.complete_index(circles).await.is_err() {
        tracing::warn!("searching without the newest messages");
    }
    store.read(move |view| look(view, actor, &request)).await
}

/// The memberships whose circles are searched.
fn standings(view: &View<'_>, actor: Actor, request: &Search) -> Result<Vec<Standing>, Rejection> {
    Ok(match request.circle {
        Some(circle) => {
            let standing = view.standing(circle, actor.account)?;
            vec![require(Operation::Search, standing)?]
        }
        None => view.standings(actor.account)?.into_iter().map(|(standing, _)| standing).collect(),
    })
}

fn look(view: &View<'_>, actor: Actor, request: &Search) -> Result<Reply, Rejection> {
    let standings = standings(view, actor, request)?;
    let Some(terms) = SearchTerms::new(&request.query) else {
        return Ok(Reply::SearchResults { found: Vec::new(), has_more: false });
    };
    // One more than a page tells whether there is more.
    let room = Room::page(limits::PAGE_MESSAGES);
    let mut hits = Vec::new();
    for standing in &standings {
        let found = view.search(standing, &terms, request.before, room.looks())?;
        hits.extend(found.into_iter().map(|hit| (standing, hit)));
    }
    // Only time compares circles. Within one, the next page goes on by place,
    // and a clock that was set back must not hide what it cuts off.
    if standings.len() > 1 {
        hits.sort_by_key(|(_, hit)| std::cmp::Reverse(hit.sent_at));
    }
    let found = hits.into_iter().filter_map(|(standing, hit)| {
        let message = view.message_at(hit.position, standing.member).transpose()?;
        let circle = standing.circle_id;
        Some(message.map(|message| Found { circle, message }))
    });
    let page = Portion::fill(room, found)?;
    Ok(Reply::SearchResults { found: page.items, has_more: page.has_more })
}
