//! Who is or was in a circle, by the label of their invite, a page at a time.
//! Coordinators only.

use circles_protocol::requests::ListRoster;
use circles_protocol::{Reply, RosterEntry};

use crate::commands::Context;
use crate::domain::{
    Actor, MemberKey, Operation, PageBudget, Portion, Rejection, require_coordinator,
};
use crate::limits::ROSTER_PAGE;
use crate::store::{CircleRow, View};

pub(crate) async fn list_roster(
    context: Context<'_>,
    request: ListRoster,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    require_coordinator(Operation::ListRoster, actor)?;
    store
        .read(move |view| {
            let circle = view.circle(request.circle)?.ok_or_else(Rejection::not_found)?;
            let page = page(view, actor, &circle, &request)?;
            Ok(Reply::Roster { entries: page.items, has_more: page.has_more })
        })
        .await
}

/// Present members come first. The page position says whether its member was present or
/// past when it was read: they may have left since.
fn page(
    view: &View<'_>,
    actor: Actor,
    circle: &CircleRow,
    request: &ListRoster,
) -> Result<Portion<RosterEntry>, Rejection> {
    let budget = PageBudget::page(ROSTER_PAGE);
    let roster = |present: bool, after: Option<MemberKey>, budget: PageBudget| {
        view.roster(circle.key, actor.account, present, after, budget)
    };
    let after = match request.after {
        Some(place) => {
            let member = view.roster_cursor(circle.key, place)?;
            Some((member.ok_or_else(Rejection::not_found)?, place.present))
        }
        None => None,
    };
    let mut page = match after {
        Some((member, false)) => return Ok(roster(false, Some(member), budget)?),
        Some((member, true)) => roster(true, Some(member), budget)?,
        None => roster(true, None, budget)?,
    };
    if request.former && !page.has_more {
        let former = roster(false, None, budget.after(&page.items))?;
        page.items.extend(former.items);
        page.has_more = former.has_more;
    }
    Ok(page)
}
