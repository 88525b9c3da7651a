//! What an operator can set: flat keys with defaults, from a TOML file, the
//! environment and the command line, in this order. A wrong key or value is
//! refused by name, before anything is opened.

mod care;
mod keys;
mod public_url;
mod sources;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

pub(crate) use keys::KEYS;
pub(crate) use public_url::{PublicUrl, is_port};
pub(crate) use sources::{Sources, gather};

use crate::domain::CareRules;
use crate::limits::Limits;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) data_dir: PathBuf,
    pub(crate) listen: SocketAddr,
    /// The address that members see, unless it is localhost.
    pub(crate) public_url: Option<PublicUrl>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) limits: Limits,
    pub(crate) sockets_per_address: usize,
    pub(crate) sign_ins_per_quarter_hour: u32,
    /// Passphrases hashed at once.
    pub(crate) hash_slots: u16,
    /// Sockets are closed over this period when the server stops.
    pub(crate) close_spread: Duration,
    pub(crate) session_days: u32,
    /// 0 for no limit.
    pub(crate) max_database_mib: u32,
    /// How long the scheduler sleeps at most.
    pub(crate) scheduler_tick: Duration,
    pub(crate) care: CareRules,
    pub(crate) log: String,
    pub(crate) log_format: LogFormat,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("./data"),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            trusted_proxies: Vec::new(),
            limits: Limits {
                message_rate_per_second: 5,
                message_burst: 20,
                daily_mib_per_account: 4,
                reading_ms_per_second: 200,
                reading_burst_ms: 200,
                frames_per_second: 50,
                sockets_per_account: 8,
                handshake: Duration::from_secs(10),
                ping_interval: Duration::from_secs(25),
                dead_after: Duration::from_secs(60),
                write_stall: Duration::from_secs(10),
                outbox_events: 256,
                outbox_bytes: 256 * 1024,
                invite_hours: 72,
            },
            sockets_per_address: 20,
            sign_ins_per_quarter_hour: 5,
            hash_slots: 2,
            close_spread: Duration::from_secs(3),
            session_days: 30,
            max_database_mib: 10 * 1024,
            scheduler_tick: Duration::from_secs(1),
            care: CareRules::default(),
            log: "info".into(),
            log_format: LogFormat::Text,
        }
    }
}

/// Why the settings can't be used, as a sentence for whoever set them.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum SettingsError {
    #[error("{origin}: there is no setting {key}{hint}")]
    UnknownKey { origin: String, key: String, hint: String },
    #[error("{origin}: {key} {rule}")]
    WrongValue { origin: String, key: &'static str, rule: String },
    #[error("the settings file {path}: {fault}")]
    File { path: String, fault: String },
    #[error("--set wants key=value, and {0} is not that")]
    NotAPair(String),
}
