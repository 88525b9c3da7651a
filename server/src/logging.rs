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
}
