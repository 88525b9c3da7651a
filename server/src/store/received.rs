//! What members received before it ended for them: which parts of a circle's log, from
//! whom, and the words as they were then. Kept for reports only.

use circles_protocol::{
    Body, CircleId, CircleName, LeftMember, LeftMessage, MemberId, MemberView, MessageId, Seq,
    Timestamp,
};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{MembershipRow, StoreError, Tx, View, rows};
use crate::domain::received::{Recipient, Span, SpanEnd};
use crate::domain::wire_size::WireSize as _;
use crate::domain::{AccountKey, CircleKey, MemberKey, Membership, PageBudget, Portion, Position};

/// A circle or conversation that somebody is no longer in.
#[derive(Debug, Clone)]
pub(crate) struct LeftRow {
    pub(crate) circle_id: CircleId,
    pub(crate) name: CircleName,
    pub(crate) recipient: Recipient,
    pub(crate) ended_at: Timestamp,
}

impl View<'_> {
    /// How an account received a circle's messages: what it can see now, and what it could
    /// see until it left, unless that was before `since`.
    pub(crate) fn recipient(
        &self,
        circle: CircleId,
        account: AccountKey,
        since: Timestamp,
    ) -> Result<Option<Recipient>, StoreError> {
        let mut recipient = self.former_recipient(circle, account, since)?;
        if let Some(membership) = self.membership(circle, account)? {
            if membership.direct.is_some() && self.is_recovering(account)? {
                // Only what was said since is left of it, if anything.
                recipient = None;
            }
            let now = Span { from: membership.joined_seq, end: None };
            match &mut recipient {
                Some(recipient) => recipient.spans.push(now),
                None => {
                    recipient = Some(Recipient {
                        circle: membership.circle,
                        circle_id: membership.circle_id,
                        member: membership.member,
                        direct: membership.direct.is_some(),
                        withheld: membership.withheld,
                        spans: vec![now],
                    });
                }
            }
        }
        Ok(recipient)
    }

    /// The same, without what it can see now.
    pub(crate) fn former_recipient(
        &self,
        circle: CircleId,
        account: AccountKey,
        since: Timestamp,
    ) -> Result<Option<Recipient>, StoreError> {
        let mut statement = self.prepare(
            "SELECT c.key, m.key, c.direct_state IS NOT NULL
             FROM circles c JOIN memberships m ON m.circle = c.key AND m.account = ?2
             WHERE c.id = ?1",
        )?;
        let found = statement.query_row(params![circle.as_bytes(), account.0], |row| {
            Ok(Recipient {
                circle: CircleKey(row.get(0)?),
                circle_id: circle,
                member: MemberKey(row.get(1)?),
                direct: row.get(2)?,
                withheld: false,
                spans: Vec::new(),
            })
        });
        let Some(mut recipient) = found.optional()? else { return Ok(None) };
        recipient.withheld = recipient.direct && self.is_recovering(account)?;
        recipient.spans = self.ended_spans(recipient.member, since)?;
        Ok(Some(recipient).filter(|recipient| !recipient.spans.is_empty()))
    }

    fn ended_spans(&self, member: MemberKey, since: Timestamp) -> Result<Vec<Span>, StoreError> {
        let mut statement = self.prepare(
            "SELECT from_seq, to_seq, ended_at FROM received_spans
             WHERE member = ?1 AND ended_at >= ?2 ORDER BY from_seq",
        )?;
        let spans = statement.query_map([member.0, since.0], |row| {
            let end = SpanEnd { seq: rows::seq(row, 1)?, at: Timestamp(row.get(2)?) };
            Ok(Span { from: rows::seq(row, 0)?, end: Some(end) })
        })?;
        Ok(spans.collect::<rusqlite::Result<_>>()?)
    }

    /// Everything that ended for this account since then, the latest first; without private
    /// conversations while these are closed to it.
    pub(crate) fn left_since(
        &self,
        account: AccountKey,
        since: Timestamp,
        most: u16,
    ) -> Result<Vec<LeftRow>, StoreError> {
        let mut statement = self.prepare(
            "SELECT c.id, c.name, c.key, m.key, c.direct_state IS NOT NULL, max(s.ended_at)
             FROM memberships m
             JOIN received_spans s ON s.member = m.key AND s.ended_at >= ?2
             JOIN circles c ON c.key = m.circle
             WHERE m.account = ?1
               AND (c.direct_state IS NULL OR NOT EXISTS (
                   SELECT 1 FROM recovery_links r
                   WHERE r.account = ?1 AND r.closed_until IS NOT NULL))
             GROUP BY m.key ORDER BY max(s.ended_at) DESC, m.key DESC LIMIT ?3",
        )?;
        let found = statement.query_map(params![account.0, since.0, most], |row| {
            let circle_id = rows::id(row, 0, CircleId::from_bytes)?;
            Ok(LeftRow {
                circle_id,
                name: CircleName::from_stored(row.get(1)?),
                recipient: Recipient {
                    circle: CircleKey(row.get(2)?),
                    circle_id,
                    member: MemberKey(row.get(3)?),
                    direct: row.get(4)?,
                    withheld: false,
                    spans: Vec::new(),
                },
                ended_at: Timestamp(row.get(5)?),
            })
        })?;
        let mut left = found.collect::<rusqlite::Result<Vec<_>>>()?;
        for row in &mut left {
            row.recipient.spans = self.ended_spans(row.recipient.member, since)?;
        }
        Ok(left)
    }

    /// Whether the two were in it at the same time, within what was received.
    fn overlapped(&self, span: Span, member: MemberKey) -> Result<bool, StoreError> {
        let mut statement = self.prepare(
            "SELECT EXISTS (SELECT 1 FROM memberships
                            WHERE key = ?1 AND joined_seq <= ?3
                              AND (left_seq IS NULL OR left_seq > ?2))
                 OR EXISTS (SELECT 1 FROM received_spans
                            WHERE member = ?1 AND from_seq <= ?3 AND to_seq > ?2)",
        )?;
        let to = span.end.map_or(i64::MAX, |end| end.seq.0.cast_signed());
        let given = [member.0, span.from.0.cast_signed(), to];
        Ok(statement.query_row(given, |row| row.get(0))?)
    }

    fn was_met(&self, recipient: &Recipient, member: MemberKey) -> Result<bool, StoreError> {
        for span in &recipient.spans {
            if self.overlapped(*span, member)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Somebody whom this recipient has met in the circle.
    pub(crate) fn met_by(
        &self,
        recipient: &Recipient,
        member: MemberId,
    ) -> Result<Option<MembershipRow>, StoreError> {
        match self.member(recipient.circle, member)? {
            Some(row) if self.was_met(recipient, row.key)? => Ok(Some(row)),
            Some(_) | None => Ok(None),
        }
    }

    /// Everybody else whom this recipient has met, in the order they first joined; starting
    /// after `after`, as many as fit.
    pub(crate) fn people_met(
        &self,
        recipient: &Recipient,
        after: Option<MemberKey>,
        budget: &mut PageBudget,
    ) -> Result<Portion<LeftMember>, StoreError> {
        let mut statement = self.prepare(
            "SELECT key FROM memberships WHERE circle = ?1 AND key <> ?2 AND key > ?3
             ORDER BY key",
        )?;
        let given = params![recipient.circle.0, recipient.member.0, after.map_or(0, |key| key.0)];
        let everybody = statement
            .query_map(given, |row| row.get(0).map(MemberKey))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut page = Portion { items: Vec::new(), has_more: false };
        for key in everybody {
            if self.was_met(recipient, key)? {
                let MemberView { id, alias, .. } = self.member_view(key)?;
                let member = LeftMember { id, alias };
                page.has_more = !budget.take(member.wire_bytes());
                if page.has_more {
                    break;
                }
                page.items.push(member);
            }
        }
        Ok(page)
    }

    /// The last messages of others received before it ended, and before a place if one is
    /// given; as many as fit, oldest first. Words that were changed later are left out:
    /// they were never received.
    pub(crate) fn messages_left(
        &self,
        recipient: &Recipient,
        before: Option<Seq>,
        mut budget: PageBudget,
    ) -> Result<Portion<LeftMessage>, StoreError> {
        let mut statement = self.prepare(
            "SELECT m.position, m.id, a.id, m.sent_at,
                    CASE WHEN m.edited_at > ?5 THEN NULL ELSE m.body END
             FROM messages m JOIN memberships a ON a.key = m.author
             WHERE m.position >= ?2 AND m.position < ?3 AND m.author <> ?1
               AND m.deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM message_mutes x WHERE x.message = m.position)
             ORDER BY m.position DESC LIMIT ?4",
        )?;
        let mut page = Portion { items: Vec::new(), has_more: false };
        for span in recipient.spans.iter().rev() {
            let (from, end) = bounds(recipient.circle, *span);
            let end = before.map_or(end, |before| Position::new(recipient.circle, before).min(end));
            let ended_at = span.end.map_or(i64::MAX, |end| end.at.0);
            let given = params![recipient.member.0, from.0, end.0, budget.row_limit(), ended_at];
            for message in statement.query_map(given, left_message)? {
                let message = message?;
                page.has_more |= !budget.take(message.wire_bytes());
                if page.has_more {
                    break;
                }
                page.items.push(message);
            }
            if page.has_more {
                break;
            }
        }
        page.items.reverse();
        Ok(page)
    }

    /// The places of the last messages that this member wrote and the recipient received.
    pub(crate) fn last_received_of(
        &self,
        recipient: &Recipient,
        author: MemberKey,
        most: u16,
    ) -> Result<Vec<Position>, StoreError> {
        let mut statement = self.prepare(
            "SELECT position FROM messages
             WHERE position >= ?1 AND position < ?2 AND author = ?3 AND deleted_at IS NULL
             ORDER BY position DESC LIMIT ?4",
        )?;
        let mut found = Vec::new();
        for span in recipient.spans.iter().rev() {
            let (from, end) = bounds(recipient.circle, *span);
            let given = params![from.0, end.0, author.0, left(most, &found)];
            for position in statement.query_map(given, |row| row.get(0).map(Position))? {
                found.push(position?);
            }
        }
        found.reverse();
        Ok(found)
    }
}

