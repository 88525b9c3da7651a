//! Limits wrong attempts per key in a quarter of an hour. An attempt is counted when it
//! begins, so that parallel attempts gain nothing over successive ones; one that succeeds
//! is uncounted.
//!
//! The generic cell rate algorithm, as in `governor`, which can't uncount.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::Rejection;

const QUARTER_HOUR: Duration = Duration::from_secs(15 * 60);

pub(super) struct RateLimit<K> {
    /// The time after which one attempt is forgotten.
    period: Duration,
    /// The most that can be counted at once.
    most: Duration,
    /// When everything counted for a key is forgotten.
    clear_at: Mutex<HashMap<K, Instant>>,
}

/// An attempt in progress. Dropped, it stays counted.
#[must_use = "an attempt that is right must say so"]
pub(crate) struct Attempt<'t, K: Hash + Eq> {
    rate_limit: &'t RateLimit<K>,
    key: K,
}

impl<K: Hash + Eq> Attempt<'_, K> {
    pub(crate) fn succeeded(self) {
        if let Some(clear_at) = self.rate_limit.times().get_mut(&self.key) {
            *clear_at = clear_at.checked_sub(self.rate_limit.period).unwrap_or(*clear_at);
        }
    }
}

impl<K: Hash + Eq + Clone> RateLimit<K> {
    pub(super) fn per_quarter_hour(times: u32) -> Self {
        let period = QUARTER_HOUR / times.max(1);
        Self { period, most: period * times.max(1), clear_at: Mutex::default() }
    }

    /// # Errors
    /// `rate_limited`, with the time after which the next one is admitted.
    pub(super) fn admit(&self, key: &K) -> Result<Attempt<'_, K>, Rejection> {
        self.admit_at(key, Instant::now())
    }

    fn admit_at(&self, key: &K, now: Instant) -> Result<Attempt<'_, K>, Rejection> {
        let mut times = self.times();
        let counted_from = times.get(key).copied().filter(|clear_at| *clear_at > now);
        let clear_at = counted_from.unwrap_or(now) + self.period;
        let over = clear_at.duration_since(now).saturating_sub(self.most);
        if !over.is_zero() {
            let wait_ms = over.as_millis().saturating_add(1);
            return Err(Rejection::rate_limited(u32::try_from(wait_ms).unwrap_or(u32::MAX)));
        }
        times.insert(key.clone(), clear_at);
        Ok(Attempt { rate_limit: self, key: key.clone() })
    }

    pub(super) fn prune_idle(&self) {
        let now = Instant::now();
        let mut times = self.times();
        times.retain(|_, clear_at| *clear_at > now);
        times.shrink_to_fit();
    }
}

impl<K> RateLimit<K> {
    fn times(&self) -> MutexGuard<'_, HashMap<K, Instant>> {
        self.clear_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use circles_protocol::RefusalCode;

    use super::*;

    const KEY: &u8 = &1;

    #[test]
    fn the_largest_number_still_makes_a_period() {
        let rate_limit = RateLimit::per_quarter_hour(u32::MAX);
        assert!(rate_limit.admit(KEY).is_ok());
    }

    #[test]
    fn right_attempts_are_never_too_many() {
        let rate_limit = RateLimit::per_quarter_hour(2);
        let now = Instant::now();
        for _ in 0..50 {
            rate_limit.admit_at(KEY, now).unwrap().succeeded();
        }
        assert!(rate_limit.admit_at(KEY, now).is_ok());
    }

    #[test]
    fn what_is_under_way_counts_until_it_proves_right() {
        let rate_limit = RateLimit::per_quarter_hour(2);
        let now = Instant::now();
        let first = rate_limit.admit_at(KEY, now).unwrap();
        let second = rate_limit.admit_at(KEY, now).unwrap();
        assert!(rate_limit.admit_at(KEY, now).is_err());
        first.succeeded();
        let third = rate_limit.admit_at(KEY, now).unwrap();
        drop((second, third));
        assert!(rate_limit.admit_at(KEY, now).is_err());
    }

    #[test]
    fn a_right_attempt_takes_off_no_wrong_one() {
        let rate_limit = RateLimit::per_quarter_hour(2);
        let now = Instant::now();
        drop(rate_limit.admit_at(KEY, now).unwrap());
        rate_limit.admit_at(KEY, now).unwrap().succeeded();
        drop(rate_limit.admit_at(KEY, now).unwrap());
        assert!(rate_limit.admit_at(KEY, now).is_err());
    }

    #[test]
    fn after_the_time_that_is_named_the_next_one_passes() {
        let rate_limit = RateLimit::per_quarter_hour(3);
        let now = Instant::now();
        (0..3).for_each(|_| drop(rate_limit.admit_at(KEY, now).unwrap()));
        let refusal = rate_limit.admit_at(KEY, now).err().unwrap().0;
        assert_eq!(refusal.code, RefusalCode::RateLimited);
        let wait = Duration::from_millis(refusal.retry_after_ms.unwrap().into());
        assert!(rate_limit.admit_at(KEY, now + wait - Duration::from_millis(2)).is_err());
        assert!(rate_limit.admit_at(KEY, now + wait).is_ok());
    }
}
