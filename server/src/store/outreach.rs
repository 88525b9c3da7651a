//! When a mentor was in touch with a mentee, without any words.

use circles_protocol::{Means, OutreachOutcome, OutreachView, Timestamp, WireEnum as _};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::{AccountKey, PairingKey};

const NEWEST: &str = "
    SELECT at, means, outcome FROM outreach WHERE pairing = ?1
    ORDER BY at DESC, key DESC LIMIT ?2";

const REACHED: &str = "
    SELECT at FROM outreach WHERE pairing = ?1 AND outcome = 'reached'
    ORDER BY at DESC LIMIT 1";

const HELP_WAITING: &str = "
    SELECT h.asked_at FROM help_requests h JOIN help_alerts p ON p.help = h.key AND p.account = ?1
    WHERE h.account = ?2 AND h.ended_at IS NULL AND h.acknowledged_at IS NULL";

fn outreach(row: &Row<'_>) -> rusqlite::Result<OutreachView> {
    Ok(OutreachView {
        at: Timestamp(row.get(0)?),
        means: rows::word(row, 1)?,
        outcome: rows::word(row, 2)?,
    })
}

impl View<'_> {
    /// Newest first.
    pub(crate) fn newest_outreach(
        &self,
        pairing: PairingKey,
        limit: u16,
    ) -> Result<Vec<OutreachView>, StoreError> {
        let mut statement = self.prepare(NEWEST)?;
        let found = statement.query_map([pairing.0, i64::from(limit)], outreach)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// When the mentor last reached them.
    pub(crate) fn last_reached(
        &self,
        pairing: PairingKey,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.prepare(REACHED)?;
        Ok(statement.query_row([pairing.0], |row| row.get(0).map(Timestamp)).optional()?)
    }

    /// Since when somebody has been waiting for help from this person, perhaps among others.
    pub(crate) fn help_waiting_for(
        &self,
        alerted: AccountKey,
        mentee: AccountKey,
    ) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.prepare(HELP_WAITING)?;
        let found = statement.query_row([alerted.0, mentee.0], |row| row.get(0).map(Timestamp));
        Ok(found.optional()?)
    }
}

impl Tx<'_> {
    pub(crate) fn log_outreach(
        &mut self,
        pairing: PairingKey,
        means: Means,
        outcome: OutreachOutcome,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("INSERT INTO outreach (pairing, at, means, outcome) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![pairing.0, at.0, means.as_str(), outcome.as_str()])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::plan_of;

    #[test]
    fn the_last_time_is_read_from_an_index() {
        for (sql, index) in [
            (NEWEST, "outreach_of_pairing"),
            (REACHED, "COVERING INDEX reached_of_pairing"),
            (HELP_WAITING, "one_open_help"),
        ] {
            let plan = plan_of(sql);
            assert!(plan.contains(index), "{sql}: {plan}");
            assert!(!plan.contains("SCAN"), "{sql}: {plan}");
        }
    }
}
