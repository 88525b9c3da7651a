//! The log: structured, on standard error. What may stand in it is a matter of
//! every line that logs: no words, no names, no secrets, no addresses.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

use crate::settings::{LogFormat, Settings};

pub(crate) fn start(settings: &Settings) {
    let filter = EnvFilter::builder()
        .parse(&settings.log)
        .expect("the settings hold only filters that parse");
    let log = tracing_subscriber::fmt().with_writer(io::stderr).with_env_filter(filter);
    match settings.log_format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        // The place alone: the sentence of a failed slice holds the text it was
        // cut from.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%place, "a panic");
    }));
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
