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

/// The last moment of the day it is, by the wall.
pub(super) fn end_of_day(now: Timestamp, zone: Tz) -> Timestamp {
    let today = zone::local_date(now, zone);
    let tomorrow = today.succ_opt().unwrap_or(today);
    zone::start_of_day(tomorrow, zone).plus_ms(-1)
}

/// When an alum graduated: as the centre said, else the day they signed up.
pub(super) fn graduated_on(view: &View<'_>, account: AccountKey) -> Result<LocalDate, Rejection> {
    let graduation = view.graduation(account)?;
    let zone = known(&graduation.zone)?;
    Ok(graduation.on.unwrap_or_else(|| LocalDate(zone::local_date(graduation.signed_up_at, zone))))
}

/// A zone was looked for among the known ones before it was stored.
fn known(zone: &Zone) -> Result<Tz, Rejection> {
    zone::find(zone.as_str()).ok_or_else(Rejection::internal)
}
