//! The rota of some days: who takes shifts, the shifts, and where nobody or more than one
//! person is on call. For those who take shifts, and the centre.

use circles_protocol::requests::ListRota;
use circles_protocol::{Reply, Rota, Timestamp, limits};

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::domain::rota::{Shift, gaps_and_overlaps, on_call_at};
use crate::domain::{Actor, Operation, Rejection, require_participant};
use crate::store::View;

pub(crate) async fn list_rota(context: Context<'_>, request: ListRota) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .read(move |view| {
            let on_call = view.on_call_account(actor.account)?.is_some();
            require_participant(Operation::ListRota, on_call || actor.coordinator)?;
            require_days(&request)?;
            Ok(Reply::Rota { rota: rota(view, actor, &request, now)? })
        })
        .await
}

fn require_days(request: &ListRota) -> Result<(), Rejection> {
    let most_ms = i64::from(limits::CALENDAR_DAYS_MOST) * DAY_MS;
    let length_ms = request.to.0.saturating_sub(request.from.0);
    if (1..=most_ms).contains(&length_ms) {
        return Ok(());
    }
    Err(Rejection::invalid("to", "Please ask for a day at least, and 92 days at most."))
}

fn rota(
    view: &View<'_>,
    actor: Actor,
    request: &ListRota,
    now: Timestamp,
) -> Result<Rota, Rejection> {
    let people = view.on_call_people()?;
    let (rows, shown_to) = view.shifts_shown(request.from, request.to)?;
    let running = view.shifts_touching(now, now.plus_ms(1))?;
    let plain = |rows: &[crate::store::ShiftRow]| -> Vec<Shift> {
        rows.iter().map(|row| row.shift).collect()
    };
    // The past can't be fixed.
    let ahead = request.from.max(now);
    let until = shown_to.unwrap_or(request.to).max(ahead);
    let (gaps, overlaps) = gaps_and_overlaps(&plain(&rows), ahead, until);
    let first = on_call_at(&plain(&running), now)
        .into_iter()
        .find_map(|key| people.iter().find(|person| person.key == key && !person.suspended));
    Ok(Rota {
        now: first.map(|person| person.id),
        people: people.iter().map(|person| person.view(actor.account, actor.coordinator)).collect(),
        shifts: rows.iter().map(crate::store::ShiftRow::view).collect(),
        gaps,
        overlaps,
        shown_to,
    })
}
