//! Pages of a circle's messages, by their place in the log and never by time.

use circles_protocol::limits::PAGE_BYTES;
use circles_protocol::{MessageView, Seq, Timestamp};
use rusqlite::params;

use super::messages::{message_view, messages_where};
use super::{StoreError, View};
use crate::domain::wire_size::{ADDED_BYTES, ID_BYTES, WireSize as _};
use crate::domain::{CircleKey, MemberKey, Membership, PageBudget, Portion, Position};

/// A page, oldest message first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) messages: Vec<MessageView>,
    pub(crate) has_older: bool,
    pub(crate) has_newer: bool,
}

impl View<'_> {
    /// The first messages strictly between two positions of one circle, as many as
    /// fit, oldest first.
    pub(crate) fn messages_between(
        &self,
        after: Position,
        before: Position,
        budget: PageBudget,
        reader: MemberKey,
    ) -> Result<Portion<MessageView>, StoreError> {
        let sql =
            messages_where!("m.position > ?1 AND m.position < ?2 ORDER BY m.position LIMIT ?3");
        let mut portion = self.fitting(sql, (after, before), budget, reader)?;
        self.add_mentions_and_reactions(after.circle(), &mut portion.items)?;
        Ok(portion)
    }

    /// The last ones, as many as fit, oldest first.
    pub(crate) fn last_messages_between(
        &self,
        after: Position,
        before: Position,
        budget: PageBudget,
        reader: MemberKey,
    ) -> Result<Portion<MessageView>, StoreError> {
        let sql = messages_where!(
            "m.position > ?1 AND m.position < ?2 ORDER BY m.position DESC LIMIT ?3"
        );
        let mut portion = self.fitting(sql, (after, before), budget, reader)?;
        portion.items.reverse();
        self.add_mentions_and_reactions(after.circle(), &mut portion.items)?;
        Ok(portion)
    }

    /// As many of the messages as fit, with their mentions and reactions, in the order in
    /// which they are found. Sizes are computed before the messages are read.
    fn fitting(
        &self,
        sql: &'static str,
        (after, before): (Position, Position),
        mut budget: PageBudget,
        reader: MemberKey,
    ) -> Result<Portion<MessageView>, StoreError> {
        let mut statement = self.prepare(sql)?;
        let given = params![after.0, before.0, budget.row_limit()];
        let found = statement.query_map(given, |row| message_view(row, reader))?;
        let mut portion = Portion::fill(budget, found)?;
        let given = self.reaction_counts(after.circle(), &portion.items)?;
        let fits = |message: &&MessageView| {
            let given = given.get(&message.seq).copied().unwrap_or(0);
            budget.take(message.wire_bytes() + ADDED_BYTES + ID_BYTES.saturating_mul(given))
        };
        let fitting = portion.items.iter().take_while(fits).count();
        portion.has_more |= fitting < portion.items.len();
        portion.items.truncate(fitting);
        Ok(portion)
    }

    /// The page that ends just before `before`.
    pub(crate) fn page_before(
        &self,
        membership: &Membership,
        before: Seq,
        budget: PageBudget,
    ) -> Result<Page, StoreError> {
        let (floor, reader) = (oldest_visible(membership), membership.member);
        let end = Position::new(membership.circle, before.min(membership.head_seq.next()));
        let portion = self.last_messages_between(floor, end, budget, reader)?;
        let last = Position::new(membership.circle, Seq(before.0.saturating_sub(1))).max(floor);
        let ceiling = Position::ceiling(membership.circle);
        let has_newer = before <= membership.head_seq
            && self.messages_between(last, ceiling, PageBudget::page(0), reader)?.has_more;
        Ok(Page { messages: portion.items, has_older: portion.has_more, has_newer })
    }

    /// The page that begins just after `after`.
    pub(crate) fn page_after(
        &self,
        membership: &Membership,
        after: Seq,
        budget: PageBudget,
    ) -> Result<Page, StoreError> {
        let (floor, reader) = (oldest_visible(membership), membership.member);
        let start = Position::new(membership.circle, after.min(membership.head_seq)).max(floor);
        let ceiling = Position::ceiling(membership.circle);
        let portion = self.messages_between(start, ceiling, budget, reader)?;
        let next = Position(start.0 + 1);
        let has_older =
            self.last_messages_between(floor, next, PageBudget::page(0), reader)?.has_more;
        Ok(Page { messages: portion.items, has_older, has_newer: portion.has_more })
    }

    /// The page with `seq` in its middle. Each half gets half of the bytes, so that neither
    /// can crowd out the other.
    pub(crate) fn page_around(
        &self,
        membership: &Membership,
        seq: Seq,
        limit: u16,
    ) -> Result<Page, StoreError> {
        let half = |items| PageBudget::of(items, PAGE_BYTES / 2);
        let before = limit / 2;
        let mut older = self.page_before(membership, seq, half(before))?;
        let from = Seq(seq.0.saturating_sub(1));
        let newer = self.page_after(membership, from, half(limit - before))?;
        older.messages.extend(newer.messages);
        Ok(Page {
            messages: older.messages,
            has_older: older.has_older,
            has_newer: newer.has_newer,
        })
    }

    /// The first place at or after a moment. Entries are written in the order of the clock,
    /// so a binary search finds it in a few reads; if the clock was set back, the result is
    /// close.
    pub(crate) fn seq_at(&self, membership: &Membership, at: Timestamp) -> Result<Seq, StoreError> {
        self.seq_between(membership.circle, membership.joined_seq, membership.head_seq, at)
    }

    /// The same in the whole log of a circle.
    pub(crate) fn place_at(
        &self,
        circle: CircleKey,
        at: Timestamp,
    ) -> Result<Position, StoreError> {
        let seq = self.seq_between(circle, Seq(1), self.head_seq(circle)?, at)?;
        Ok(Position::new(circle, seq))
    }

    fn seq_between(
        &self,
        circle: CircleKey,
        first: Seq,
        last: Seq,
        at: Timestamp,
    ) -> Result<Seq, StoreError> {
        let (mut low, mut high) = (first.0, last.0 + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.entry_at(Position::new(circle, Seq(middle)))? < at {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(Seq(low))
    }
}

/// Just before the first entry that this member may see.
fn oldest_visible(membership: &Membership) -> Position {
    Position::new(membership.circle, Seq(membership.joined_seq.0.saturating_sub(1)))
}
