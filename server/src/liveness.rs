//! When a part of the server that works by itself last got through its work. One
//! that has ended is noticed by `serve`; this shows one that is stuck, or whose
//! every attempt fails.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

#[derive(Debug, Clone)]
pub(crate) struct Liveness(Arc<Mutex<Instant>>);

impl Liveness {
    /// As if it had just worked.
    pub(crate) fn start() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    pub(crate) fn record(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    pub(crate) fn age(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}
