//! Waiting, always with a timeout. Nothing in the tests sleeps.

use std::time::Duration;

/// Long enough for a loaded machine with two cores; a passing test never waits
/// this long.
pub const PATIENCE_MS: u64 = 20_000;

/// Waits for `what`, and fails with its name if it does not arrive in time.
///
/// # Panics
/// If the time is over.
pub async fn within<T>(what: &str, waiting: impl Future<Output = T>) -> T {
    within_ms(PATIENCE_MS, what, waiting).await
}

/// The same with a time limit of its own.
///
/// # Panics
/// If the time is over.
pub async fn within_ms<T>(ms: u64, what: &str, waiting: impl Future<Output = T>) -> T {
    match tokio::time::timeout(Duration::from_millis(ms), waiting).await {
        Ok(outcome) => outcome,
        Err(_) => panic!("waited {ms} ms in vain for {what}"),
    }
}
