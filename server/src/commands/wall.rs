//! What the calendar on a wall shows: an alum's own, and the centre's. Which
//! zone that is stands in the store, what it means in the domain.

use chrono_tz::Tz;
use circles_protocol::{LocalDate, Timestamp, Zone};

use crate::domain::calendar::zone;
use crate::domain::{AccountKey, Rejection};
use crate::store::View;

/// The alum's own zone, else the centre's.
pub(super) fn zone_of(view: &View<'_>, account: AccountKey) -> Result<Tz, Rejection> {
    known(&view.zone_of(account)?)
}

/// The day it is where this alum lives.
pub(super) fn today_of(
    view: &View<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<LocalDate, Rejection> {
    Ok(LocalDate(zone::local_date(now, zone_of(view, account)?)))
}

/// The day it is at the centre.
pub(super) fn today_at_centre(view: &View<'_>, now: Timestamp) -> Result<LocalDate, Rejection> {
    Ok(LocalDate(zone::local_date(now, known(&view.centre_zone()?)?)))
}

/// A zone was looked for among the known ones before it was stored.
fn known(zone: &Zone) -> Result<Tz, Rejection> {
    zone::find(zone.as_str()).ok_or_else(Rejection::internal)
}
