//! What makes a circle a private conversation: whose it is, its state, and how old its
//! words are. Who may open one is decided elsewhere.

use circles_protocol::{
    Alias, CircleId, MemberId, MemberView, MessageId, PairingId, Role, Seq, Timestamp,
    WireEnum as _,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{StoreError, Tx, View, rows};
use crate::domain::direct::DirectStatus;
use crate::domain::{AccountKey, CircleKey, MemberKey, Membership, Position};

/// A conversation, the same for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DirectRow {
    pub(crate) circle: CircleKey,
    pub(crate) circle_id: CircleId,
    pub(crate) status: DirectStatus,
    pub(crate) opener: AccountKey,
    pub(crate) asked_at: Option<Timestamp>,
    /// The person asked was never shown the request.
    pub(crate) request_unseen: bool,
    accounts: [AccountKey; 2],
}

impl DirectRow {
    /// The other person in it.
    pub(crate) fn other(&self, account: AccountKey) -> AccountKey {
        let [smaller_account, larger_account] = self.accounts;
        if account == smaller_account { larger_account } else { smaller_account }
    }

    /// This account was asked, and was never shown the request.
    pub(crate) fn waits_unseen_by(&self, account: AccountKey) -> bool {
        self.request_unseen && self.opener != account
    }
}

/// Somebody with whom a conversation may be opened, and how the two know each other.
#[derive(Debug, Clone)]
pub(crate) struct Partner {
    pub(crate) account: AccountKey,
    pub(crate) alias: Alias,
    pub(crate) own_alias: Alias,
}

macro_rules! conversations_where {
    ($condition:literal) => {
        concat!(
            "SELECT l.circle, c.id, c.direct_state, c.direct_opener, l.asked_at,
                    l.smaller_account, l.larger_account, l.request_unseen
             FROM direct_conversations l JOIN circles c ON c.key = l.circle
             WHERE ",
            $condition
        )
    };
}

fn direct_row(row: &Row<'_>) -> rusqlite::Result<DirectRow> {
    Ok(DirectRow {
        circle: CircleKey(row.get(0)?),
        circle_id: rows::id(row, 1, CircleId::from_bytes)?,
        status: rows::word(row, 2)?,
        opener: AccountKey(row.get(3)?),
        asked_at: rows::optional_time(row, 4)?,
        accounts: [AccountKey(row.get(5)?), AccountKey(row.get(6)?)],
        request_unseen: row.get(7)?,
    })
}

fn partner(row: &Row<'_>) -> rusqlite::Result<Partner> {
    Ok(Partner {
        account: AccountKey(row.get(0)?),
        alias: Alias::from_stored(row.get(1)?),
        own_alias: Alias::from_stored(row.get(2)?),
    })
}

/// Whether either moderates a circle that both are in; null if they share no circle.
const SHARED: &str = "
    SELECT max(a.role = 'moderator' OR b.role = 'moderator')
    FROM memberships a
    JOIN memberships b ON b.circle = a.circle AND b.account = ?2
    JOIN circles c ON c.key = a.circle
    WHERE a.account = ?1 AND a.left_at IS NULL AND b.left_at IS NULL AND c.direct_state IS NULL";

/// An account's conversations, ended ones first, then the one that has been silent for longest.
const QUIETEST: &str = "
    SELECT l.circle FROM memberships m
    JOIN direct_conversations l ON l.circle = m.circle
    JOIN circles c ON c.key = m.circle
    WHERE m.account = ?1 AND m.left_at IS NULL AND (?2 OR c.direct_state = 'ended')
      AND (c.direct_state <> 'declined' OR c.direct_opener = ?1)
    ORDER BY c.direct_state <> 'ended',
             (SELECT at FROM circle_log
              WHERE position > (c.key << 40) AND position < ((c.key + 1) << 40)
              ORDER BY position DESC LIMIT 1), c.key
    LIMIT 1";

const OF_TWO: &str = conversations_where!("l.smaller_account = ?1 AND l.larger_account = ?2");
const AGED: &str = "SELECT circle, erased_to_seq FROM direct_conversations
    WHERE oldest_at < ?1 ORDER BY oldest_at LIMIT ?2";

