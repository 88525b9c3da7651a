//! The time of day, as something that is handed in. Only `serve` and `cli`
//! take the real one.

use std::sync::Arc;

use circles_protocol::Timestamp;

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
