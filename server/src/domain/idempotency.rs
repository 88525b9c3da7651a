//! A request that the client may repeat until an answer comes: which attempt it belongs
//! to, and whether a repetition asks for the same thing.

use circles_protocol::{IdempotencyKey, RefusalCode};
use sha2::{Digest as _, Sha256};

use super::Rejection;

/// A request under a key that the client made. Of its content, only a hash is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyedRequest {
    pub(crate) key: IdempotencyKey,
    pub(crate) fingerprint: [u8; 32],
}

impl KeyedRequest {
    /// `content` contains everything that makes it a different request, and nothing that
    /// could be guessed from its hash, such as a passphrase.
    pub(crate) fn new(key: IdempotencyKey, content: &[u8]) -> Self {
        Self { key, fingerprint: Sha256::digest(content).into() }
    }

    /// # Errors
    /// `idempotency_key_reused` if the key was used for something else.
    pub(crate) fn require_same(self, earlier: &[u8; 32]) -> Result<(), Rejection> {
        if self.fingerprint == *earlier { Ok(()) } else { Err(reused()) }
    }
}

fn reused() -> Rejection {
    let sentence = "This idempotency key was used for a different request.";
    Rejection::new(RefusalCode::IdempotencyKeyReused, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: IdempotencyKey = IdempotencyKey::from_bytes([7; 16]);

    #[test]
    fn the_same_content_is_the_same_request() {
        let first = KeyedRequest::new(KEY, b"a circle called Dawn");
        assert!(
            first
                .require_same(&KeyedRequest::new(KEY, b"a circle called Dawn").fingerprint)
                .is_ok()
        );
    }

    #[test]
    fn other_content_under_the_same_key_is_refused() {
        let first = KeyedRequest::new(KEY, b"a circle called Dawn");
        let refused =
            first.require_same(&KeyedRequest::new(KEY, b"a circle called Dusk").fingerprint);
        assert_eq!(refused.unwrap_err().0.code, RefusalCode::IdempotencyKeyReused);
    }
}
