//! How much disk space one account may use in a day. It refills evenly: an account that has
//! used it up waits for as much as the next request needs, and not until midnight.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::{AccountKey, QuotaReserve, StorageCost};

const DAY_SECONDS: f64 = 24.0 * 60.0 * 60.0;

/// The reserve, as a part of the quota.
const RESERVE: f64 = 0.25;

#[derive(Debug)]
pub(super) struct DailyQuota {
    most: f64,
    left: Mutex<HashMap<AccountKey, Left>>,
}

#[derive(Debug, Clone, Copy)]
struct Left {
    bytes: f64,
    at: Instant,
}

impl DailyQuota {
    /// `None` for no limit.
    pub(super) fn of_mib(mib: u32) -> Option<Self> {
        let most = f64::from(mib) * 1024.0 * 1024.0;
        (mib > 0).then(|| Self { most, left: Mutex::default() })
    }

    /// # Errors
    /// How long until there is room for it.
    pub(super) fn take(
        &self,
        account: AccountKey,
        cost: StorageCost,
        now: Instant,
    ) -> Result<(), Duration> {
        let least = match cost.reserve {
            QuotaReserve::Nothing => 0.0,
            QuotaReserve::Half => -self.most * RESERVE / 2.0,
            QuotaReserve::All => -self.most * RESERVE,
        };
        let mut all = self.lock();
        let left = self.refilled(all.get(&account), now);
        let after = left - as_bytes(cost);
        if after < least {
            return Err(Duration::from_secs_f64((least - after) / (self.most / DAY_SECONDS)));
        }
        all.insert(account, Left { bytes: after, at: now });
        Ok(())
    }

    /// In the end nothing of it was kept.
    pub(super) fn give_back(&self, account: AccountKey, cost: StorageCost, now: Instant) {
        let mut all = self.lock();
        let bytes = self.refilled(all.get(&account), now) + as_bytes(cost);
        all.insert(account, Left { bytes: bytes.min(self.most), at: now });
    }

    /// Forgets accounts whose quota is full again.
    pub(super) fn prune_idle(&self, now: Instant) {
        let mut all = self.lock();
        all.retain(|_, left| self.refilled(Some(left), now) < self.most);
        all.shrink_to_fit();
    }

    fn refilled(&self, left: Option<&Left>, now: Instant) -> f64 {
        left.map_or(self.most, |left| {
            let back = now.duration_since(left.at).as_secs_f64() * self.most / DAY_SECONDS;
            (left.bytes + back).min(self.most)
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AccountKey, Left>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn as_bytes(cost: StorageCost) -> f64 {
    f64::from(u32::try_from(cost.bytes).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JO: AccountKey = AccountKey(1);
    const SAM: AccountKey = AccountKey(2);
    const MIB: usize = 1024 * 1024;
    const HOUR: Duration = Duration::from_secs(60 * 60);

    const fn long(bytes: usize) -> StorageCost {
        StorageCost { bytes, reserve: QuotaReserve::Nothing }
    }

    #[test]
    fn it_is_taken_at_once_and_comes_back_evenly() {
        let (quota, now) = (DailyQuota::of_mib(1).unwrap(), Instant::now());
        assert_eq!(quota.take(JO, long(MIB), now), Ok(()));
        let wait = quota.take(JO, long(MIB / 24), now).unwrap_err();
        assert!(wait.abs_diff(HOUR) < Duration::from_secs(1), "{wait:?}");
        assert_eq!(quota.take(JO, long(MIB / 24), now + HOUR + Duration::from_secs(1)), Ok(()));
        assert_eq!(quota.take(SAM, long(MIB), now), Ok(()), "another account has its own quota");
    }

    #[test]
    fn short_words_end_at_half_the_reserve_and_nothing_else_does() {
        let (quota, now) = (DailyQuota::of_mib(1).unwrap(), Instant::now());
        assert_eq!(quota.take(JO, long(MIB), now), Ok(()));
        let taken = |reserve| {
            let cost = StorageCost { bytes: 1_024, reserve };
            (0..MIB).take_while(|_| quota.take(JO, cost, now).is_ok()).count()
        };
        assert_eq!(taken(QuotaReserve::Nothing), 0);
        assert_eq!(taken(QuotaReserve::Half), MIB / 8 / 1_024);
        assert_eq!(taken(QuotaReserve::All), MIB / 8 / 1_024);
    }

    #[test]
    fn what_was_refused_costs_nothing() {
        let (quota, now) = (DailyQuota::of_mib(1).unwrap(), Instant::now());
        for _ in 0..10 {
            assert_eq!(quota.take(JO, long(MIB), now), Ok(()));
            quota.give_back(JO, long(MIB), now);
        }
        quota.prune_idle(now);
        assert!(quota.lock().is_empty());
    }
}
