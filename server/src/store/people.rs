//! What coordinators see as a person's name: the label of their invite. Without one it is
//! the person's alias, if the reader has met them in that circle, or else the day of their
//! invite.

use circles_protocol::{
    Alias, CircleId, InviteLabel, MemberId, Person, RosterCursor, RosterEntry, Timestamp, limits,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, View, rows};
use crate::domain::{AccountKey, CircleKey, MemberKey, PageBudget, Portion};
use crate::limits::FORMER_MEMBERS_SHOWN;

/// Three columns of membership `m`, for a reader `?2`: the label; if there is none, the
/// alias, provided that the reader has met them in that very circle; and the invite's time.
/// Aliases may differ from circle to circle, so one from another circle is never shown.
macro_rules! called {
    () => {
        "m.label,
         CASE WHEN m.label IS NULL AND EXISTS (
             SELECT 1 FROM memberships own
             WHERE own.circle = m.circle AND own.account = ?2 AND own.left_at IS NULL
               AND (m.left_seq IS NULL OR m.left_seq > own.joined_seq)
         ) THEN m.alias END,
         CASE WHEN m.label IS NULL THEN m.invited_at END"
    };
}

struct Called {
    label: Option<InviteLabel>,
    alias: Option<Alias>,
    invited_at: Option<Timestamp>,
}

fn called(row: &Row<'_>, first: usize) -> rusqlite::Result<Called> {
    Ok(Called {
        label: row.get::<_, Option<String>>(first)?.map(InviteLabel::from_stored),
        alias: row.get::<_, Option<String>>(first + 1)?.map(Alias::from_stored),
        invited_at: row.get::<_, Option<i64>>(first + 2)?.map(Timestamp),
    })
}

impl View<'_> {
    /// Members of a circle in the order they joined: either those who are present, or the
    /// newest of the past ones; starting after `after`, as many as fit.
    pub(crate) fn roster(
        &self,
        circle: CircleKey,
        reader: AccountKey,
        present: bool,
        after: Option<MemberKey>,
        budget: PageBudget,
    ) -> Result<Portion<RosterEntry>, StoreError> {
        let mut statement = self.prepare(concat!(
            "SELECT * FROM (SELECT m.id, m.role, m.joined_at, a.suspended_at IS NOT NULL, ",
            called!(),
            ", m.key FROM memberships m JOIN accounts a ON a.key = m.account
              WHERE m.circle = ?1 AND (m.left_at IS NULL) = ?3
              ORDER BY m.joined_at DESC, m.key DESC LIMIT ?4)
             WHERE ?5 IS NULL OR (joined_at, key) > (
                 SELECT joined_at, key FROM memberships WHERE key = ?5)
             ORDER BY joined_at, key LIMIT ?6"
        ))?;
        let most = if present { limits::CIRCLE_MAX_MEMBERS } else { FORMER_MEMBERS_SHOWN };
        let after = after.map(|member| member.0);
        let given = params![circle.0, reader.0, present, most, after, budget.row_limit()];
        let entries = statement.query_map(given, |row| {
            let Called { label, alias, invited_at } = called(row, 4)?;
            Ok(RosterEntry {
                member: rows::id(row, 0, MemberId::from_bytes)?,
                label,
                alias,
                invited_at,
                role: rows::word(row, 1)?,
                joined_at: Timestamp(row.get(2)?),
                present,
                suspended: row.get(3)?,
            })
        })?;
        Ok(Portion::fill(budget, entries)?)
    }

    /// The cursor of this person in the list; `None` if they have come back since.
    pub(crate) fn roster_cursor(
        &self,
        circle: CircleKey,
        place: RosterCursor,
    ) -> Result<Option<MemberKey>, StoreError> {
        let RosterCursor { member, joined_at, .. } = place;
        let mut statement = self.prepare(
            "SELECT key FROM memberships WHERE circle = ?1 AND id = ?2 AND joined_at = ?3",
        )?;
        let given = params![circle.0, member.0.as_bytes(), joined_at.0];
        Ok(statement.query_row(given, |row| row.get(0).map(MemberKey)).optional()?)
    }

    /// A person, by the circle they have been in longest; `None` if they are in none.
    pub(crate) fn person(
        &self,
        account: AccountKey,
        reader: AccountKey,
    ) -> Result<Option<Person>, StoreError> {
        let mut statement = self.prepare(concat!(
            "SELECT c.id, m.id, ",
            called!(),
            " FROM memberships m JOIN circles c ON c.key = m.circle
              WHERE m.account = ?1 AND m.left_at IS NULL AND c.direct_state IS NULL
              ORDER BY m.key LIMIT 1"
        ))?;
        let found = statement.query_row(params![account.0, reader.0], |row| {
            let Called { label, alias, invited_at } = called(row, 2)?;
            Ok(Person {
                circle: rows::id(row, 0, CircleId::from_bytes)?,
                member: rows::id(row, 1, MemberId::from_bytes)?,
                label,
                alias,
                invited_at,
            })
        });
        Ok(found.optional()?)
    }
}
