//! Meetings, which of their days are cancelled, who said they would come, and calendar
//! feeds. When a meeting takes place is computed elsewhere.

use std::collections::HashSet;

use circles_protocol::{
    Alias, CircleId, Link, LocalDate, MeetingAnswer, MeetingId, MeetingTitle, Place, Timestamp,
    WireEnum as _, Zone,
};
use rusqlite::{OptionalExtension as _, Row, ToSql, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::meetings::Pattern;
use crate::domain::{AccountKey, Actor, CircleKey, MeetingKey, TokenHash};

/// What somebody wrote about a meeting.
#[derive(Debug, Clone)]
pub(crate) struct MeetingWords {
    pub(crate) title: MeetingTitle,
    pub(crate) link: Option<Link>,
    pub(crate) place: Option<Place>,
}

/// A meeting to be created.
#[derive(Debug, Clone)]
pub(crate) struct NewMeeting {
    pub(crate) id: MeetingId,
    pub(crate) circle: Option<CircleKey>,
    pub(crate) host: AccountKey,
    pub(crate) words: MeetingWords,
    pub(crate) pattern: Pattern,
    pub(crate) at: Timestamp,
}

#[derive(Debug, Clone)]
pub(crate) struct MeetingRow {
    pub(crate) key: MeetingKey,
    pub(crate) id: MeetingId,
    /// `None` for a meeting of the whole centre.
    pub(crate) circle: Option<(CircleKey, CircleId)>,
    pub(crate) host: AccountKey,
    pub(crate) words: MeetingWords,
    pub(crate) pattern: Pattern,
    /// The latest start for which reminders were sent.
    pub(crate) reminded_to: Timestamp,
}

/// A meeting's times without its texts: there may be many of them.
#[derive(Debug, Clone)]
pub(crate) struct MeetingTimes {
    pub(crate) key: MeetingKey,
    pub(crate) id: MeetingId,
    pub(crate) pattern: Pattern,
    pub(crate) created_at: Timestamp,
}

/// A meeting and one of its days.
pub(crate) type Day = (MeetingKey, LocalDate);

macro_rules! meetings_where {
    ($condition:literal) => {
        concat!(
            "SELECT m.key, m.id, m.circle, c.id, m.host, m.title, m.link, m.place, m.first_day,
                    m.until_day, m.minute, m.minutes, m.zone, m.repeats, m.reminded_to
             FROM meetings m LEFT JOIN circles c ON c.key = m.circle WHERE ",
            $condition
        )
    };
}

fn meeting_row(row: &Row<'_>) -> rusqlite::Result<MeetingRow> {
    let circle = match rows::optional_id(row, 3, CircleId::from_bytes)? {
        Some(id) => Some((CircleKey(row.get(2)?), id)),
        None => None,
    };
    Ok(MeetingRow {
        key: MeetingKey(row.get(0)?),
        id: rows::id(row, 1, MeetingId::from_bytes)?,
        circle,
        host: AccountKey(row.get(4)?),
        words: MeetingWords {
            title: MeetingTitle::from_stored(row.get(5)?),
            link: row.get::<_, Option<String>>(6)?.map(Link::from_stored),
            place: row.get::<_, Option<String>>(7)?.map(Place::from_stored),
        },
        pattern: pattern(row, 8)?,
        reminded_to: Timestamp(row.get(14)?),
    })
}

/// Six columns, starting at this one.
fn pattern(row: &Row<'_>, first: usize) -> rusqlite::Result<Pattern> {
    Ok(Pattern {
        first: rows::day(row, first)?.0,
        until: rows::optional_day(row, first + 1)?.map(|day| day.0),
        minute_of_day: row.get(first + 2)?,
        minutes: row.get(first + 3)?,
        zone: rows::known_zone(row, first + 4)?,
        repeats: rows::word(row, first + 5)?,
    })
}

/// Meetings of the account's circles, those of the centre, and those that staff hosts
/// elsewhere.
const WITHIN_REACH: &str = "
    SELECT m.key, m.id, m.first_day, m.until_day, m.minute, m.minutes, m.zone, m.repeats,
        m.created_at
    FROM meetings m
    WHERE m.key IN (
         SELECT o.key FROM memberships s JOIN meetings o ON o.circle = s.circle
         WHERE s.account = ?1 AND s.left_at IS NULL
         UNION ALL SELECT key FROM meetings WHERE circle IS NULL
         UNION ALL SELECT key FROM meetings WHERE host = ?1 AND ?4)
     AND m.first_day <= ?3 AND (m.until_day IS NULL OR m.until_day >= ?2)
     ORDER BY m.key DESC LIMIT ?5";

/// By the aliases they have in the meeting's circle; without those who have left.
const COMING: &str = "
    SELECT a.account, coalesce(s.alias, p.alias)
    FROM meeting_answers a
    JOIN accounts p ON p.key = a.account
    LEFT JOIN memberships s ON s.account = a.account AND s.circle = ?3 AND s.left_at IS NULL
    WHERE a.meeting = ?1 AND a.day = ?2 AND a.answer = 'coming' AND p.suspended_at IS NULL
      AND (?3 IS NULL OR s.key IS NOT NULL OR p.key = ?4)
    ORDER BY a.account LIMIT ?5";

impl View<'_> {
    pub(crate) fn meeting(&self, id: MeetingId) -> Result<Option<MeetingRow>, StoreError> {
        let mut statement = self.prepare(meetings_where!("m.id = ?1"))?;
        Ok(statement.query_row([id.as_bytes()], meeting_row).optional()?)
    }

    pub(crate) fn meeting_by_key(&self, key: MeetingKey) -> Result<Option<MeetingRow>, StoreError> {
        let mut statement = self.prepare(meetings_where!("m.key = ?1"))?;
        Ok(statement.query_row([key.0], meeting_row).optional()?)
    }

    /// Meetings that somebody may come to, or hosts for the centre, and that may take place
    /// between these days, newest first.
    pub(crate) fn meetings_within_reach(
        &self,
        actor: Actor,
        (from, to): (LocalDate, LocalDate),
        most: u32,
    ) -> Result<Vec<MeetingTimes>, StoreError> {
        let mut statement = self.prepare(WITHIN_REACH)?;
        let (from, to) = (from.to_string(), to.to_string());
        let given = params![actor.account.0, from, to, actor.coordinator, most];
        let times = statement.query_map(given, |row| {
            Ok(MeetingTimes {
                key: MeetingKey(row.get(0)?),
                id: rows::id(row, 1, MeetingId::from_bytes)?,
                pattern: pattern(row, 2)?,
                created_at: Timestamp(row.get(8)?),
            })
        })?;
        Ok(times.collect::<rusqlite::Result<_>>()?)
    }

    /// Meetings of a circle, or of the centre, that are not over on this day.
    pub(crate) fn count_meetings(
        &self,
        circle: Option<CircleKey>,
        today: LocalDate,
    ) -> Result<u32, StoreError> {
        let mut statement = self.prepare(
            "SELECT count(*) FROM meetings
             WHERE circle IS ?1 AND (until_day IS NULL OR until_day >= ?2)",
        )?;
        let given = params![circle.map(|circle| circle.0), today.to_string()];
        Ok(statement.query_row(given, |row| row.get(0))?)
    }

    pub(crate) fn cancelled_days(
        &self,
        meeting: MeetingKey,
        from: LocalDate,
    ) -> Result<HashSet<LocalDate>, StoreError> {
        let mut statement =
            self.prepare("SELECT day FROM meeting_cancellations WHERE meeting = ?1 AND day >= ?2")?;
        let given = params![meeting.0, from.to_string()];
        let days = statement.query_map(given, |row| rows::day(row, 0))?;
        Ok(days.collect::<rusqlite::Result<_>>()?)
    }

    /// Somebody's answer for a meeting on this day.
    pub(crate) fn own_answer(
        &self,
        account: AccountKey,
        (meeting, on): Day,
    ) -> Result<Option<MeetingAnswer>, StoreError> {
        let mut statement = self.prepare(
            "SELECT answer FROM meeting_answers WHERE meeting = ?1 AND day = ?2 AND account = ?3",
        )?;
        let given = params![meeting.0, on.to_string(), account.0];
        Ok(statement.query_row(given, |row| rows::word(row, 0)).optional()?)
    }

    /// Those who said they would come that day, and still may.
    pub(crate) fn coming(
        &self,
        meeting: &MeetingRow,
        on: LocalDate,
        most: u32,
    ) -> Result<Vec<(AccountKey, Alias)>, StoreError> {
        let circle = meeting.circle.map(|(key, _)| key.0);
        let given = params![meeting.key.0, on.to_string(), circle, meeting.host.0, most];
        let mut statement = self.prepare(COMING)?;
        let coming = statement.query_map(given, |row| {
            Ok((AccountKey(row.get(0)?), Alias::from_stored(row.get(1)?)))
        })?;
        Ok(coming.collect::<rusqlite::Result<_>>()?)
    }

    /// The circles whose meetings somebody sees; includes private conversations, which have
    /// none.
    pub(crate) fn circle_keys_of(&self, account: AccountKey) -> Result<Vec<CircleKey>, StoreError> {
        let mut statement = self.prepare(
            "SELECT circle FROM memberships WHERE account = ?1 AND left_at IS NULL
             ORDER BY circle",
        )?;
        let circles = statement.query_map([account.0], |row| row.get(0).map(CircleKey))?;
        Ok(circles.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn has_calendar_feed(&self, account: AccountKey) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM calendar_feeds WHERE account = ?1)";
        Ok(self.prepare(sql)?.query_row([account.0], |row| row.get(0))?)
    }

    /// Whose calendar has this address.
    pub(crate) fn calendar_of(&self, token: &TokenHash) -> Result<Option<Actor>, StoreError> {
        let mut statement = self.prepare(
            "SELECT a.key, a.coordinator FROM calendar_feeds f JOIN accounts a ON a.key = f.account
             WHERE f.token_hash = ?1 AND a.suspended_at IS NULL",
        )?;
        let found = statement.query_row([&token.0 as &dyn ToSql], |row| {
            Ok(Actor { account: AccountKey(row.get(0)?), coordinator: row.get(1)? })
        });
        Ok(found.optional()?)
    }
}

