//! What is known of the backups of this store: kept in memory, so that neither a health check
//! nor a page waits for their folder, which may be on another machine. Whoever makes them
//! says so here.

use std::sync::{Arc, Mutex, PoisonError};

use circles_protocol::Timestamp;

use crate::clock::HOUR_MS;
use crate::limits::BACKUP_OVERDUE_HOURS;

#[derive(Debug, Clone, Default)]
pub(crate) struct Backups(Arc<Mutex<Known>>);

#[derive(Debug, Default, Clone, Copy)]
struct Known {
    scheduled: bool,
    newest: Option<Timestamp>,
    failed: bool,
}

/// As it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BackupState {
    /// The server makes backups itself.
    pub(crate) scheduled: bool,
    pub(crate) newest: Option<Timestamp>,
    /// The server made none that is young enough.
    pub(crate) overdue: bool,
    /// The last attempt failed.
    pub(crate) failed: bool,
}

impl Backups {
    pub(crate) fn state(&self, now: Timestamp) -> BackupState {
        let Known { scheduled, newest, failed } = self.known();
        let young = |at: Timestamp| now.0.saturating_sub(at.0) <= BACKUP_OVERDUE_HOURS * HOUR_MS;
        let overdue = !newest.is_some_and(young);
        BackupState { scheduled, newest, overdue, failed }
    }

    pub(crate) fn set_scheduled(&self) {
        self.change(|known| known.scheduled = true);
    }

    pub(crate) fn set_newest(&self, newest: Option<Timestamp>) {
        self.change(|known| known.newest = newest);
    }

    pub(crate) fn note_attempt(&self, failed: bool) {
        self.change(|known| known.failed = failed);
    }

    fn known(&self) -> Known {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Known)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_796_063_400_000);

    #[test]
    fn none_that_is_younger_than_two_days_is_overdue() {
        let backups = Backups::default();
        assert!(backups.state(NOW).overdue);
        for (hours, overdue) in [(-1, false), (0, false), (48, false), (49, true)] {
            backups.set_newest(Some(NOW.plus_ms(-hours * HOUR_MS)));
            assert_eq!(backups.state(NOW).overdue, overdue, "{hours} hours");
        }
    }

    #[test]
    fn a_handle_tells_what_another_was_told() {
        let backups = Backups::default();
        let other = backups.clone();
        backups.set_scheduled();
        backups.note_attempt(true);
        let told = other.state(NOW);
        assert!(told.scheduled && told.failed);
    }
}
