//! Pages of a circle's messages, by their place in the log and never by time.

use circles_protocol::{MessageView, Seq, Timestamp};

use super::{StoreError, View};
use crate::domain::{CircleKey, Position, Standing};

/// A page, oldest message first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) messages: Vec<MessageView>,
    pub(crate) has_older: bool,
    pub(crate) has_newer: bool,
}

impl View<'_> {
    /// The page that ends just before `before`.
    pub(crate) fn page_before(
        &self,
        standing: &Standing,
        before: Seq,
        limit: u16,
    ) -> Result<Page, StoreError> {
        let (floor, reader) = (oldest_visible(standing), standing.member);
        let end = Position::new(standing.circle, before.min(standing.head_seq.next()));
        // One more than asked tells whether there is more.
        let mut messages = self.last_messages_between(floor, end, limit + 1, reader)?;
        let has_older = messages.len() > usize::from(limit);
        if has_older {
            messages.remove(0);
        }
        let last = Position::new(standing.circle, Seq(before.0.saturating_sub(1))).max(floor);
        let has_newer = before <= standing.head_seq
            && !self
                .messages_between(last, Position::ceiling(standing.circle), 1, reader)?
                .is_empty();
        Ok(Page { messages, has_older, has_newer })
    }

    /// The page that begins just after `after`.
    pub(crate) fn page_after(
        &self,
        standing: &Standing,
        after: Seq,
        limit: u16,
    ) -> Result<Page, StoreError> {
        let (floor, reader) = (oldest_visible(standing), standing.member);
        let start = Position::new(standing.circle, after.min(standing.head_seq)).max(floor);
        let mut messages =
            self.messages_between(start, Position::ceiling(standing.circle), limit + 1, reader)?;
        let has_newer = messages.len() > usize::from(limit);
        messages.truncate(usize::from(limit));
        let next = Position(start.0 + 1);
        let has_older = !self.last_messages_between(floor, next, 1, reader)?.is_empty();
        Ok(Page { messages, has_older, has_newer })
    }

    /// The page with `seq` in its middle.
    pub(crate) fn page_around(
        &self,
        standing: &Standing,
        seq: Seq,
        limit: u16,
    ) -> Result<Page, StoreError> {
        let before = limit / 2;
        let mut older = self.page_before(standing, seq, before)?;
        let newer = self.page_after(standing, Seq(seq.0.saturating_sub(1)), limit - before)?;
        older.messages.extend(newer.messages);
        Ok(Page {
            messages: older.messages,
            has_older: older.has_older,
            has_newer: newer.has_newer,
        })
    }

    /// The first place at or after a moment. Entries are written in the order
    /// of the clock, so halving finds it in a handful of looks; where a clock
    /// was set back it lands close by.
    pub(crate) fn seq_at(&self, standing: &Standing, at: Timestamp) -> Result<Seq, StoreError> {
        self.seq_between(standing.circle, standing.joined_seq, standing.head_seq, at)
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

/// Just below the first entry this member may see.
fn oldest_visible(standing: &Standing) -> Position {
    Position::new(standing.circle, Seq(standing.joined_seq.0.saturating_sub(1)))
}
