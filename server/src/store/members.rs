//! Who is and who was in a circle: membership rows, the same for everyone. How they begin
//! and end is in `circles`.

use circles_protocol::{Alias, JoinedAt, MemberId, MemberView, Role, Seq, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, View, rows};
use crate::domain::{AccountKey, CircleKey, MemberKey, Membership, PageBudget, Portion};

/// A membership, present or past.
#[derive(Debug, Clone)]
pub(crate) struct MembershipRow {
    pub(crate) key: MemberKey,
    pub(crate) id: MemberId,
    pub(crate) account: AccountKey,
    pub(crate) role: Role,
    pub(crate) present: bool,
    /// The end of the last mute, which may be past.
    pub(crate) muted_until: Option<Timestamp>,
}

fn membership_row(row: &Row<'_>) -> rusqlite::Result<MembershipRow> {
    Ok(MembershipRow {
        key: MemberKey(row.get(0)?),
        id: rows::id(row, 1, MemberId::from_bytes)?,
        account: AccountKey(row.get(2)?),
        role: rows::word(row, 3)?,
        present: row.get(4)?,
        muted_until: row.get::<_, Option<i64>>(5)?.map(Timestamp),
    })
}

fn member_view(row: &Row<'_>) -> rusqlite::Result<MemberView> {
    Ok(MemberView {
        id: rows::id(row, 0, MemberId::from_bytes)?,
        alias: Alias::from_stored(row.get(1)?),
        role: rows::word(row, 2)?,
        present: row.get(3)?,
        joined: None,
    })
}

/// The same, with the place where they joined if the reader may know it.
fn member_met(row: &Row<'_>) -> rusqlite::Result<MemberView> {
    let joined = match row.get::<_, Option<i64>>(4)? {
        Some(seq) => Some(JoinedAt { seq: Seq(seq.cast_unsigned()), at: Timestamp(row.get(5)?) }),
        None => None,
    };
    Ok(MemberView { joined, ..member_view(row)? })
}

impl View<'_> {
    /// Everyone whom this member has met in the circle: those who are in it, and those who
    /// left after this member joined, in the order they first joined. Starts after `after`,
    /// as many as fit.
    pub(crate) fn members(
        &self,
        membership: &Membership,
        after: Option<MemberKey>,
        budget: PageBudget,
    ) -> Result<Portion<MemberView>, StoreError> {
        let mut statement = self.prepare(
            "SELECT id, alias, role, left_at IS NULL,
                    CASE WHEN joined_seq > ?2 THEN joined_seq END, joined_at
             FROM memberships
             WHERE circle = ?1 AND (left_at IS NULL OR left_seq > ?2) AND key > ?3
             ORDER BY key LIMIT ?4",
        )?;
        let joined = membership.joined_seq.0.cast_signed();
        let after = after.map_or(0, |member| member.0);
        let given = params![membership.circle.0, joined, after, budget.row_limit()];
        Ok(Portion::fill(budget, statement.query_map(given, member_met)?)?)
    }

    /// Where a member's history begins.
    pub(crate) fn joined_seq(&self, member: MemberKey) -> Result<Seq, StoreError> {
        let mut statement = self.prepare("SELECT joined_seq FROM memberships WHERE key = ?1")?;
        Ok(statement.query_row([member.0], |row| rows::seq(row, 0))?)
    }

    pub(crate) fn member_view(&self, member: MemberKey) -> Result<MemberView, StoreError> {
        let mut statement = self
            .prepare("SELECT id, alias, role, left_at IS NULL FROM memberships WHERE key = ?1")?;
        Ok(statement.query_row([member.0], member_view)?)
    }

    /// A membership of this circle by its wire id.
    pub(crate) fn member(
        &self,
        circle: CircleKey,
        member: MemberId,
    ) -> Result<Option<MembershipRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key, id, account, role, left_at IS NULL, muted_until FROM memberships
             WHERE id = ?1 AND circle = ?2",
        )?;
        Ok(statement.query_row(params![member.as_bytes(), circle.0], membership_row).optional()?)
    }

    /// Somebody whom this member has met in the circle; see `members`.
    pub(crate) fn was_member_with(
        &self,
        membership: &Membership,
        member: MemberId,
    ) -> Result<Option<MembershipRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key, id, account, role, left_at IS NULL, muted_until FROM memberships
             WHERE id = ?1 AND circle = ?2 AND (left_at IS NULL OR left_seq > ?3)",
        )?;
        let joined = membership.joined_seq.0.cast_signed();
        Ok(statement
            .query_row(params![member.as_bytes(), membership.circle.0, joined], membership_row)
            .optional()?)
    }

    /// A membership of this circle by its account, present or past.
    pub(crate) fn membership_of(
        &self,
        circle: CircleKey,
        account: AccountKey,
    ) -> Result<Option<MembershipRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key, id, account, role, left_at IS NULL, muted_until FROM memberships
             WHERE circle = ?1 AND account = ?2",
        )?;
        Ok(statement.query_row(params![circle.0, account.0], membership_row).optional()?)
    }

    /// Whose membership this is.
    pub(crate) fn account_of(&self, member: MemberKey) -> Result<AccountKey, StoreError> {
        let mut statement = self.prepare("SELECT account FROM memberships WHERE key = ?1")?;
        Ok(AccountKey(statement.query_row([member.0], |row| row.get(0))?))
    }

    pub(crate) fn present_members(&self, circle: CircleKey) -> Result<u16, StoreError> {
        let mut statement =
            self.prepare("SELECT count(*) FROM memberships WHERE circle = ?1 AND left_at IS NULL")?;
        Ok(statement.query_row([circle.0], |row| row.get(0))?)
    }
}
