//! What is kept of a secret that someone else holds: its hash. The secrets are
//! drawn at random and long, so a plain SHA-256 says nothing about them.

use sha2::{Digest as _, Sha256};

/// The hash of an invite's or a session's secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash(pub(crate) [u8; 32]);

impl TokenHash {
    pub(crate) fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_text() {
        assert_eq!(TokenHash::of("a"), TokenHash::of("a"));
        assert_ne!(TokenHash::of("a"), TokenHash::of("b"));
        assert_ne!(TokenHash::of("a").0[..1], *b"a");
    }
}