impl Tx<'_> {
    pub(crate) fn add_meeting(&mut self, meeting: &NewMeeting) -> Result<MeetingKey, StoreError> {
        let NewMeeting { id, circle, host, words, pattern, at } = meeting;
        let zone = Zone::parse(pattern.zone.name()).map(|zone| zone.to_string());
        let mut statement = self.prepare(
            "INSERT INTO meetings (id, circle, host, title, first_day, minute, zone, minutes,
                                   repeats, until_day, link, place, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING key",
        )?;
        let given = params![
            id.as_bytes(),
            circle.map(|circle| circle.0),
            host.0,
            words.title.as_str(),
            LocalDate(pattern.first).to_string(),
            pattern.minute_of_day,
            zone,
            pattern.minutes,
            pattern.repeats.as_str(),
            pattern.until.map(|until| LocalDate(until).to_string()),
            words.link.as_ref().map(Link::as_str),
            words.place.as_ref().map(Place::as_str),
            at.0,
        ];
        let key = statement.query_row(given, |row| row.get(0).map(MeetingKey))?;
        drop(statement);
        self.note_meetings_changed();
        Ok(key)
    }

    /// Deletes the meeting with all of its days and answers.
    pub(crate) fn delete_meeting(&mut self, meeting: MeetingKey) -> Result<(), StoreError> {
        self.prepare("DELETE FROM meetings WHERE key = ?1")?.execute([meeting.0])?;
        self.note_erasure();
        self.note_meetings_changed();
        Ok(())
    }

    /// Returns `false` if it was already cancelled.
    pub(crate) fn cancel_day(
        &mut self,
        meeting: MeetingKey,
        on: LocalDate,
    ) -> Result<bool, StoreError> {
        let cancelled = self
            .prepare(
                "INSERT INTO meeting_cancellations (meeting, day) VALUES (?1, ?2)
                 ON CONFLICT (meeting, day) DO NOTHING",
            )?
            .execute(params![meeting.0, on.to_string()])?;
        self.note_meetings_changed();
        Ok(cancelled > 0)
    }

    pub(crate) fn answer_meeting(
        &mut self,
        (meeting, on): Day,
        account: AccountKey,
        answer: MeetingAnswer,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO meeting_answers (meeting, day, account, answer) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (meeting, day, account) DO UPDATE SET answer = excluded.answer",
        )?
        .execute(params![meeting.0, on.to_string(), account.0, answer.as_str()])?;
        Ok(())
    }

    pub(crate) fn set_reminded(
        &mut self,
        meeting: MeetingKey,
        to: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE meetings SET reminded_to = ?2 WHERE key = ?1")?
            .execute([meeting.0, to.0])?;
        Ok(())
    }

    /// Removes meetings that were over before this day, and answers and cancellations of
    /// earlier days, up to `most` of each.
    pub(crate) fn purge_meetings(
        &mut self,
        before: LocalDate,
        most: u16,
    ) -> Result<usize, StoreError> {
        let mut purged = 0;
        for sql in PURGES {
            purged += self.prepare(sql)?.execute(params![before.to_string(), most])?;
        }
        if purged > 0 {
            self.note_erasure();
            self.note_meetings_changed();
        }
        Ok(purged)
    }

    /// An earlier address stops working.
    pub(crate) fn set_calendar_feed(
        &mut self,
        account: AccountKey,
        token: &TokenHash,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO calendar_feeds (account, token_hash, made_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (account) DO UPDATE SET token_hash = excluded.token_hash,
                                                 made_at = excluded.made_at",
        )?
        .execute(params![account.0, token.0, at.0])?;
        Ok(())
    }

    pub(crate) fn end_calendar_feed(&mut self, account: AccountKey) -> Result<(), StoreError> {
        self.prepare("DELETE FROM calendar_feeds WHERE account = ?1")?.execute([account.0])?;
        Ok(())
    }
}

const PURGES: [&str; 3] = [
    "DELETE FROM meetings WHERE key IN (
         SELECT key FROM meetings WHERE until_day < ?1 ORDER BY until_day LIMIT ?2)",
    "DELETE FROM meeting_answers WHERE (meeting, day, account) IN (
         SELECT meeting, day, account FROM meeting_answers WHERE day < ?1 ORDER BY day LIMIT ?2)",
    "DELETE FROM meeting_cancellations WHERE (meeting, day) IN (
         SELECT meeting, day FROM meeting_cancellations WHERE day < ?1 ORDER BY day LIMIT ?2)",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{StoreOptions, connections};

    #[test]
    fn nothing_that_is_asked_of_meetings_walks_through_all_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = connections::prepare(folder.path()).unwrap();
        let (connection, _) = connections::writer(&file, StoreOptions::default()).unwrap();
        let view = View::new(&connection);
        for sql in [WITHIN_REACH, COMING, PURGES[0], PURGES[1], PURGES[2]] {
            let mut statement = view.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3));
            let plan = steps.map(Result::unwrap).collect::<Vec<_>>().join("\n");
            assert!(!plan.contains("SCAN"), "{sql}\n{plan}");
        }
    }
}