fn left_message(row: &Row<'_>) -> rusqlite::Result<LeftMessage> {
    Ok(LeftMessage {
        seq: Position(row.get(0)?).seq(),
        id: rows::id(row, 1, MessageId::from_bytes)?,
        author: rows::id(row, 2, MemberId::from_bytes)?,
        sent_at: Timestamp(row.get(3)?),
        body: row.get::<_, Option<String>>(4)?.map(Body::from_stored),
    })
}

/// The first place of a span, and the one after its last.
fn bounds(circle: CircleKey, span: Span) -> (Position, Position) {
    let end =
        span.end.map_or(Position::ceiling(circle), |end| Position::new(circle, end.seq.next()));
    (Position::new(circle, span.from), end)
}

fn left<T>(most: u16, found: &[T]) -> u16 {
    most.saturating_sub(u16::try_from(found.len()).unwrap_or(most))
}

impl Tx<'_> {
    /// Records what this member has received, because it ends for them at this place.
    pub(crate) fn end_span(
        &mut self,
        member: MemberKey,
        to: Seq,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO received_spans (member, from_seq, to_seq, ended_at)
             SELECT key, joined_seq, ?2, ?3 FROM memberships WHERE key = ?1
             ON CONFLICT (member, from_seq) DO UPDATE SET
                 to_seq = excluded.to_seq, ended_at = excluded.ended_at",
        )?
        .execute([member.0, to.0.cast_signed(), at.0])?;
        Ok(())
    }

    /// The same for somebody who can no longer see a circle but remains a member.
    pub(crate) fn end_visibility(
        &mut self,
        membership: &Membership,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.forget_hidden_from(membership.member)?;
        self.end_span(membership.member, membership.head_seq, at)
    }

    /// Removes what ended before then, and returns how many.
    pub(crate) fn purge_received(
        &mut self,
        before: Timestamp,
        most: u16,
    ) -> Result<usize, StoreError> {
        Ok(self
            .prepare(
                "DELETE FROM received_spans WHERE (member, from_seq) IN (
                     SELECT member, from_seq FROM received_spans WHERE ended_at < ?1
                     ORDER BY ended_at LIMIT ?2)",
            )?
            .execute(params![before.0, most])?)
    }
}
