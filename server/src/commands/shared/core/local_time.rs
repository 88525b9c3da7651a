//! Local time: an alum's own, and the centre's. The store says which zone that is, the
//! domain what it means.

use chrono_tz::Tz;
use circles_protocol::{LocalDate, Timestamp, Zone};

use crate::domain::AccountKey;
use crate::domain::schedule::zone;
use crate::store::{StoreError, View};

/// The alum's own zone, else the centre's.
pub(crate) fn zone_of(view: &View<'_>, account: AccountKey) -> Result<Tz, StoreError> {
    Ok(known(&view.zone_of(account)?))
}

/// Today's date where this alum lives.
pub(crate) fn today_of(
    view: &View<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<LocalDate, StoreError> {
    Ok(LocalDate(zone::local_date(now, zone_of(view, account)?)))
}

/// Today's date at the centre.
pub(crate) fn today_at_centre(view: &View<'_>, now: Timestamp) -> Result<LocalDate, StoreError> {
    Ok(LocalDate(zone::local_date(now, known(&view.centre_zone()?))))
}

/// The last moment of the current day there.
pub(crate) fn end_of_day(now: Timestamp, zone: Tz) -> Timestamp {
    let today = zone::local_date(now, zone);
    let tomorrow = today.succ_opt().unwrap_or(today);
    zone::start_of_day(tomorrow, zone).plus_ms(-1)
}

/// The two dates from which weeks and early days are counted, where the alum lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    /// As the centre set it, otherwise the day they signed up.
    pub(crate) graduated_on: LocalDate,
    pub(crate) today: LocalDate,
}

impl Days {
    pub(crate) fn since_graduating(self) -> i64 {
        (self.today.0 - self.graduated_on.0).num_days()
    }
}

pub(crate) fn days_of(
    view: &View<'_>,
    account: AccountKey,
    now: Timestamp,
) -> Result<Days, StoreError> {
    let graduation = view.graduation(account)?;
    let zone = known(&graduation.zone);
    let day = |at| LocalDate(zone::local_date(at, zone));
    let graduated_on = graduation.on.unwrap_or_else(|| day(graduation.signed_up_at));
    Ok(Days { graduated_on, today: day(now) })
}

/// A zone was checked against the known ones before it was stored. If one has been
/// dropped from them since, UTC takes its place.
fn known(zone: &Zone) -> Tz {
    zone::find(zone.as_str()).unwrap_or(Tz::UTC)
}
