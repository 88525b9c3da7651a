//! The clock of one socket: when to ping, when it is dead. It checks the time only at its
//! own interval, so that traffic costs no timer.

use std::time::Duration;

use circles_protocol::CloseCode;
use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::limits::{HEARTBEAT_SHARE, Limits};

pub(super) struct Pulse {
    beat: Interval,
    /// The interval to use after `hello`; `None` once it is in use.
    calmer: Option<Duration>,
    opened: Instant,
    last_heard: Instant,
    last_ping: Instant,
    handshake: Duration,
    ping_interval: Duration,
    dead_after: Duration,
}

impl Pulse {
    pub(super) fn new(limits: &Limits) -> Self {
        let now = Instant::now();
        let shortest = limits.ping_interval.min(limits.dead_after);
        Self {
            beat: beating(share(shortest.min(limits.handshake))),
            calmer: Some(share(shortest)),
            opened: now,
            last_heard: now,
            last_ping: now,
            handshake: limits.handshake,
            ping_interval: limits.ping_interval,
            dead_after: limits.dead_after,
        }
    }

    pub(super) async fn tick(&mut self) {
        self.beat.tick().await;
    }

    /// The other side gave a sign of life.
    pub(super) fn heard(&mut self) {
        self.last_heard = Instant::now();
    }

    /// Whether a ping is due, or why the socket must close.
    pub(super) fn beat(&mut self, greeted: bool) -> Result<bool, CloseCode> {
        let now = Instant::now();
        if greeted && let Some(period) = self.calmer.take() {
            self.beat = beating(period);
        }
        if !greeted && now.duration_since(self.opened) >= self.handshake {
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

fn beating(period: Duration) -> Interval {
    let mut beat = tokio::time::interval_at(Instant::now() + period, period);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat
}
