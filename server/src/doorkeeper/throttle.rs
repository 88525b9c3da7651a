//! So many in a quarter of an hour, for each key.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::Rejection;

const QUARTER_HOUR: Duration = Duration::from_secs(15 * 60);

pub(super) struct Throttle<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
}

impl<K: Hash + Eq + Clone> Throttle<K> {
    pub(super) fn per_quarter_hour(times: u32) -> Self {
        let times = NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(QUARTER_HOUR / times.get())
            .expect("a quarter of an hour is longer than four billion nanoseconds")
            .allow_burst(times);
        Self { limiter: RateLimiter::keyed(quota), clock: DefaultClock::default() }
    }

    /// # Errors
    /// `too_fast`, with the time after which the next one passes.
    pub(super) fn admit(&self, key: &K) -> Result<(), Rejection> {
        self.limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            Rejection::too_fast(u32::try_from(wait.as_millis()).unwrap_or(u32::MAX))
        })
    }

    pub(super) fn forget_the_quiet(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_number_still_makes_a_period() {
        let throttle = Throttle::per_quarter_hour(u32::MAX);
        assert!(throttle.admit(&1).is_ok());
    }
}
