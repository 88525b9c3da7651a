//! The log: structured, on standard error. What may stand in it is a matter of
//! every line that logs: no words, no names, no secrets, no addresses. What concerns
//! attacks goes to the security log, and nowhere else.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::clock::Clock;
use crate::security::TARGET;
use crate::security_log::{self, SecurityLog};
use crate::settings::{LogFormat, Settings};

pub(crate) fn start(settings: &Settings, clock: Clock) -> SecurityLog {
    let filter = EnvFilter::builder()
        .parse(&settings.log)
        .expect("the settings hold only filters that parse");
    let filter = filter.and(filter_fn(|metadata| metadata.target() != TARGET));
    let log = fmt::layer().with_writer(io::stderr);
    let log = match settings.log_format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => log.json().boxed(),
    };
    let security_log = SecurityLog::new(&settings.data_dir, clock);
    tracing_subscriber::registry()
        .with(log.with_filter(filter))
        .with(security_log::layer(security_log.clone()))
        .init();
    std::panic::set_hook(Box::new(|panic| {
        // The place alone: the sentence of a failed slice holds the text it was
        // cut from.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%place, "a panic");
    }));
    security_log
}

#[cfg(test)]
mod tests {
    /// Below `info`, the websocket library hands every frame it reads to the
    /// `log` crate. There must be no way from there into ours.
    #[test]
    fn what_libraries_say_of_frames_has_no_way_in() {
        let lock = include_str!("../../Cargo.lock");
        assert!(lock.contains("name = \"tracing-subscriber\""));
        assert!(!lock.contains("name = \"tracing-log\""));
    }
}
