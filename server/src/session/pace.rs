//! How fast one account may ask for what costs others something, over all its
//! sockets: what it writes, and what it searches.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::AccountKey;

pub(crate) struct Pace {
    taken: DefaultKeyedRateLimiter<AccountKey>,
    clock: DefaultClock,
}

impl Pace {
    pub(crate) fn new(per_second: u32, burst: u32) -> Self {
        let at_least_one = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(at_least_one(per_second)).allow_burst(at_least_one(burst));
        Self { taken: RateLimiter::keyed(quota), clock: DefaultClock::default() }
    }

    /// # Errors
    /// The wait in milliseconds after which another one is let through.
    pub(crate) fn take(&self, account: AccountKey) -> Result<(), u32> {
        self.taken.check_key(&account).map_err(|too_early| {
            let wait: Duration = too_early.wait_time_from(self.clock.now());
            u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1)
        })
    }

    /// Forgets accounts that have asked for nothing for a while.
    pub(crate) fn forget_idle(&self) {
        self.taken.retain_recent();
        self.taken.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JO: AccountKey = AccountKey(1);
    const SAM: AccountKey = AccountKey(2);

    #[test]
    fn a_burst_is_taken_and_then_a_wait_is_named() {
        let pace = Pace::new(1, 3);
        for _ in 0..3 {
            assert_eq!(pace.take(JO), Ok(()));
        }
        let wait_ms = pace.take(JO).unwrap_err();
        assert!((1..=1_000).contains(&wait_ms), "{wait_ms}");
    }

    #[test]
    fn one_account_does_not_slow_another() {
        let pace = Pace::new(1, 1);
        assert_eq!(pace.take(JO), Ok(()));
        assert!(pace.take(JO).is_err());
        assert_eq!(pace.take(SAM), Ok(()));
    }
}
