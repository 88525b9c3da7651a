//! Limits for one account over all its sockets, for what costs others something: how often
//! it writes and searches, and how much disk space it uses in a day.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::daily_quota::DailyQuota;
use crate::domain::{AccountKey, Rejection, StorageCost};
use crate::limits::Limits;

pub(crate) struct RateLimits {
    requests: DefaultKeyedRateLimiter<AccountKey>,
    daily: Option<DailyQuota>,
    clock: DefaultClock,
}

impl RateLimits {
    pub(crate) fn new(limits: &Limits) -> Self {
        let at_least_one = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let steady = Quota::per_second(at_least_one(limits.message_rate_per_second));
        let requests = RateLimiter::keyed(steady.allow_burst(at_least_one(limits.message_burst)));
        let daily = DailyQuota::of_mib(limits.daily_mib_per_account);
        Self { requests, daily, clock: DefaultClock::default() }
    }

    /// Lets a request through that stores this much.
    ///
    /// # Errors
    /// `rate_limited` or `daily_limit`, with the wait after which it is let through.
    pub(crate) fn take(
        &self,
        account: AccountKey,
        cost: Option<StorageCost>,
    ) -> Result<(), Rejection> {
        self.requests.check_key(&account).map_err(|too_early| {
            Rejection::rate_limited(in_ms(too_early.wait_time_from(self.clock.now())))
        })?;
        let (Some(daily), Some(cost)) = (&self.daily, cost) else { return Ok(()) };
        daily
            .take(account, cost, Instant::now())
            .map_err(|wait| Rejection::daily_limit(in_ms(wait)))
    }

    /// The request was refused, so that nothing of it is stored.
    pub(crate) fn give_back(&self, account: AccountKey, cost: Option<StorageCost>) {
        if let (Some(daily), Some(cost)) = (&self.daily, cost) {
            daily.give_back(account, cost, Instant::now());
        }
    }

    /// Forgets accounts that have made no request for a while.
    pub(crate) fn prune_idle(&self) {
        self.requests.retain_recent();
        self.requests.shrink_to_fit();
        self.daily.iter().for_each(|daily| daily.prune_idle(Instant::now()));
    }
}

fn in_ms(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use circles_protocol::RefusalCode;

    use super::*;
    use crate::domain::QuotaReserve;
    use crate::settings::Settings;

    const JO: AccountKey = AccountKey(1);
    const SAM: AccountKey = AccountKey(2);
    const WHOLE_DAY: Option<StorageCost> =
        Some(StorageCost { bytes: 1024 * 1024, reserve: QuotaReserve::Nothing });

    fn rate_limits(message_rate_per_second: u32, message_burst: u32) -> RateLimits {
        let limits = Settings::default().limits;
        RateLimits::new(&Limits {
            message_rate_per_second,
            message_burst,
            daily_mib_per_account: 1,
            ..limits
        })
    }

    fn refused(taken: Result<(), Rejection>) -> (RefusalCode, u32) {
        let Rejection(refusal) = taken.unwrap_err();
        (refusal.code, refusal.retry_after_ms.unwrap())
    }

    #[test]
    fn a_burst_is_taken_and_then_a_wait_is_named() {
        let rate_limits = rate_limits(1, 3);
        for _ in 0..3 {
            assert_eq!(rate_limits.take(JO, None), Ok(()));
        }
        let (code, wait_ms) = refused(rate_limits.take(JO, None));
        assert_eq!(code, RefusalCode::RateLimited);
        assert!((1..=1_000).contains(&wait_ms), "{wait_ms}");
    }

    #[test]
    fn one_account_does_not_slow_another() {
        let rate_limits = rate_limits(1, 1);
        assert_eq!(rate_limits.take(JO, WHOLE_DAY), Ok(()));
        assert!(rate_limits.take(JO, None).is_err());
        assert_eq!(rate_limits.take(SAM, WHOLE_DAY), Ok(()));
    }

    #[test]
    fn a_days_share_that_is_used_up_holds_up_only_what_keeps_something() {
        let rate_limits = rate_limits(1_000, 1_000);
        assert_eq!(rate_limits.take(JO, WHOLE_DAY), Ok(()));
        assert_eq!(rate_limits.take(JO, None), Ok(()));
        assert_eq!(refused(rate_limits.take(JO, WHOLE_DAY)).0, RefusalCode::DailyLimit);
        rate_limits.give_back(JO, WHOLE_DAY);
        assert_eq!(rate_limits.take(JO, WHOLE_DAY), Ok(()));
    }
}
