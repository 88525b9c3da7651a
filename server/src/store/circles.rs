//! Circles, an account's membership in them, and how memberships begin and end.

use circles_protocol::{
    Alias, CircleId, CircleName, DirectState, InviteLabel, MemberId, Role, Seq, Timestamp, WireEnum,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::direct::DirectStatus;
use crate::domain::{AccountKey, CircleKey, MemberKey, Membership, Position};

/// A circle's own row, the same for everyone.
#[derive(Debug, Clone)]
pub(crate) struct CircleRow {
    pub(crate) key: CircleKey,
    pub(crate) id: CircleId,
    pub(crate) name: CircleName,
    pub(crate) member_limit: u16,
    pub(crate) closed: bool,
    /// It is a private conversation.
    pub(crate) direct: bool,
}

/// A membership to be added or renewed.
#[derive(Debug, Clone)]
pub(crate) struct Joining {
    pub(crate) id: MemberId,
    pub(crate) account: AccountKey,
    pub(crate) alias: Alias,
    pub(crate) role: Role,
    pub(crate) label: Option<InviteLabel>,
    pub(crate) invited_at: Option<Timestamp>,
    pub(crate) at: Timestamp,
    pub(crate) seq: Seq,
}

/// How memberships are looked up, whoever they belong to. A private conversation that
/// somebody has declined does not appear to them, and nobody is told.
macro_rules! membership_where {
    ($condition:literal) => {
        concat!(
            "SELECT c.key, m.key, m.id, m.role, m.joined_seq, m.read_seq,
                    c.closed_at IS NOT NULL, c.id,
                    (SELECT position FROM circle_log
                     WHERE position > (c.key << 40) AND position < ((c.key + 1) << 40)
                     ORDER BY position DESC LIMIT 1),
                    m.muted_until, c.slow_mode_seconds, m.last_posted_at,
                    c.direct_state, c.direct_opener IS m.account,
                    c.direct_state IS NOT NULL AND EXISTS (
                        SELECT 1 FROM recovery_links r
                        WHERE r.account = m.account AND r.closed_until IS NOT NULL),
                    m.open_from_seq
             FROM circles c JOIN memberships m ON m.circle = c.key
             WHERE (c.direct_state IS NOT 'declined' OR c.direct_opener = m.account) AND ",
            $condition
        )
    };
}

fn membership_row(row: &Row<'_>) -> rusqlite::Result<Membership> {
    let joined_seq = rows::seq(row, 4)?;
    let open_from = row.get::<_, Option<i64>>(15)?.map(|seq| Seq(seq.cast_unsigned()));
    let recovering: bool = row.get(14)?;
    Ok(Membership {
        circle: CircleKey(row.get(0)?),
        member: MemberKey(row.get(1)?),
        member_id: rows::id(row, 2, MemberId::from_bytes)?,
        role: rows::word(row, 3)?,
        // What was said before the account came back stays closed.
        joined_seq: open_from.filter(|_| recovering).map_or(joined_seq, |seq| seq.max(joined_seq)),
        read_seq: rows::seq(row, 5)?,
        closed: row.get(6)?,
        circle_id: rows::id(row, 7, CircleId::from_bytes)?,
        head_seq: row.get::<_, Option<i64>>(8)?.map_or(Seq(0), |head| Position(head).seq()),
        muted_until: row.get::<_, Option<i64>>(9)?.map(Timestamp),
        slow_mode_seconds: row.get(10)?,
        last_posted_at: row.get::<_, Option<i64>>(11)?.map(Timestamp),
        direct: direct_state(row)?,
        withheld: recovering && open_from.is_none(),
    })
}

fn direct_state(row: &Row<'_>) -> rusqlite::Result<Option<DirectState>> {
    let Some(status) = rows::optional_word::<DirectStatus>(row, 12)? else { return Ok(None) };
    Ok(Some(status.seen(row.get(13)?)))
}

fn circle_row(row: &Row<'_>) -> rusqlite::Result<CircleRow> {
    Ok(CircleRow {
        key: CircleKey(row.get(0)?),
        id: rows::id(row, 1, CircleId::from_bytes)?,
        name: CircleName::from_stored(row.get(2)?),
        member_limit: row.get(3)?,
        closed: row.get(4)?,
        direct: row.get(5)?,
    })
}

impl View<'_> {
    /// An account's membership in a circle; `None` if it is not in it.
    pub(crate) fn membership(
        &self,
        circle: CircleId,
        account: AccountKey,
    ) -> Result<Option<Membership>, StoreError> {
        let mut statement =
            self.prepare(membership_where!("c.id = ?1 AND m.account = ?2 AND m.left_at IS NULL"))?;
        Ok(statement.query_row(params![circle.as_bytes(), account.0], membership_row).optional()?)
    }

    /// All circles an account is in, by name, without those that are withheld from it.
    pub(crate) fn memberships(
        &self,
        account: AccountKey,
    ) -> Result<Vec<(Membership, CircleName)>, StoreError> {
        let mut statement = self.prepare(membership_where!(
            "m.account = ?1 AND m.left_at IS NULL ORDER BY c.name, c.key"
        ))?;
        let memberships = statement
            .query_map([account.0], membership_row)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        memberships
            .into_iter()
            .filter(|membership| !membership.withheld)
            .map(|membership| {
                let circle = self.circle_by_key(membership.circle)?;
                Ok((membership, circle.name))
            })
            .collect()
    }

    /// A circle by its wire id; never a private conversation. This is how the centre finds
    /// circles.
    pub(crate) fn circle(&self, id: CircleId) -> Result<Option<CircleRow>, StoreError> {
        Ok(self.circle_or_direct(id)?.filter(|circle| !circle.direct))
    }

    /// The same, private conversations included, for what a case is about.
    pub(crate) fn circle_or_direct(&self, id: CircleId) -> Result<Option<CircleRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key, id, name, member_limit, closed_at IS NOT NULL, direct_state IS NOT NULL
             FROM circles WHERE id = ?1",
        )?;
        Ok(statement.query_row([id.as_bytes()], circle_row).optional()?)
    }

    pub(crate) fn circle_by_key(&self, key: CircleKey) -> Result<CircleRow, StoreError> {
        let mut statement = self.prepare(
            "SELECT key, id, name, member_limit, closed_at IS NOT NULL, direct_state IS NOT NULL
             FROM circles WHERE key = ?1",
        )?;
        Ok(statement.query_row([key.0], circle_row)?)
    }

    /// The newest place in a circle's log; 0 before anything happened.
    pub(crate) fn head_seq(&self, circle: CircleKey) -> Result<Seq, StoreError> {
        let mut statement = self.prepare(
            "SELECT position FROM circle_log WHERE position > ?1 AND position < ?2
             ORDER BY position DESC LIMIT 1",
        )?;
        let head = statement
            .query_row([Position::floor(circle).0, Position::ceiling(circle).0], |row| {
                row.get::<_, i64>(0)
            })
            .optional()?;
        Ok(head.map_or(Seq(0), |head| Position(head).seq()))
    }

    /// In how many circles somebody is; private conversations are counted elsewhere.
    pub(crate) fn circles_of(&self, account: AccountKey) -> Result<u16, StoreError> {
        let mut statement = self.prepare(
            "SELECT count(*) FROM memberships m JOIN circles c ON c.key = m.circle
             WHERE m.account = ?1 AND m.left_at IS NULL AND c.direct_state IS NULL",
        )?;
        Ok(statement.query_row([account.0], |row| row.get(0))?)
    }
}

