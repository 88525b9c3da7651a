//! What is kept of something that a person erased, so that restoring an older backup does
//! not bring it back: a digest of its id. It says nothing to anyone who does not have the
//! erased thing itself.

use std::fmt;

use circles_protocol::{CheckInId, LapseId, MessageId, Timestamp};
use sha2::{Digest as _, Sha256};

use super::{AccountKey, CircleKey};

/// Half a SHA-256: ids are random, so that nobody looks for two with the same one.
const BYTES: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ErasedId([u8; BYTES]);

/// An id, and when what had it was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Erasure {
    pub(crate) id: ErasedId,
    pub(crate) at: Timestamp,
}

impl ErasedId {
    /// A message's id is taken in its circle alone, so the circle is a part of it: nobody
    /// can have another circle's message erased by using its id for one of their own.
    pub(crate) fn message(circle: CircleKey, id: MessageId) -> Self {
        Self::of("message", circle.0, id.as_bytes())
    }

    pub(crate) fn check_in(account: AccountKey, id: CheckInId) -> Self {
        Self::of("check_in", account.0, id.as_bytes())
    }

    pub(crate) fn lapse(account: AccountKey, id: LapseId) -> Self {
        Self::of("lapse", account.0, id.as_bytes())
    }

    fn of(kind: &str, whose: i64, id: &[u8; 16]) -> Self {
        let mut hash = Sha256::new();
        hash.update(kind);
        hash.update(whose.to_be_bytes());
        hash.update(id);
        let mut half = [0; BYTES];
        half.copy_from_slice(&hash.finalize()[..BYTES]);
        Self(half)
    }

    /// As `Display` writes it; `None` for any other text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() != 2 * BYTES || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; BYTES];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for ErasedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: [u8; 16] = [7; 16];

    #[test]
    fn it_reads_back_as_it_is_written() {
        let erased = ErasedId::message(CircleKey(3), MessageId::from_bytes(ID));
        assert_eq!(ErasedId::parse(&erased.to_string()), Some(erased));
        for text in ["", "07", "z".repeat(32).as_str(), "é".repeat(16).as_str()] {
            assert_eq!(ErasedId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_same_id_elsewhere_is_another() {
        let message = |circle| ErasedId::message(CircleKey(circle), MessageId::from_bytes(ID));
        let check_in = ErasedId::check_in(AccountKey(1), CheckInId::from_bytes(ID));
        let lapse = ErasedId::lapse(AccountKey(1), LapseId::from_bytes(ID));
        let all = [message(1), message(2), check_in, lapse];
        assert_eq!(std::collections::BTreeSet::from(all).len(), 4);
    }
}
