//! What somebody received in a circle or a private conversation, and may report:
//! while they are in it, and for a time after it ended for them. It does not know
//! why that was.

use circles_protocol::{CircleId, Seq};

use super::{CircleKey, MemberKey};

/// A part of a circle's log that was before a member, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Seq,
    /// `None` while they are there.
    pub(crate) to: Option<Seq>,
}

impl Span {
    fn holds(self, seq: Seq) -> bool {
        seq >= self.from && self.to.is_none_or(|to| seq <= to)
    }
}

/// A member, or somebody who was one a short while ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recipient {
    pub(crate) circle: CircleKey,
    pub(crate) circle_id: CircleId,
    pub(crate) member: MemberKey,
    /// It is a private conversation.
    pub(crate) direct: bool,
    /// At least one, the oldest first.
    pub(crate) spans: Vec<Span>,
}

impl Recipient {
    pub(crate) fn received(&self, seq: Seq) -> bool {
        self.spans.iter().any(|span| span.holds(seq))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_before_between_and_after_was_not_received() {
        let recipient = Recipient {
            circle: CircleKey(1),
            circle_id: CircleId::from_bytes([1; 16]),
            member: MemberKey(1),
            direct: false,
            spans: vec![Span { from: Seq(3), to: Some(Seq(5)) }, Span { from: Seq(8), to: None }],
        };
        let received: Vec<u64> = (1..11).filter(|seq| recipient.received(Seq(*seq))).collect();
        assert_eq!(received, [3, 4, 5, 8, 9, 10]);
    }
}