impl Tx<'_> {
    /// Stores a membership, new or renewed, and returns its key and wire id. A renewed one
    /// keeps its id.
    pub(crate) fn join(
        &mut self,
        circle: CircleKey,
        joining: &Joining,
    ) -> Result<(MemberKey, MemberId), StoreError> {
        let mut statement = self.prepare(
            "INSERT INTO memberships (id, circle, account, alias, role, label, joined_at,
                                      joined_seq, read_seq, invited_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)
             ON CONFLICT (circle, account) DO UPDATE SET
                 alias = excluded.alias, role = excluded.role, label = excluded.label,
                 joined_at = excluded.joined_at, invited_at = excluded.invited_at,
                 joined_seq = excluded.joined_seq, read_seq = excluded.read_seq, left_at = NULL,
                 left_seq = NULL
             RETURNING key, id",
        )?;
        Ok(statement.query_row(
            params![
                joining.id.as_bytes(),
                circle.0,
                joining.account.0,
                joining.alias.as_str(),
                joining.role.as_str(),
                joining.label.as_ref().map(InviteLabel::as_str),
                joining.at.0,
                joining.seq.0.cast_signed(),
                joining.invited_at.map(|at| at.0),
            ],
            |row| Ok((MemberKey(row.get(0)?), rows::id(row, 1, MemberId::from_bytes)?)),
        )?)
    }

    pub(crate) fn end_membership(
        &mut self,
        member: MemberKey,
        at: Timestamp,
        seq: Seq,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE memberships SET left_at = ?2, left_seq = ?3 WHERE key = ?1")?
            .execute([member.0, at.0, seq.0.cast_signed()])?;
        self.forget_hidden_from(member)?;
        self.end_span(member, seq, at)
    }

    /// Renews a membership that ended at this time, with the role it had and its history
    /// beginning at this place; `false` if it has not ended, or ended at another time.
    pub(crate) fn renew_membership(
        &mut self,
        member: MemberKey,
        ended_at: Timestamp,
        at: Timestamp,
        seq: Seq,
    ) -> Result<bool, StoreError> {
        let renewed = self
            .prepare(
                "UPDATE memberships SET joined_at = ?3, joined_seq = ?4, read_seq = ?4,
                                        left_at = NULL, left_seq = NULL
                 WHERE key = ?1 AND left_at = ?2",
            )?
            .execute([member.0, ended_at.0, at.0, seq.0.cast_signed()])?;
        Ok(renewed > 0)
    }

    pub(crate) fn set_role(&mut self, member: MemberKey, role: Role) -> Result<(), StoreError> {
        self.prepare("UPDATE memberships SET role = ?2 WHERE key = ?1")?
            .execute(params![member.0, role.as_str()])?;
        Ok(())
    }

    /// Moves a read marker forward; `false` if it was already there or beyond.
    pub(crate) fn mark_read(&mut self, member: MemberKey, seq: Seq) -> Result<bool, StoreError> {
        let moved = self
            .prepare("UPDATE memberships SET read_seq = ?2 WHERE key = ?1 AND read_seq < ?2")?
            .execute([member.0, seq.0.cast_signed()])?;
        Ok(moved > 0)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;
    use crate::store::{StoreOptions, connections};

    #[test]
    fn the_look_that_every_message_takes_is_compiled_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = connections::prepare(folder.path()).unwrap();
        let (connection, _) = connections::writer(&file, StoreOptions::default()).unwrap();
        let view = View::new(&connection);
        for number in 1..4 {
            let circle = CircleId::from_bytes([number; 16]);
            assert!(view.membership(circle, AccountKey(number.into())).unwrap().is_none());
        }
        let sql = membership_where!("c.id = ?1 AND m.account = ?2 AND m.left_at IS NULL");
        let statement = view.prepare(sql).unwrap();
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
