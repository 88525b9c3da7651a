//! What somebody received in a circle or a private conversation, and may report: while
//! they are in it, and for a time after it ended for them. It doesn't know why it ended.

use circles_protocol::{CircleId, Seq, Timestamp};

use super::{CircleKey, MemberKey};

/// A part of a circle's log that a member could see, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Seq,
    /// `None` while they are in the circle.
    pub(crate) end: Option<SpanEnd>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SpanEnd {
    pub(crate) seq: Seq,
    pub(crate) at: Timestamp,
}

impl Span {
    fn holds(self, seq: Seq) -> bool {
        seq >= self.from && self.end.is_none_or(|end| seq <= end.seq)
    }
}

/// A member, or somebody who was one until recently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recipient {
    pub(crate) circle: CircleKey,
    pub(crate) circle_id: CircleId,
    pub(crate) member: MemberKey,
    /// It is a private conversation.
    pub(crate) direct: bool,
    /// It is withheld, as in `Membership`.
    pub(crate) withheld: bool,
    /// At least one, the oldest first.
    pub(crate) spans: Vec<Span>,
}

impl Recipient {
    pub(crate) fn received(&self, seq: Seq) -> bool {
        self.spans.iter().any(|span| span.holds(seq))
    }

    /// Until when they saw each change of the words at this position: until now if they
    /// are in the circle; `None` if they never saw any.
    pub(crate) fn saw_words_until(&self, seq: Seq, now: Timestamp) -> Option<Timestamp> {
        let spans = self.spans.iter().filter(|span| span.holds(seq));
        spans.map(|span| span.end.map_or(now, |end| end.at)).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDED: Timestamp = Timestamp(1_790_000_000_000);

    const RECIPIENT: Recipient = Recipient {
        circle: CircleKey(1),
        circle_id: CircleId::from_bytes([1; 16]),
        member: MemberKey(1),
        direct: false,
        withheld: false,
        spans: Vec::new(),
    };

    fn span(from: u64, to: Option<u64>) -> Span {
        let end = to.map(|to| SpanEnd { seq: Seq(to), at: ENDED });
        Span { from: Seq(from), end }
    }

    #[test]
    fn changes_are_seen_until_it_ended_and_by_whoever_is_there_until_now() {
        let now = ENDED.plus_ms(9);
        let left = Recipient { spans: vec![span(3, Some(5))], ..RECIPIENT };
        assert_eq!(left.saw_words_until(Seq(4), now), Some(ENDED));
        assert_eq!(left.saw_words_until(Seq(6), now), None);
        let there = Recipient { spans: vec![span(3, None)], ..RECIPIENT };
        assert_eq!(there.saw_words_until(Seq(4), now), Some(now));
    }

    #[test]
    fn what_was_said_before_between_and_after_was_not_received() {
        let recipient = Recipient { spans: vec![span(3, Some(5)), span(8, None)], ..RECIPIENT };
        let received: Vec<u64> = (1..11).filter(|seq| recipient.received(Seq(*seq))).collect();
        assert_eq!(received, [3, 4, 5, 8, 9, 10]);
    }
}
