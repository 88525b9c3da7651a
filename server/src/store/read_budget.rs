//! How much of the readers' time one account may take. A read is charged afterwards, by the
//! processor time it took; an account that has used up its budget waits until it has
//! been refilled. Nothing is refused.

use std::sync::Arc;
use std::time::{Duration, Instant};

use nix::time::{ClockId, clock_gettime};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// The steady rate and the burst, in milliseconds of processor time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadRate {
    pub(crate) ms_per_second: u32,
    pub(crate) burst_ms: u32,
}

/// What one account has left. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct ReadBudget {
    balance: Arc<Mutex<Balance>>,
    rate: ReadRate,
}

#[derive(Debug)]
struct Balance {
    /// Below zero after a read that took longer than the budget that was left.
    ms: f64,
    at: Instant,
}

impl ReadBudget {
    pub(crate) fn full(rate: ReadRate) -> Self {
        let balance = Balance::full(rate, Instant::now());
        Self { balance: Arc::new(Mutex::new(balance)), rate }
    }

    /// Waits until the account may read: after its earlier requests, one at a time, and
    /// once it owes nothing.
    pub(super) async fn turn(&self) -> Turn {
        let mut balance = Arc::clone(&self.balance).lock_owned().await;
        balance.refill(self.rate, Instant::now());
        if let Some(wait) = balance.wait(self.rate) {
            tokio::time::sleep(wait).await;
            balance.refill(self.rate, Instant::now());
        }
        Turn { gives_way: balance.gives_way(self.rate), balance }
    }

    /// Whether the account has read so much lately that its reads give way to those of
    /// others. While it is reading it counts as such.
    pub(crate) fn gives_way(&self) -> bool {
        self.balance.try_lock().map_or(true, |mut balance| {
            balance.refill(self.rate, Instant::now());
            balance.gives_way(self.rate)
        })
    }

    /// Whether forgetting it would lose nothing. One that is in use does not count as full.
    pub(crate) fn is_full(&self) -> bool {
        self.balance.try_lock().is_ok_and(|mut balance| {
            balance.refill(self.rate, Instant::now());
            balance.ms >= f64::from(self.rate.burst_ms)
        })
    }
}

impl Balance {
    fn full(rate: ReadRate, at: Instant) -> Self {
        Self { ms: f64::from(rate.burst_ms), at }
    }

    fn refill(&mut self, rate: ReadRate, now: Instant) {
        let earned = now.duration_since(self.at).as_secs_f64() * f64::from(rate.ms_per_second);
        self.ms = (self.ms + earned).min(f64::from(rate.burst_ms));
        self.at = now;
    }

    /// How long until nothing is owed.
    fn wait(&self, rate: ReadRate) -> Option<Duration> {
        let owed = -self.ms / f64::from(rate.ms_per_second);
        (owed > 0.0).then(|| Duration::from_secs_f64(owed))
    }

    /// Less than half of the burst is left.
    fn gives_way(&self, rate: ReadRate) -> bool {
        self.ms < f64::from(rate.burst_ms) / 2.0
    }

    fn pay(&mut self, time: Duration) {
        self.ms -= time.as_secs_f64() * 1_000.0;
    }
}

/// Held while the account reads; it reads nothing else meanwhile.
#[derive(Debug)]
pub(super) struct Turn {
    balance: OwnedMutexGuard<Balance>,
    gives_way: bool,
}

impl Turn {
    /// Whether the read should give way to those of others.
    pub(super) fn gives_way(&self) -> bool {
        self.gives_way
    }

    /// Runs the read on this thread, charges the processor time that it took, and ends the
    /// turn. Time in which others had the processor costs nothing.
    pub(super) fn pay_for<T>(mut self, look: impl FnOnce() -> T) -> T {
        let before = thread_time();
        let looked = look();
        self.balance.pay(thread_time().saturating_sub(before));
        looked
    }
}

/// The processor time of this thread so far. On a system without such a clock, reading is free.
fn thread_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    const RATE: ReadRate = ReadRate { ms_per_second: 100, burst_ms: 50 };

    #[test]
    fn what_a_look_took_is_waited_for_before_the_next() {
        let start = Instant::now();
        let mut balance = Balance::full(RATE, start);
        balance.pay(Duration::from_millis(150));
        // A hundred milliseconds too many, at a hundred a second.
        assert_eq!(balance.wait(RATE), Some(Duration::from_secs(1)));
        balance.refill(RATE, start + Duration::from_millis(500));
        assert_eq!(balance.wait(RATE), Some(Duration::from_millis(500)));
        balance.refill(RATE, start + Duration::from_millis(1_000));
        assert_eq!(balance.wait(RATE), None);
    }

    #[test]
    fn no_more_is_saved_up_than_may_be_taken_at_once() {
        let start = Instant::now();
        let mut balance = Balance::full(RATE, start);
        balance.refill(RATE, start + Duration::from_secs(3_600));
        balance.pay(Duration::from_millis(50));
        assert_eq!(balance.wait(RATE), None);
        balance.pay(Duration::from_millis(10));
        assert!(balance.wait(RATE).is_some());
    }

    #[tokio::test]
    async fn one_account_reads_one_thing_at_a_time() {
        let read_budget = ReadBudget::full(RATE);
        assert!(read_budget.is_full());
        let turn = read_budget.turn().await;
        assert!(read_budget.turn().now_or_never().is_none());
        assert!(!read_budget.is_full());
        turn.pay_for(|| ());
        assert!(read_budget.turn().now_or_never().is_some());
    }
}
