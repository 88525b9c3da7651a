//! How often things happened in each of the last weeks, without names. Coordinators only.

use chrono::Days;
use circles_protocol::requests::ListCounts;
use circles_protocol::{LocalDate, Reply, WeekCounts};

use crate::commands::Context;
use crate::commands::shared::core::local_time;
use crate::domain::counts::monday;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::limits::WEEKS_COUNTED;

pub(crate) async fn list_counts(context: Context<'_>, _: ListCounts) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::ListCounts, actor)?;
    store
        .read(move |view| {
            let this_week = monday(local_time::today_at_centre(view, now)?.0);
            // Weeks in which nothing happened are listed too.
            let weeks: Result<Vec<WeekCounts>, Rejection> = (0..WEEKS_COUNTED)
                .rev()
                .filter_map(|ago| this_week.checked_sub_days(Days::new(ago * 7)))
                .map(|week| Ok(view.week_counts(LocalDate(week))?))
                .collect();
            Ok(Reply::Counts { weeks: weeks? })
        })
        .await
}
