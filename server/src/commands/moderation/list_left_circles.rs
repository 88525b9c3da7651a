//! The circles and private conversations that ended for somebody recently, with the
//! people they met there, so that they can still report. A page at a time; a page may end
//! partway through one circle's people.

use circles_protocol::requests::ListLeftCircles;
use circles_protocol::{LeftCursor, LeftView, Reply};

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::commands::shared::moderation::report::reportable_since;
use crate::domain::wire_size::WireSize as _;
use crate::domain::{MemberKey, PageBudget, Rejection};
use crate::limits::{LEFT_PEOPLE_PAGE, LEFT_SHOWN, REPORTABLE_DAYS};
use crate::store::{LeftRow, View};

pub(crate) async fn list_left_circles(
    context: Context<'_>,
    request: ListLeftCircles,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .read(move |view| {
            let since = reportable_since(now);
            let mut rows = view.left_since(actor.account, since, LEFT_SHOWN)?;
            let begun = match request.after {
                Some(place) => Some(begun(view, &mut rows, place)?),
                None => None,
            };
            page(view, rows, begun)
        })
        .await
}

/// A circle that was read in part: the position among its people.
struct Begun {
    after: Option<MemberKey>,
}

/// Skips the circles that were read completely.
fn begun(view: &View<'_>, rows: &mut Vec<LeftRow>, place: LeftCursor) -> Result<Begun, Rejection> {
    let at = rows.iter().position(|row| row.circle_id == place.circle);
    rows.drain(..at.ok_or_else(Rejection::not_found)?);
    let after = match place.member {
        Some(member) => {
            let met = view.met_by(&rows[0].recipient, member)?;
            Some(met.ok_or_else(Rejection::not_found)?.key)
        }
        None => None,
    };
    Ok(Begun { after })
}

fn page(view: &View<'_>, rows: Vec<LeftRow>, mut begun: Option<Begun>) -> Result<Reply, Rejection> {
    let mut budget = PageBudget::page(LEFT_PEOPLE_PAGE);
    let mut left = Vec::new();
    for row in rows {
        let begun = begun.take();
        let mut shown = LeftView {
            circle: row.circle_id,
            name: (!row.recipient.direct).then_some(row.name),
            left_at: row.ended_at,
            reportable_until: row.ended_at.plus_ms(REPORTABLE_DAYS * DAY_MS),
            members: Vec::new(),
        };
        if !budget.take(shown.wire_bytes()) {
            return Ok(Reply::LeftCircles { circles: left, has_more: true });
        }
        let after = begun.as_ref().and_then(|begun| begun.after);
        let people = view.people_met(&row.recipient, after, &mut budget)?;
        shown.members = people.items;
        if begun.is_none() || !shown.members.is_empty() {
            left.push(shown);
        }
        if people.has_more {
            return Ok(Reply::LeftCircles { circles: left, has_more: true });
        }
    }
    Ok(Reply::LeftCircles { circles: left, has_more: false })
}
