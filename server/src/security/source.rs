//! Where something came from, without the address: the operator sees whether it is one
//! place or many, but nobody who reads the log learns who it was.

use std::fmt;
use std::net::IpAddr;
use std::sync::OnceLock;

use circles_protocol::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::clock::DAY_MS;

const SECRET_BYTES: usize = 32;

/// Shorter than an IPv6 address: it tells some tens of thousands apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Source([u8; 6]);

impl Source {
    /// The same for one address while this process runs, within one day of UTC. The secret
    /// is never stored: without it there are too few addresses to hide one behind a hash.
    /// `None` if the system gives no random secret.
    pub(crate) fn of(address: IpAddr, now: Timestamp) -> Option<Self> {
        Some(Self::hashed(secret()?, address, now.0.div_euclid(DAY_MS)))
    }

    fn hashed(secret: &[u8; SECRET_BYTES], address: IpAddr, day: i64) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(secret);
        hasher.update(day.to_be_bytes());
        match address.to_canonical() {
            IpAddr::V4(address) => hasher.update(address.octets()),
            IpAddr::V6(address) => hasher.update(address.octets()),
        }
        let hash = hasher.finalize();
        let mut source = [0; 6];
        source.copy_from_slice(&hash[..6]);
        Self(source)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

fn secret() -> Option<&'static [u8; SECRET_BYTES]> {
    static SECRET: OnceLock<Option<[u8; SECRET_BYTES]>> = OnceLock::new();
    let draw = || {
        let mut secret = [0; SECRET_BYTES];
        getrandom::fill(&mut secret).ok().map(|()| secret)
    };
    SECRET.get_or_init(draw).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(secret: u8, address: &str, day: i64) -> String {
        Source::hashed(&[secret; SECRET_BYTES], address.parse().unwrap(), day).to_string()
    }

    #[test]
    fn one_address_is_one_source_for_a_day_and_a_run_of_the_server() {
        let one = source(1, "192.0.2.7", 10);
        assert_eq!(source(1, "::ffff:192.0.2.7", 10), one);
        for other in
            [source(1, "192.0.2.8", 10), source(1, "192.0.2.7", 11), source(2, "192.0.2.7", 10)]
        {
            assert_ne!(other, one);
        }
        let now = Timestamp(1_790_000_000_000);
        let address = "2001:db8::".parse().unwrap();
        assert_eq!(Source::of(address, now), Source::of(address, now.plus_ms(1)));
        assert_ne!(Source::of(address, now), Source::of(address, now.plus_ms(DAY_MS)));
    }

    #[test]
    fn a_source_is_twelve_digits_and_no_address() {
        let text = source(7, "192.0.2.7", 1);
        assert!(text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
    }
}
