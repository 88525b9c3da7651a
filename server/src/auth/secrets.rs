//! Secrets, from the operating system's randomness.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use circles_protocol::http::{InviteToken, RecoveryToken};

use crate::domain::{Rejection, RenewalSeed, TokenHash};

/// 256 bits in the cookie of a session; 128 are plenty in a link that is used once and at
/// worst typed by hand.
const SESSION_BYTES: usize = 32;
const LINK_BYTES: usize = 16;

/// In an address that a calendar app requests again and again.
const CALENDAR_BYTES: usize = 32;

/// What a browser's cookie holds. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SessionToken(String);

impl SessionToken {
    pub(crate) fn draw() -> Result<Self, Rejection> {
        Ok(Self(URL_SAFE_NO_PAD.encode(draw::<SESSION_BYTES>()?)))
    }

    /// The secret that replaces `present`.
    pub(crate) fn renewed(present: &str, seed: RenewalSeed) -> Self {
        Self(URL_SAFE_NO_PAD.encode(seed.next_secret(present)))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

pub(crate) fn draw_renewal_seed() -> Result<RenewalSeed, Rejection> {
    Ok(RenewalSeed(draw()?))
}

pub(crate) fn draw_invite_token() -> Result<InviteToken, Rejection> {
    Ok(InviteToken(URL_SAFE_NO_PAD.encode(draw::<LINK_BYTES>()?)))
}

pub(crate) fn draw_recovery_token() -> Result<RecoveryToken, Rejection> {
    Ok(RecoveryToken(URL_SAFE_NO_PAD.encode(draw::<LINK_BYTES>()?)))
}

/// The secret part of a calendar's address.
pub(crate) fn draw_calendar_token() -> Result<String, Rejection> {
    Ok(URL_SAFE_NO_PAD.encode(draw::<CALENDAR_BYTES>()?))
}

fn draw<const N: usize>() -> Result<[u8; N], Rejection> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "the system gives no randomness");
        Rejection::internal()
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_never_the_same() {
        let one = SessionToken::draw().unwrap();
        assert_eq!(one.as_str().len(), 43);
        assert!(one != SessionToken::draw().unwrap());
        assert_eq!(draw_invite_token().unwrap().0.len(), 22);
    }
}
