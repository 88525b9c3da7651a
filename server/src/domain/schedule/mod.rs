//! Days, hours and what falls due in them, by an alum's local time. Pure: the current
//! moment is passed in. Nothing here knows who asked, nor how a date or a zone is written
//! on the wire.

pub(crate) mod follow_up;
pub(crate) mod milestones;
pub(crate) mod quiet;
pub(crate) mod recovery;
pub(crate) mod zone;

#[cfg(test)]
mod tests;

const MINUTE_MS: i64 = 60 * 1_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

const DAY_MINUTES: u16 = 24 * 60;
