//! How stored things are identified: the store's own keys, which never leave the server,
//! and the position of a log entry among all circles.

use circles_protocol::Seq;

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(pub(crate) i64);
    };
}

key!(
    /// A person's account.
    AccountKey
);
key!(
    /// A circle. Below 2^23, so that a position fits a signed 64-bit number.
    CircleKey
);
key!(
    /// One account's membership of one circle.
    MemberKey
);
key!(
    /// A help request.
    HelpKey
);
key!(
    /// Somebody who takes shifts on call.
    OnCallKey
);
key!(
    /// A meeting.
    MeetingKey
);

key!(
    /// A pairing of two people.
    PairingKey
);
key!(
    /// A mentor.
    MentorKey
);
key!(
    /// A long silence of which the centre was told.
    NoContactKey
);

/// The bits of a position that hold the seq: a trillion entries per circle.
const SEQ_BITS: u32 = 40;

/// A log entry's position among all circles: circle first, then seq. One integer, so that
/// the log, the messages and the search index share a key, and the entries of a circle
/// lie side by side on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Position(pub(crate) i64);

impl Position {
    pub(crate) const fn new(circle: CircleKey, seq: Seq) -> Self {
        Self((circle.0 << SEQ_BITS) | seq.0.cast_signed())
    }

    pub(crate) const fn seq(self) -> Seq {
        Seq((self.0 & ((1 << SEQ_BITS) - 1)).cast_unsigned())
    }

    pub(crate) const fn circle(self) -> CircleKey {
        CircleKey(self.0 >> SEQ_BITS)
    }

    /// Below every entry of the circle.
    pub(crate) const fn floor(circle: CircleKey) -> Self {
        Self::new(circle, Seq(0))
    }

    /// Above every entry of the circle.
    pub(crate) const fn ceiling(circle: CircleKey) -> Self {
        Self::floor(CircleKey(circle.0 + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_gives_back_its_circle_and_seq() {
        let position = Position::new(CircleKey(7), Seq(41));
        assert_eq!((position.circle(), position.seq()), (CircleKey(7), Seq(41)));
    }

    #[test]
    fn circles_do_not_overlap() {
        let last = Position::new(CircleKey(7), Seq((1 << SEQ_BITS) - 1));
        assert!(last < Position::ceiling(CircleKey(7)));
        assert!(Position::floor(CircleKey(7)) < Position::new(CircleKey(7), Seq(1)));
        assert_eq!(Position::ceiling(CircleKey(7)), Position::floor(CircleKey(8)));
    }

    #[test]
    fn the_largest_circle_still_fits() {
        let position = Position::new(CircleKey((1 << 23) - 1), Seq(1));
        assert!(position.0 > 0);
    }
}
