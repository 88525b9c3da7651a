//! The server's one scheduler: runs the timers that are due, sleeps until the next one is,
//! and looks again after at most one tick, since somebody may have set an earlier timer, or
//! the clock. It does not know what a timer is for.

use std::time::Duration;

use circles_protocol::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::commands::timers::run_due_timers::run_due_timers;
use crate::liveness::Liveness;
use crate::socket_session::Services;

/// Runs until told to stop; running timers are finished first.
pub(crate) async fn run(
    services: Services,
    tick: Duration,
    liveness: Liveness,
    stopping: CancellationToken,
) {
    loop {
        let pause =
            match run_due_timers(&services.store, services.clock.now(), services.rules).await {
                Ok(pass) => {
                    liveness.record();
                    if pass.ran > 0 {
                        tracing::debug!(ran = pass.ran, "timers");
                    }
                    until(pass.next, services.clock.now(), tick)
                }
                Err(_) => {
                    tracing::warn!("what is due could not be looked at");
                    tick
                }
            };
        tokio::select! {
            () = stopping.cancelled() => return,
            // Even a pause of zero, when more is due, lets others go first.
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn until(next: Option<Timestamp>, now: Timestamp, tick: Duration) -> Duration {
    let left = |next: Timestamp| u64::try_from(next.0.saturating_sub(now.0)).unwrap_or(0);
    next.map_or(tick, |next| Duration::from_millis(left(next)).min(tick))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::clock::Clock;
    use crate::domain::{Rejection, Rules, TimerKind};
    use crate::hub::Hub;
    use crate::settings::Settings;
    use crate::socket_session::{LargeAnswers, RateLimits};
    use crate::store::{ReadRate, Store, StoreOptions, Tx};

    const TICK: Duration = Duration::from_secs(1);
    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    #[test]
    fn it_sleeps_until_the_next_timer_and_never_beyond_a_tick() {
        let in_ms = |ms| until(Some(NOW.plus_ms(ms)), NOW, TICK);
        assert_eq!(in_ms(300), Duration::from_millis(300));
        assert_eq!(in_ms(0), Duration::ZERO);
        assert_eq!(in_ms(-5_000), Duration::ZERO);
        assert_eq!(in_ms(5_000), TICK);
        assert_eq!(until(None, NOW, TICK), TICK);
    }

    /// A running scheduler, at a fixed time.
    struct Work {
        services: Services,
        looks: Arc<AtomicUsize>,
        liveness: Liveness,
        stopping: CancellationToken,
        task: tokio::task::JoinHandle<()>,
        _folder: tempfile::TempDir,
    }

    impl Work {
        async fn begin(store_works: bool) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let options = StoreOptions::default();
            let store = Store::open(folder.path(), options, Box::new(drop)).unwrap();
            if !store_works {
                set_timer(&store, 1, NOW).await;
                store.close().await;
            }
            let (hub, rate_limits) =
                (Hub::start(8), Arc::new(RateLimits::new(&Settings::default().limits)));
            let (limits, rules) = (Arc::new(Settings::default().limits), Rules::default());
            let looks = Arc::new(AtomicUsize::new(0));
            let counted = Arc::clone(&looks);
            let clock = Clock::by(move || {
                counted.fetch_add(1, Ordering::Relaxed);
                NOW
            });
            let refusals = Arc::default();
            let reading = ReadRate { ms_per_second: 1, burst_ms: 1 };
            let large_answers = Arc::new(LargeAnswers::new(reading));
            let services =
                Services { store, hub, clock, rate_limits, large_answers, limits, rules, refusals };
            let stopping = CancellationToken::new();
            let (tick, liveness) = (Duration::from_millis(20), Liveness::start());
            let running = run(services.clone(), tick, liveness.clone(), stopping.clone());
            let task = tokio::spawn(running);
            Self { services, looks, liveness, stopping, task, _folder: folder }
        }

        async fn ran(&self, subject: i64) -> bool {
            let look = self
                .services
                .store
                .read(move |view| Ok(view.timer(TimerKind::FollowUp, subject)?.is_none()));
            look.await.unwrap()
        }

        async fn looked(&self, times: usize) {
            while self.looks.load(Ordering::Relaxed) < times {
                tokio::task::yield_now().await;
            }
        }

        async fn end(self) {
            self.stopping.cancel();
            soon(self.task).await.unwrap();
        }
    }

    /// For a row that does not exist: the timer is cleared as soon as it runs.
    async fn set_timer(store: &Store, subject: i64, due_at: Timestamp) {
        let change = move |tx: &mut Tx<'_>| -> Result<(), Rejection> {
            Ok(tx.set_timer(TimerKind::FollowUp, subject, due_at)?)
        };
        store.write(change).await.unwrap();
    }

    async fn soon<T>(waiting: impl Future<Output = T>) -> T {
        tokio::time::timeout(Duration::from_secs(20), waiting).await.unwrap()
    }

    #[tokio::test]
    async fn an_earlier_timer_is_noticed_while_it_sleeps() {
        let work = Work::begin(true).await;
        let store = &work.services.store;
        set_timer(store, 1, NOW.plus_ms(1)).await;
        soon(work.looked(4)).await;
        set_timer(store, 2, NOW).await;
        soon(async { while !work.ran(2).await {} }).await;
        assert!(!work.ran(1).await);
        work.end().await;
    }

    #[tokio::test]
    async fn it_tries_again_while_the_store_fails_and_ends_when_told() {
        let work = Work::begin(false).await;
        soon(work.looked(3)).await;
        assert!(!work.ran(1).await);
        work.end().await;
    }

    #[tokio::test]
    async fn each_look_that_works_is_recorded_and_no_other() {
        let beats = async |work: &Work| {
            let age = work.liveness.age();
            let looks = work.looks.load(Ordering::Relaxed);
            soon(work.looked(looks + 4)).await;
            work.liveness.age() < age
        };
        let (working, failing) = (Work::begin(true).await, Work::begin(false).await);
        soon(async { while !beats(&working).await {} }).await;
        assert!(!beats(&failing).await);
        working.end().await;
        failing.end().await;
    }

    #[test]
    fn no_time_is_too_far_away_to_reckon_with() {
        assert_eq!(until(Some(Timestamp(i64::MAX)), Timestamp(i64::MIN), TICK), TICK);
        assert_eq!(until(Some(Timestamp(i64::MIN)), Timestamp(i64::MAX), TICK), Duration::ZERO);
    }
}
