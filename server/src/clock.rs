//! The time of day, as something that is handed in, and its units. Only `main`
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

    #[cfg(test)]
    pub(crate) fn by(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The real one, ahead by as many milliseconds as the file says at the time, by none
    /// while there is no file; or it stands still at the moment after an "=". Not in a
    /// release: there time can't be moved.
    #[cfg(debug_assertions)]
    pub(crate) fn test(file: std::path::PathBuf) -> Self {
        let real = Self::real();
        Self(Arc::new(move || {
            let said = std::fs::read_to_string(&file).unwrap_or_else(|_| "0".to_owned());
            let number = |text: &str| text.parse().expect("the test clock's file holds a number");
            match said.trim().strip_prefix('=') {
                Some(moment) => Timestamp(number(moment)),
                None => real.now().plus_ms(number(said.trim())),
            }
        }))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }
}
