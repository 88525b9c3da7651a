//! What has to be looked at again, and when: one row per kind and subject. The store finds
//! what is due; it does not know what is then done.

use circles_protocol::{Timestamp, WireEnum as _};
use rusqlite::{OptionalExtension as _, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::TimerKind;

/// One timer. The kind says which table `subject` is a key of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimerRow {
    pub(crate) kind: TimerKind,
    pub(crate) subject: i64,
    pub(crate) due_at: Timestamp,
}

const DUE: &str = "
    SELECT kind, subject, due_at FROM timers
    WHERE due_at <= ?1 ORDER BY due_at, kind, subject LIMIT ?2";

const NEXT: &str = "SELECT due_at FROM timers ORDER BY due_at LIMIT 1";

const ONE: &str = "SELECT due_at FROM timers WHERE kind = ?1 AND subject = ?2";

impl View<'_> {
    /// The earliest first.
    pub(crate) fn due_timers(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<TimerRow>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut statement = self.prepare(DUE)?;
        let timers = statement.query_map([now.0, limit], |row| {
            Ok(TimerRow {
                kind: rows::word(row, 0)?,
                subject: row.get(1)?,
                due_at: Timestamp(row.get(2)?),
            })
        })?;
        Ok(timers.collect::<rusqlite::Result<_>>()?)
    }

    /// When the earliest of all timers is due.
    pub(crate) fn next_timer(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.prepare(NEXT)?.query_row([], |row| row.get(0).map(Timestamp)).optional()?)
    }

    /// When this timer is due, if it is set.
    pub(crate) fn timer(
        &self,
        kind: TimerKind,
        subject: i64,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.prepare(ONE)?;
        let due_at = statement
            .query_row(params![kind.as_str(), subject], |row| row.get(0).map(Timestamp))
            .optional()?;
        Ok(due_at)
    }
}

impl Tx<'_> {
    /// Replaces an earlier time, if there was one.
    pub(crate) fn set_timer(
        &mut self,
        kind: TimerKind,
        subject: i64,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO timers (kind, subject, due_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at",
        )?
        .execute(params![kind.as_str(), subject, due_at.0])?;
        Ok(())
    }

    pub(crate) fn clear_timer(&mut self, kind: TimerKind, subject: i64) -> Result<(), StoreError> {
        self.prepare("DELETE FROM timers WHERE kind = ?1 AND subject = ?2")?
            .execute(params![kind.as_str(), subject])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{StoreOptions, connections};

    const MANY: i64 = 50_000;

    fn plan(view: &View<'_>, sql: &str) -> String {
        let mut statement = view.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        // The plan does not depend on the values of the parameters.
        let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3));
        steps.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    /// Steps of SQLite's virtual machine until the end of the query.
    fn steps(view: &View<'_>, now: i64) -> (usize, i32) {
        let mut statement = view.prepare(DUE).unwrap();
        statement.reset_status(rusqlite::StatementStatus::VmStep);
        let found = statement.query_map([now, 500], |_| Ok(())).unwrap().count();
        (found, statement.get_status(rusqlite::StatementStatus::VmStep))
    }

    #[test]
    fn what_is_due_is_found_without_looking_at_what_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = connections::prepare(folder.path()).unwrap();
        let (mut connection, _) = connections::writer(&file, StoreOptions::default()).unwrap();
        let all = connection.transaction().unwrap();
        for subject in 1..=MANY {
            Tx::new(&all).set_timer(TimerKind::FollowUp, subject, Timestamp(subject)).unwrap();
        }
        all.commit().unwrap();

        let view = View::new(&connection);
        let found = plan(&view, DUE);
        assert_eq!(found, "SEARCH timers USING COVERING INDEX due_timers (due_at<?)");
        assert_eq!(plan(&view, ONE), "SEARCH timers USING PRIMARY KEY (kind=? AND subject=?)");
        // A scan of the index that ends with its first row.
        assert_eq!(plan(&view, NEXT), "SCAN timers USING COVERING INDEX due_timers");
        assert_eq!(view.next_timer().unwrap(), Some(Timestamp(1)));

        let (none, idle) = steps(&view, 0);
        assert!(none == 0 && idle < 50, "{idle} steps with nothing due");
        let (some, busy) = steps(&view, 500);
        assert!(some == 500 && busy < 10_000, "{busy} steps for {some} of {MANY}");
        assert_eq!(steps(&view, MANY), (some, busy));
    }
}
