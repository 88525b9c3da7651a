//! How much happened in each week: numbers that identify nobody.

use circles_protocol::{LocalDate, Timestamp, WeekCounts, WireEnum as _};
use rusqlite::params;

use super::{StoreError, Tx, View, rows};
use crate::domain::counts::{Count, monday};
use crate::domain::schedule::zone;

impl View<'_> {
    /// The counts of the week that begins on this Monday.
    pub(crate) fn week_counts(&self, week: LocalDate) -> Result<WeekCounts, StoreError> {
        let mut counts = WeekCounts {
            week,
            joined: 0,
            check_ins: 0,
            outreach: 0,
            help_requests: 0,
            help_acknowledged: 0,
            no_contacts: 0,
        };
        let mut statement = self.prepare("SELECT kind, count FROM week_counts WHERE week = ?1")?;
        let kinds = statement.query_map([week.to_string()], |row| {
            Ok((rows::word::<Count>(row, 0)?, row.get::<_, u32>(1)?))
        })?;
        for kind in kinds {
            let (kind, count) = kind?;
            *match kind {
                Count::Joined => &mut counts.joined,
                Count::CheckIns => &mut counts.check_ins,
                Count::Outreach => &mut counts.outreach,
                Count::HelpRequests => &mut counts.help_requests,
                Count::HelpAcknowledged => &mut counts.help_acknowledged,
                Count::NoContacts => &mut counts.no_contacts,
            } = count;
        }
        Ok(counts)
    }
}

impl Tx<'_> {
    /// Adds one to the centre's current week.
    pub(crate) fn count(&mut self, kind: Count, now: Timestamp) -> Result<(), StoreError> {
        let zone = {
            let mut statement = self.prepare("SELECT zone FROM centre_settings")?;
            statement.query_row([], |row| rows::known_zone(row, 0))?
        };
        let week = LocalDate(monday(zone::local_date(now, zone)));
        self.prepare(
            "INSERT INTO week_counts (week, kind, count) VALUES (?1, ?2, 1)
             ON CONFLICT (week, kind) DO UPDATE SET count = count + 1",
        )?
        .execute(params![week.to_string(), kind.as_str()])?;
        Ok(())
    }
}
