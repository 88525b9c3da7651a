//! How much disk space one account may use in a day. It refills evenly: an account that has
//! used it up waits for as much as the next request needs, and not until midnight.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::{AccountKey, Kept, Reserve};

const DAY_SECONDS: f64 = 24.0 * 60.0 * 60.0;

/// The reserve, as a part of the share.
const RESERVE: f64 = 0.25;

#[derive(Debug)]
pub(super) struct DailyShare {
    most: f64,
    left: Mutex<HashMap<AccountKey, Left>>,
}

#[derive(Debug, Clone, Copy)]
struct Left {
    bytes: f64,
    at: Instant,
}

impl DailyShare {
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
        kept: Kept,
        now: Instant,
    ) -> Result<(), Duration> {
        let least = match kept.reserve {
            Reserve::Nothing => 0.0,
            Reserve::Half => -self.most * RESERVE / 2.0,
            Reserve::All => -self.most * RESERVE,
        };
        let mut all = self.lock();
        let left = self.refilled(all.get(&account), now);
        let after = left - as_bytes(kept);
        if after < least {
            return Err(Duration::from_secs_f64((least - after) / (self.most / DAY_SECONDS)));
        }
        all.insert(account, Left { bytes: after, at: now });
        Ok(())
    }

    /// In the end nothing of it was kept.
    pub(super) fn give_back(&self, account: AccountKey, kept: Kept, now: Instant) {
        let mut all = self.lock();
        let bytes = self.refilled(all.get(&account), now) + as_bytes(kept);
        all.insert(account, Left { bytes: bytes.min(self.most), at: now });
    }

    /// Forgets accounts whose share is full again.
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

fn as_bytes(kept: Kept) -> f64 {
    f64::from(u32::try_from(kept.bytes).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JO: AccountKey = AccountKey(1);
    const SAM: AccountKey = AccountKey(2);
    const MIB: usize = 1024 * 1024;
    const HOUR: Duration = Duration::from_secs(60 * 60);

    const fn long(bytes: usize) -> Kept {
        Kept { bytes, reserve: Reserve::Nothing }
    }

    #[test]
    fn it_is_taken_at_once_and_comes_back_evenly() {
        let (share, now) = (DailyShare::of_mib(1).unwrap(), Instant::now());
        assert_eq!(share.take(JO, long(MIB), now), Ok(()));
        let wait = share.take(JO, long(MIB / 24), now).unwrap_err();
        assert!(wait.abs_diff(HOUR) < Duration::from_secs(1), "{wait:?}");
        assert_eq!(share.take(JO, long(MIB / 24), now + HOUR + Duration::from_secs(1)), Ok(()));
        assert_eq!(share.take(SAM, long(MIB), now), Ok(()), "another account has its own share");
    }

    #[test]
    fn short_words_end_at_half_the_reserve_and_nothing_else_does() {
        let (share, now) = (DailyShare::of_mib(1).unwrap(), Instant::now());
        assert_eq!(share.take(JO, long(MIB), now), Ok(()));
        let taken = |reserve| {
            let kept = Kept { bytes: 1_024, reserve };
            (0..MIB).take_while(|_| share.take(JO, kept, now).is_ok()).count()
        };
        assert_eq!(taken(Reserve::Nothing), 0);
        assert_eq!(taken(Reserve::Half), MIB / 8 / 1_024);
        assert_eq!(taken(Reserve::All), MIB / 8 / 1_024);
    }

    #[test]
    fn what_was_refused_costs_nothing() {
        let (share, now) = (DailyShare::of_mib(1).unwrap(), Instant::now());
        for _ in 0..10 {
            assert_eq!(share.take(JO, long(MIB), now), Ok(()));
            share.give_back(JO, long(MIB), now);
        }
        share.prune_idle(now);
        assert!(share.lock().is_empty());
    }
}
