//! What is stored of a secret that someone else holds: its hash. The secrets are random
//! and long, so a plain SHA-256 reveals nothing about them.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The hash of an invite's or a session's secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash(pub(crate) [u8; 32]);

impl TokenHash {
    pub(crate) fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }
}

/// The value from which a session's next secret is derived, together with its present
/// one: a lost answer can be given again, although neither secret is stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct RenewalSeed(pub(crate) [u8; 32]);

impl RenewalSeed {
    pub(crate) fn next_secret(self, present: &str) -> [u8; 32] {
        Sha256::new_with_prefix("session renewal\0")
            .chain_update(self.0)
            .chain_update(present)
            .finalize()
            .into()
    }
}

impl fmt::Debug for RenewalSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RenewalSeed(..)")
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
