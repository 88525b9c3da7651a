//! What an operator can set: flat keys with defaults, from a TOML file, the
//! environment and the command line, in this order. A wrong key or value is
//! refused by name, before anything is opened.

mod public_url;
mod rules;
mod server;
mod sources;
mod table;
mod values;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use age::x25519::Recipient;
use ipnet::IpNet;

pub(crate) use public_url::{PublicUrl, is_port};
pub(crate) use sources::{Sources, gather};

use table::Setting;

use crate::domain::Rules;
use crate::limits::Limits;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

impl LogFormat {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }
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
    pub(crate) rules: Rules,
    /// Where the server puts backups; it makes none without.
    pub(crate) backup_dir: Option<PathBuf>,
    /// For whom they are encrypted.
    pub(crate) backup_to: Vec<Recipient>,
    pub(crate) backup_every_hours: u32,
    /// How many stay in the folder.
    pub(crate) backup_keep: u32,
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
                send_queue_events: 256,
                send_queue_bytes: 256 * 1024,
            },
            sockets_per_address: 20,
            sign_ins_per_quarter_hour: 5,
            hash_slots: 2,
            close_spread: Duration::from_secs(3),
            session_days: 30,
            max_database_mib: 10 * 1024,
            scheduler_tick: Duration::from_secs(1),
            rules: Rules::default(),
            backup_dir: None,
            backup_to: Vec::new(),
            backup_every_hours: 24,
            backup_keep: 14,
            log: "info".into(),
            log_format: LogFormat::Text,
        }
    }
}

/// Every setting, in the order of the page for operators.
pub(crate) fn all() -> impl Iterator<Item = &'static Setting> {
    server::SETTINGS.iter().chain(rules::SETTINGS)
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

#[cfg(test)]
mod tests {
    use super::table::Value;
    use super::values::Given;
    use super::*;

    fn page(settings: &[Setting]) -> String {
        let mut page =
            String::from("| name | built in | bounds | what |\n| --- | --- | --- | --- |\n");
        for setting in settings {
            let (name, about) = (setting.name, setting.about);
            let (default, bounds) = (setting.default_value(), setting.bounds());
            page.push_str(&format!("| `{name}` | {default} | {bounds} | {about} |\n"));
        }
        page.replace("|  |", "| |")
    }

    /// `make generate` (UPDATE_GOLDEN=1) writes it anew.
    #[test]
    fn the_page_for_operators_shows_the_settings_as_they_are() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/self-hosting.md");
        let kept = std::fs::read_to_string(path).unwrap();
        let mut made = kept.clone();
        for (mark, settings) in [("settings", server::SETTINGS), ("care settings", rules::SETTINGS)]
        {
            let begin = format!("<!-- {mark} -->\n");
            let (before, rest) = made.split_once(&begin).unwrap();
            let (_, after) = rest.split_once("<!-- end -->").unwrap();
            made = format!("{before}{begin}\n{}\n<!-- end -->{after}", page(settings));
        }
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(path, &made).unwrap();
            return;
        }
        assert!(kept == made, "docs/self-hosting.md is stale; run `make generate`");
    }

    #[test]
    fn each_setting_takes_its_default_and_both_ends_of_its_bounds() {
        for setting in all() {
            let Value::Whole { bounds, get, .. } = &setting.value else { continue };
            let default = get(&Settings::default());
            for number in [default, *bounds.start(), *bounds.end()] {
                let mut settings = Settings::default();
                setting.apply(&mut settings, &Given::Number(number)).unwrap();
                assert_eq!(get(&settings), number, "{}", setting.name);
            }
            for number in [*bounds.start() - 1, *bounds.end() + 1] {
                let mut settings = Settings::default();
                assert!(setting.apply(&mut settings, &Given::Number(number)).is_err());
                assert_eq!(get(&settings), default, "{}", setting.name);
            }
        }
    }

    #[test]
    fn no_two_settings_share_a_name() {
        let names: std::collections::BTreeSet<_> = all().map(|setting| setting.name).collect();
        assert_eq!(names.len(), all().count());
    }
}
