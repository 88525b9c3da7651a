//! How often calendars may be requested. Each feed is served a limited number of times in a
//! quarter of an hour, whoever asks; and each client address may try a limited number of
//! unknown calendar addresses: enough for a few links that have ended, too few to guess
//! one.

use std::net::IpAddr;

use super::network;
use super::rate_limit::{Attempt, RateLimit};
use crate::domain::{AccountKey, Rejection};
use crate::limits::{FEED_ANSWERS_PER_QUARTER_HOUR, FEED_MISSES_PER_QUARTER_HOUR};

/// The limit for the homes of one /48 together, as a multiple of one home's.
const PER_NETWORK: u32 = 4;

pub(crate) struct CalendarRateLimit {
    addresses: RateLimit<IpAddr>,
    networks: RateLimit<IpAddr>,
    feeds: RateLimit<AccountKey>,
}

/// A lookup of a calendar's address. Dropped, it stays counted as one of an unknown address.
#[must_use = "a look that found a calendar must say so"]
pub(crate) struct CalendarLookup<'c>(Attempt<'c, IpAddr>, Option<Attempt<'c, IpAddr>>);

impl CalendarLookup<'_> {
    pub(crate) fn succeeded(self) {
        self.0.succeeded();
        self.1.into_iter().for_each(Attempt::succeeded);
    }
}

impl CalendarRateLimit {
    pub(super) fn new() -> Self {
        let misses = FEED_MISSES_PER_QUARTER_HOUR;
        Self {
            addresses: RateLimit::per_quarter_hour(misses),
            networks: RateLimit::per_quarter_hour(misses * PER_NETWORK),
            feeds: RateLimit::per_quarter_hour(FEED_ANSWERS_PER_QUARTER_HOUR),
        }
    }

    /// # Errors
    /// `rate_limited`, before anything is looked up, and so the same for an existing calendar.
    pub(crate) fn admit_lookup(&self, address: IpAddr) -> Result<CalendarLookup<'_>, Rejection> {
        // The address first: one that is refused is not counted for its network.
        let from_address = self.addresses.admit(&address)?;
        let from_network = network(address).map(|network| self.networks.admit(&network));
        Ok(CalendarLookup(from_address, from_network.transpose()?))
    }

    /// # Errors
    /// `rate_limited`.
    pub(crate) fn admit_answer(&self, whose: AccountKey) -> Result<(), Rejection> {
        self.feeds.admit(&whose).map(drop)
    }

    pub(super) fn prune_idle(&self) {
        self.addresses.prune_idle();
        self.networks.prune_idle();
        self.feeds.prune_idle();
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use circles_protocol::RefusalCode;

    use super::*;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    #[test]
    fn an_address_looks_in_vain_so_often_and_no_other_is_kept_waiting() {
        let limit = CalendarRateLimit::new();
        assert!((0..FEED_MISSES_PER_QUARTER_HOUR).all(|_| limit.admit_lookup(HOME).is_ok()));
        let refusal = limit.admit_lookup(HOME).err().unwrap().0;
        assert_eq!(refusal.code, RefusalCode::RateLimited);
        assert!(refusal.retry_after_ms.is_some_and(|ms| ms > 0 && ms <= 15_001));
        assert!(limit.admit_lookup(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2))).is_ok());
    }

    #[test]
    fn what_leads_to_a_calendar_is_not_counted_against_the_address() {
        let limit = CalendarRateLimit::new();
        for _ in 0..10 * FEED_MISSES_PER_QUARTER_HOUR {
            limit.admit_lookup(HOME).unwrap().succeeded();
        }
        assert!(limit.admit_lookup(HOME).is_ok());
    }

    #[test]
    fn the_homes_of_one_network_have_a_limit_together() {
        let limit = CalendarRateLimit::new();
        let home = |net: u128| IpAddr::V6(Ipv6Addr::from_bits(0x2001_0db8 << 96 | net << 64));
        let admitted = (0..1_000).filter(|net| limit.admit_lookup(home(*net)).is_ok()).count();
        assert_eq!(admitted, (FEED_MISSES_PER_QUARTER_HOUR * PER_NETWORK) as usize);
        assert!(limit.admit_lookup(home(0x1_0000)).is_ok());
    }

    #[test]
    fn one_feed_is_answered_so_often_and_another_still_is() {
        let limit = CalendarRateLimit::new();
        let answered = |of: i64| limit.admit_answer(AccountKey(of)).is_ok();
        assert!((0..FEED_ANSWERS_PER_QUARTER_HOUR).all(|_| answered(1)));
        assert!(!answered(1));
        assert!(answered(2));
    }
}
