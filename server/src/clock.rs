//! The time of day, as something that is handed in, and its units. Only `serve`
//! and `cli` take the real one.

use std::sync::Arc;

use circles_protocol::Timestamp;

pub(crate) const MINUTE_MS: i64 = 60 * 1_000;
pub(crate) const HOUR_MS: i64 = 60 * MINUTE_MS;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

#[derive(Clone)]
pub(crate) struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    pub(crate) fn real() -> Self {
        Self(Arc::new(|| Timestamp(chrono::Utc::now().timestamp_millis())))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }
}
