//! Whatever happens to their connections, all members end up seeing the same: a random run
//! of everything that members do, compared with a simple model, and a server that is killed
//! again and again while people talk.
//!
//! The short form runs with every `cargo test`; the long one is ignored there
//! and run by `make torture`. A failure prints its seed; `TORTURE_SEED=7` runs
//! that one again, and `TORTURE_MINUTES` says how long the long form takes.

mod driver;
mod killing;
mod model;
mod view;

use std::time::{Duration, Instant};

/// Enough for every kind of event and several lost connections.
const SHORT_STEPS: usize = 400;
const LONG_STEPS: usize = 4_000;

/// Prints the seed that was used when a test fails.
struct Seeded(u64);

impl Drop for Seeded {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("to see this again: TORTURE_SEED={}", self.0);
        }
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a whole number"))
}

fn deadline() -> Instant {
    Instant::now() + Duration::from_secs(60 * setting("TORTURE_MINUTES").unwrap_or(2))
}

async fn converge(seed: u64, steps: usize) {
    let _seeded = Seeded(seed);
    driver::Run::begin(seed).await.drive(steps).await;
}

#[tokio::test]
async fn every_view_converges_on_the_model() {
    match setting("TORTURE_SEED") {
        Some(seed) => converge(seed, LONG_STEPS).await,
        None => {
            for seed in 1..=2 {
                converge(seed, SHORT_STEPS).await;
            }
        }
    }
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_or_doubled_by_kills() {
    let seed = setting("TORTURE_SEED").unwrap_or(1);
    let _seeded = Seeded(seed);
    let mut run = killing::Run::begin(seed).await;
    for _ in 0..3 {
        run.round().await;
    }
    run.finish().await;
}

#[tokio::test]
#[ignore = "takes minutes; run by `make torture`"]
async fn every_view_converges_on_the_model_for_minutes() {
    let end = deadline();
    let mut seed = setting("TORTURE_SEED").unwrap_or_else(|| fastrand::u64(..));
    while Instant::now() < end {
        converge(seed, LONG_STEPS).await;
        seed = seed.wrapping_add(1);
    }
}

#[tokio::test]
#[ignore = "takes minutes; run by `make torture`"]
async fn nothing_acknowledged_is_lost_or_doubled_by_kills_for_minutes() {
    let (end, seed) = (deadline(), setting("TORTURE_SEED").unwrap_or_else(|| fastrand::u64(..)));
    let _seeded = Seeded(seed);
    let mut run = killing::Run::begin(seed).await;
    while Instant::now() < end {
        run.round().await;
    }
    run.finish().await;
}
