//! How much happened in each week: numbers alone, kept as they grow, so that
//! nothing anybody did has to be looked at again to count it.

use circles_protocol::{LocalDate, WeekCounts};
use rusqlite::params;

use super::{StoreError, Tx, View, rows};
use crate::domain::Count;

impl View<'_> {
    /// Weeks from this Monday on in which anything was counted, oldest first.
    pub(crate) fn counts_since(&self, monday: LocalDate) -> Result<Vec<WeekCounts>, StoreError> {
        let mut statement = self.prepare(
            "SELECT week, kind, count FROM week_counts WHERE week >= ?1 ORDER BY week, kind",
        )?;
        let mut counted = statement.query([monday.to_string()])?;
        let mut weeks: Vec<WeekCounts> = Vec::new();
        while let Some(row) = counted.next()? {
            let week = rows::day(row, 0)?;
            if weeks.last().is_none_or(|last| last.week != week) {
                weeks.push(Count::none_in(week));
            }
            if let Some(last) = weeks.last_mut() {
                *rows::word::<Count>(row, 1)?.of(last) = row.get(2)?;
            }
        }
        Ok(weeks)
    }
}

impl Tx<'_> {
    /// One more, in the week of this Monday.
    pub(crate) fn count(&mut self, kind: Count, monday: LocalDate) -> Result<(), StoreError> {
        use circles_protocol::Word as _;
        self.prepare(
            "INSERT INTO week_counts (week, kind, count) VALUES (?1, ?2, 1)
             ON CONFLICT (week, kind) DO UPDATE SET count = count + 1",
        )?
        .execute(params![monday.to_string(), kind.as_str()])?;
        Ok(())
    }
}