impl View<'_> {
    /// The open conversation of the two.
    pub(crate) fn direct_between(
        &self,
        one: AccountKey,
        other: AccountKey,
    ) -> Result<Option<(CircleKey, CircleId)>, StoreError> {
        let direct =
            self.direct_of_two(one, other)?.filter(|direct| direct.status == DirectStatus::Open);
        Ok(direct.map(|direct| (direct.circle, direct.circle_id)))
    }

    /// The conversation of the two, in whatever state.
    pub(crate) fn direct_of_two(
        &self,
        one: AccountKey,
        other: AccountKey,
    ) -> Result<Option<DirectRow>, StoreError> {
        let (smaller_account, larger_account) = (one.min(other), one.max(other));
        let mut statement = self.prepare(OF_TWO)?;
        Ok(statement.query_row([smaller_account.0, larger_account.0], direct_row).optional()?)
    }

    /// What makes this circle a conversation; `None` if it is not one.
    pub(crate) fn direct(&self, circle: CircleKey) -> Result<Option<DirectRow>, StoreError> {
        let mut statement = self.prepare(conversations_where!("l.circle = ?1"))?;
        Ok(statement.query_row([circle.0], direct_row).optional()?)
    }

    /// The other person in a conversation, as this member sees them.
    pub(crate) fn other_of_direct(
        &self,
        membership: &Membership,
    ) -> Result<MemberView, StoreError> {
        let mut statement = self.prepare(
            "SELECT id, alias, role, left_at IS NULL FROM memberships
             WHERE circle = ?1 AND key <> ?2",
        )?;
        Ok(statement.query_row([membership.circle.0, membership.member.0], |row| {
            Ok(MemberView {
                id: rows::id(row, 0, MemberId::from_bytes)?,
                alias: Alias::from_stored(row.get(1)?),
                role: rows::word(row, 2)?,
                present: row.get(3)?,
                joined: None,
            })
        })?)
    }

    /// Somebody this account shares a circle with, or shared a conversation with. The query
    /// is always the same, even if the ids are made up.
    pub(crate) fn partner_in(
        &self,
        account: AccountKey,
        circle: CircleId,
        member: MemberId,
    ) -> Result<Option<Partner>, StoreError> {
        let mut statement = self.prepare(
            "SELECT b.account, b.alias, a.alias
             FROM circles c
             JOIN memberships a ON a.circle = c.key AND a.account = ?1
             JOIN memberships b ON b.circle = c.key AND b.id = ?3
             WHERE c.id = ?2 AND b.account <> ?1 AND a.left_at IS NULL
               AND (b.left_at IS NULL OR c.direct_state IS NOT NULL)
               AND (c.direct_state IS NOT 'declined' OR c.direct_opener = ?1)",
        )?;
        let given = params![account.0, circle.as_bytes(), member.as_bytes()];
        Ok(statement.query_row(given, partner).optional()?)
    }

    /// The other person in an active pairing of this account.
    pub(crate) fn partner_of(
        &self,
        account: AccountKey,
        pairing: PairingId,
    ) -> Result<Option<Partner>, StoreError> {
        let mut statement = self.prepare(
            "SELECT b.key, b.alias, a.alias
             FROM pairings p
             JOIN accounts a ON a.key = ?1
             JOIN accounts b ON b.key = CASE ?1 WHEN p.mentor THEN p.mentee ELSE p.mentor END
             WHERE p.id = ?2 AND (p.mentor = ?1 OR p.mentee = ?1)
               AND p.active_since IS NOT NULL AND p.ended_at IS NULL",
        )?;
        Ok(statement.query_row(params![account.0, pairing.as_bytes()], partner).optional()?)
    }

    /// Whether either of the two moderates a circle that both are in; `None` if they share
    /// none.
    pub(crate) fn shared_role(
        &self,
        one: AccountKey,
        other: AccountKey,
    ) -> Result<Option<bool>, StoreError> {
        Ok(self.prepare(SHARED)?.query_row([one.0, other.0], |row| row.get(0))?)
    }

    /// How many conversations somebody has requested since then.
    pub(crate) fn conversations_asked_for(
        &self,
        opener: AccountKey,
        since: Timestamp,
    ) -> Result<u32, StoreError> {
        let mut statement = self.prepare(
            "SELECT count(*) FROM circles c JOIN direct_conversations l ON l.circle = c.key
             WHERE c.direct_opener = ?1 AND l.asked_at > ?2",
        )?;
        Ok(statement.query_row([opener.0, since.0], |row| row.get(0))?)
    }

    /// How many conversations somebody sees.
    pub(crate) fn conversations_of(&self, account: AccountKey) -> Result<usize, StoreError> {
        let mut statement = self.prepare(
            "SELECT count(*) FROM memberships m JOIN circles c ON c.key = m.circle
             WHERE m.account = ?1 AND m.left_at IS NULL AND c.direct_state IS NOT NULL
               AND (c.direct_state <> 'declined' OR c.direct_opener = ?1)",
        )?;
        let conversations: i64 = statement.query_row([account.0], |row| row.get(0))?;
        Ok(usize::try_from(conversations).unwrap_or(usize::MAX))
    }

    /// The conversation that somebody would miss least; only an ended one, unless any will do.
    pub(crate) fn quietest_direct(
        &self,
        account: AccountKey,
        any: bool,
    ) -> Result<Option<DirectRow>, StoreError> {
        let mut statement = self.prepare(QUIETEST)?;
        let found = statement
            .query_row(params![account.0, any], |row| row.get(0).map(CircleKey))
            .optional()?;
        found.map_or(Ok(None), |circle| self.direct(circle))
    }

    /// Conversations with words older than this, and the place up to which they are already
    /// gone.
    pub(crate) fn aged_conversations(
        &self,
        before: Timestamp,
        most: u16,
    ) -> Result<Vec<Position>, StoreError> {
        let mut statement = self.prepare(AGED)?;
        let conversations = statement.query_map(params![before.0, most], |row| {
            Ok(Position::new(CircleKey(row.get(0)?), rows::seq(row, 1)?))
        })?;
        Ok(conversations.collect::<rusqlite::Result<_>>()?)
    }

    /// The first messages after this place that have words, and when they were sent.
    pub(crate) fn worded_messages(
        &self,
        after: Position,
        most: u16,
    ) -> Result<Vec<(Position, MessageId, Timestamp)>, StoreError> {
        let mut statement = self.prepare(
            "SELECT position, id, sent_at FROM messages
             WHERE position > ?1 AND position < ?2 AND deleted_at IS NULL
             ORDER BY position LIMIT ?3",
        )?;
        let range = params![after.0, Position::ceiling(after.circle()).0, most];
        let messages = statement.query_map(range, |row| {
            let id = rows::id(row, 1, MessageId::from_bytes)?;
            Ok((Position(row.get(0)?), id, Timestamp(row.get(2)?)))
        })?;
        Ok(messages.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Makes this circle the conversation of the two, still without members.
    pub(crate) fn make_direct(
        &mut self,
        circle: CircleKey,
        opener: AccountKey,
        other: AccountKey,
    ) -> Result<(), StoreError> {
        let (smaller_account, larger_account) = (opener.min(other), opener.max(other));
        self.prepare(
            "INSERT INTO direct_conversations (circle, smaller_account, larger_account)
             VALUES (?1, ?2, ?3)",
        )?
        .execute([circle.0, smaller_account.0, larger_account.0])?;
        Ok(())
    }

    pub(crate) fn set_direct_status(
        &mut self,
        circle: CircleKey,
        status: DirectStatus,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE circles SET direct_state = ?2 WHERE key = ?1")?
            .execute(params![circle.0, status.as_str()])?;
        Ok(())
    }

    /// Whether the request is kept from the person who was asked.
    pub(crate) fn set_request_unseen(
        &mut self,
        circle: CircleKey,
        request_unseen: bool,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE direct_conversations SET request_unseen = ?2 WHERE circle = ?1")?
            .execute(params![circle.0, request_unseen])?;
        Ok(())
    }

    /// From this place on, a member of a conversation sees its history.
    pub(crate) fn set_visible_from(
        &mut self,
        member: MemberKey,
        seq: Seq,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE memberships SET joined_seq = ?2, read_seq = ?2 WHERE key = ?1")?
            .execute([member.0, seq.0.cast_signed()])?;
        Ok(())
    }

    /// Who opened it last; `asked_at` if they asked.
    pub(crate) fn set_opener(
        &mut self,
        circle: CircleKey,
        opener: AccountKey,
        asked_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE circles SET direct_opener = ?2 WHERE key = ?1")?
            .execute([circle.0, opener.0])?;
        self.prepare("UPDATE direct_conversations SET asked_at = ?2 WHERE circle = ?1")?
            .execute(params![circle.0, asked_at.map(|at| at.0)])?;
        Ok(())
    }

    /// Somebody who had left a conversation is back in it, under the name they had there.
    pub(crate) fn rejoin(
        &mut self,
        member: MemberKey,
        at: Timestamp,
        seq: Seq,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE memberships SET joined_at = ?2, joined_seq = ?3, read_seq = ?3,
                                    role = ?4, left_at = NULL, left_seq = NULL
             WHERE key = ?1",
        )?
        .execute(params![member.0, at.0, seq.0.cast_signed(), Role::Member.as_str()])?;
        Ok(())
    }

    /// Something was written in a conversation: its words will age.
    pub(crate) fn note_words(
        &mut self,
        direct: CircleKey,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare("UPDATE direct_conversations SET oldest_at = ?2 WHERE circle = ?1 AND oldest_at IS NULL")?
            .execute([direct.0, at.0])?;
        Ok(())
    }

    /// Up to this place the words are gone; the oldest of the others is from this time.
    pub(crate) fn note_aged(
        &mut self,
        to: Position,
        oldest_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE direct_conversations SET erased_to_seq = ?2, oldest_at = ?3 WHERE circle = ?1",
        )?
        .execute(params![
            to.circle().0,
            to.seq().0.cast_signed(),
            oldest_at.map(|at| at.0)
        ])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{StoreOptions, connections};

    #[test]
    fn nothing_that_is_asked_of_conversations_walks_through_all_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = connections::prepare(folder.path()).unwrap();
        let (connection, _) = connections::writer(&file, StoreOptions::default()).unwrap();
        let view = View::new(&connection);
        for sql in [SHARED, QUIETEST, AGED, OF_TWO] {
            let mut statement = view.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3));
            let plan = steps.map(Result::unwrap).collect::<Vec<_>>().join("\n");
            assert!(!plan.contains("SCAN"), "{sql}\n{plan}");
        }
    }
}
