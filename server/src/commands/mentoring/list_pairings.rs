//! Pairings, by labels, a page at a time, and the mentees who need another mentor.
//! Coordinators only.

use circles_protocol::requests::ListPairings;
use circles_protocol::{CentrePairing, Reply};

use crate::commands::Context;
use crate::domain::wire_size::WireSize as _;
use crate::domain::{Actor, Operation, PageBudget, Portion, Rejection, require_coordinator};
use crate::limits::{PAIRINGS_PAGE, UNASSIGNED_MENTEES_SHOWN};
use crate::store::{PairingRow, View};

pub(crate) async fn list_pairings(
    context: Context<'_>,
    request: ListPairings,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    require_coordinator(Operation::ListPairings, actor)?;
    store
        .read(move |view| {
            let (after, unassigned) = match request.after {
                Some(pairing) => {
                    let place = view.pairing_cursor(pairing)?.ok_or_else(Rejection::not_found)?;
                    (Some(place), Vec::new())
                }
                None => {
                    (None, view.mentees_without_mentor(actor.account, UNASSIGNED_MENTEES_SHOWN)?)
                }
            };
            let taken = unassigned.iter().map(|one| one.wire_bytes()).sum();
            let budget = PageBudget::page(PAIRINGS_PAGE).beside(taken);
            let rows = view.open_pairings(after, budget.row_limit())?;
            let page = Portion::fill(budget, rows.iter().map(|row| shown(view, actor, row)))?;
            Ok(Reply::Pairings { pairings: page.items, unassigned, has_more: page.has_more })
        })
        .await
}

fn shown(view: &View<'_>, actor: Actor, row: &PairingRow) -> Result<CentrePairing, Rejection> {
    Ok(CentrePairing {
        id: row.id,
        // A pairing ends with its mentor's role.
        mentor: view.mentor_of(row.mentor)?.ok_or_else(Rejection::internal)?,
        mentee: view.person(row.mentee, actor.account)?,
        active: row.active_since.is_some(),
        since: row.since(),
    })
}
