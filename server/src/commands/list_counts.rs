//! How much happened in each of the last weeks, also where it was nothing.
//! Coordinators only.

use std::collections::HashMap;

use circles_protocol::{Reply, Timestamp};

use super::wall;
use crate::domain::count::{monday_of, weeks_up_to};
use crate::domain::{Actor, Count, Operation, Rejection, require_coordinator};
use crate::limits::COUNTED_WEEKS_SHOWN;
use crate::store::Store;

pub(crate) async fn list_counts(
    store: &Store,
    actor: Actor,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ListCounts, actor)?;
    store
        .read(move |view| {
            let this_week = monday_of(wall::today_at_centre(view, now)?);
            let mondays: Vec<_> = weeks_up_to(this_week, COUNTED_WEEKS_SHOWN).collect();
            let first = mondays.first().copied().unwrap_or(this_week);
            let counted = view.counts_since(first)?;
            let mut counted: HashMap<_, _> =
                counted.into_iter().map(|week| (week.week, week)).collect();
            let of = |monday| counted.remove(&monday).unwrap_or_else(|| Count::none_in(monday));
            Ok(Reply::Counts { weeks: mondays.into_iter().map(of).collect() })
        })
        .await
}
