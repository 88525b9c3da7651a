//! Sets the alum's own time zone, and the time by which the day's check-in is expected.

use circles_protocol::requests::ChangeCareSettings;
use circles_protocol::{Notice, Reply};

use crate::commands::Context;
use crate::commands::shared::care::{follow_up, recovery};
use crate::domain::Rejection;
use crate::domain::schedule::zone;

pub(crate) async fn change_care_settings(
    context: Context<'_>,
    request: ChangeCareSettings,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    let ChangeCareSettings { zone, check_in_at } = request;
    if zone.as_ref().is_some_and(|zone| zone::find(zone.as_str()).is_none()) {
        return Err(Rejection::invalid("zone", "There is no time zone of that name."));
    }
    store
        .write(move |tx| {
            tx.set_care_times(actor.account, zone.as_ref(), check_in_at)?;
            // Changing this is a sign of life. Everything pending follows the new clock.
            follow_up::record_contact(tx, actor.account, now, &rules)?;
            recovery::schedule_milestone(tx, actor.account, &rules, now)?;
            tx.notify(actor.account, Notice::CareChanged);
            Ok(Reply::Done)
        })
        .await
}
