//! The clock of one socket: when to ping, when it is dead. It checks the time only at its
//! own interval, so that traffic costs no timer.

use std::time::Duration;

use circles_protocol::CloseCode;
use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::limits::{HEARTBEAT_SHARE, Limits};

pub(super) struct Heartbeat {
    interval: Interval,
    /// The interval to use after `hello`; `None` once it is in use.
    interval_after_hello: Option<Duration>,
    opened: Instant,
    last_heard: Instant,
    last_ping: Instant,
    handshake: Duration,
    ping_interval: Duration,
    dead_after: Duration,
}

impl Heartbeat {
    pub(super) fn new(limits: &Limits) -> Self {
        let now = Instant::now();
        let shortest = limits.ping_interval.min(limits.dead_after);
        Self {
            interval: ticking_every(share(shortest.min(limits.handshake))),
            interval_after_hello: Some(share(shortest)),
            opened: now,
            last_heard: now,
            last_ping: now,
            handshake: limits.handshake,
            ping_interval: limits.ping_interval,
            dead_after: limits.dead_after,
        }
    }

    pub(super) async fn tick(&mut self) {
        self.interval.tick().await;
    }

    /// The other side gave a sign of life.
    pub(super) fn heard(&mut self) {
        self.last_heard = Instant::now();
    }

    /// Whether a ping is due, or why the socket must close.
    pub(super) fn check(&mut self, hello_done: bool) -> Result<bool, CloseCode> {
        let now = Instant::now();
        if hello_done && let Some(period) = self.interval_after_hello.take() {
            self.interval = ticking_every(period);
        }
        if !hello_done && now.duration_since(self.opened) >= self.handshake {
            return Err(CloseCode::HelloTimeout);
        }
        if now.duration_since(self.last_heard) >= self.dead_after {
            return Err(CloseCode::PingTimeout);
        }
        let due = now.duration_since(self.last_ping) >= self.ping_interval;
        if due {
            self.last_ping = now;
        }
        Ok(due)
    }
}

fn share(most: Duration) -> Duration {
    (most / HEARTBEAT_SHARE).max(Duration::from_millis(10))
}

fn ticking_every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval_at(Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
