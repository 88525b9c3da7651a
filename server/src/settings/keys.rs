//! Every key of the settings, with its limits: the one place that says what is allowed.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

use super::{LogFormat, PublicUrl, Settings, care};

/// All keys, each with a line for `--help`.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("data_dir", "folder of the database [./data]"),
    ("listen", "address and port to listen on [127.0.0.1:8080]"),
    ("public_url", "the site's own address, such as https://circles.example.org"),
    ("trusted_proxies", "addresses or networks whose X-Forwarded-For or Forwarded is believed"),
    ("message_rate_per_second", "changes and searches of one account, steadily [5]"),
    ("message_burst", "changes and searches of one account at once [20]"),
    (
        "daily_mib_per_account",
        "what one account may add to the database in a day; 0 for no bound [4]",
    ),
    ("reading_ms_per_second", "processor time for reading of one account, steadily [200]"),
    ("reading_burst_ms", "processor time for reading of one account at once [200]"),
    ("frames_per_second", "frames of one socket [50]"),
    ("sockets_per_address", "open sockets of one address [20]"),
    ("sockets_per_account", "open sockets of one account [8]"),
    (
        "sign_ins_per_quarter_hour",
        "wrong tries per sign-in name; an address has ten times these [5]",
    ),
    ("ping_interval_ms", "between pings on a quiet socket [25000]"),
    ("dead_after_ms", "silence after which a socket is closed [60000]"),
    ("write_stall_ms", "for how long nothing may be writable [10000]"),
    ("outbox_events", "events that may wait for one socket [256]"),
    ("outbox_bytes", "bytes that may wait for one socket [262144]"),
    ("handshake_ms", "from opening a socket to its hello [10000]"),
    ("hash_slots", "passphrases hashed at once, 19 MiB each [2]"),
    ("close_spread_ms", "sockets close over this time when stopping [3000]"),
    ("invite_hours", "for how long an invite holds [72]"),
    ("session_days", "for how long a sign-in holds [30]"),
    ("max_database_mib", "largest size of the database; 0 for no bound [10240]"),
    ("scheduler_tick_ms", "at most between two looks at what is due by time [1000]"),
    ("nudge_hours", "from a check-in's due time to a note to the alum [12]"),
    ("hello_hours", "to \"say hello\" on the mentor's board [36]"),
    ("hello_hours_early", "the same in an alum's first days [24]"),
    ("attempt_hours", "to asking the mentor for an attempt to reach them [72]"),
    ("attempt_hours_early", "the same in an alum's first days [48]"),
    ("no_contact_hours", "to telling a coordinator \"no contact\" [168]"),
    ("no_contact_hours_early", "the same in an alum's first days [96]"),
    ("close_hours", "to asking a coordinator to close it [336]"),
    ("early_days", "for so many days the early numbers hold; 0 for none [14]"),
    ("quiet_from", "no notes to an alum from then on, in their zone [21:00]"),
    ("quiet_to", "until then; the same time for no quiet hours [08:00]"),
    ("help_second_minutes", "from asking for help to the second on call [10]"),
    ("help_centre_minutes", "from asking for help to the coordinators [20]"),
    ("caseload", "mentees of one mentor [15]"),
    ("caseload_early", "of these, still newcomers [8]"),
    ("newcomer_days", "for how long an alum is a newcomer [90]"),
    ("direct_request_days_until", "until then alums ask before a private conversation [365]"),
    ("direct_requests_per_week", "new private conversations that one alum may ask for [3]"),
    ("direct_cool_off_days", "before asking again after a no [30]"),
    ("direct_kept_days", "for how long words of a private conversation are kept [90]"),
    ("check_ins_kept_days", "for how long check-ins are kept [365]"),
    ("help_kept_days", "for how long words of a help request are kept [90]"),
    ("meeting_reminder_minutes", "from a meeting's reminder to the meeting [60]"),
    ("log", "what is logged: error, warn, info, debug, or a filter [info]"),
    ("log_format", "text or json [text]"),
];

/// A value as it was given, before it is interpreted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    Text(String),
    Number(i64),
    Truth(bool),
    List(Vec<String>),
    Other,
}

/// The rule that a value breaks, worded to follow the key in a sentence.
pub(super) type Rule = String;

impl Settings {
    /// Sets one key of `KEYS`.
    pub(super) fn apply(&mut self, key: &str, given: &Given) -> Result<(), Rule> {
        let limits = &mut self.limits;
        match key {
            "data_dir" => self.data_dir = PathBuf::from(text(given)?),
            "listen" => self.listen = address(given)?,
            "public_url" => self.public_url = Some(PublicUrl::parse(text(given)?)?),
            "trusted_proxies" => self.trusted_proxies = networks(given)?,
            "message_rate_per_second" => {
                limits.message_rate_per_second = whole(given, 1..=1_000_000)?;
            }
            "message_burst" => limits.message_burst = whole(given, 1..=1_000_000)?,
            "daily_mib_per_account" => limits.daily_mib_per_account = whole(given, 0..=4_095)?,
            "reading_ms_per_second" => {
                limits.reading_ms_per_second = whole(given, 1..=1_000_000)?;
            }
            "reading_burst_ms" => limits.reading_burst_ms = whole(given, 1..=1_000_000)?,
            "frames_per_second" => limits.frames_per_second = whole(given, 1..=1_000_000)?,
            "sockets_per_address" => self.sockets_per_address = whole(given, 1..=1_000_000)?,
            "sockets_per_account" => limits.sockets_per_account = whole(given, 1..=10_000)?,
            "sign_ins_per_quarter_hour" => {
                self.sign_ins_per_quarter_hour = whole(given, 1..=1_000_000)?;
            }
            "ping_interval_ms" => limits.ping_interval = millis(given, 50..=600_000)?,
            "dead_after_ms" => limits.dead_after = millis(given, 100..=3_600_000)?,
            "write_stall_ms" => limits.write_stall = millis(given, 50..=600_000)?,
            "outbox_events" => limits.outbox_events = whole(given, 1..=100_000)?,
            "outbox_bytes" => limits.outbox_bytes = whole(given, 1_024..=67_108_864)?,
            "handshake_ms" => limits.handshake = millis(given, 50..=600_000)?,
            "hash_slots" => self.hash_slots = whole(given, 1..=64)?,
            "close_spread_ms" => self.close_spread = millis(given, 0..=10_000)?,
            "invite_hours" => limits.invite_hours = whole(given, 1..=720)?,
            "session_days" => self.session_days = whole(given, 1..=365)?,
            "max_database_mib" => self.max_database_mib = whole(given, 0..=16_777_216)?,
            "scheduler_tick_ms" => self.scheduler_tick = millis(given, 20..=60_000)?,
            "log" => self.log = filter(given)?,
            "log_format" => self.log_format = log_format(given)?,
            other => {
                return care::apply(&mut self.care, other, given)
                    .unwrap_or_else(|| unreachable!("{other} is in no list of keys"));
            }
        }
        Ok(())
    }

    /// Rules between keys, once all are set.
    pub(super) fn check_together(&self) -> Result<(), (&'static str, Rule)> {
        if self.limits.dead_after <= self.limits.ping_interval {
            return Err(("dead_after_ms", "must be longer than ping_interval_ms".into()));
        }
        care::check_together(&self.care)
    }
}

pub(super) fn text(given: &Given) -> Result<&str, Rule> {
    match given {
        Given::Text(text) if !text.trim().is_empty() => Ok(text),
        Given::Text(_) | Given::Number(_) | Given::Truth(_) | Given::List(_) | Given::Other => {
            Err("must be a text that is not empty".into())
        }
    }
}

pub(super) fn whole<T: TryFrom<i64>>(
    given: &Given,
    bounds: RangeInclusive<i64>,
) -> Result<T, Rule> {
    let number = match given {
        Given::Number(number) => Some(*number),
        Given::Text(text) => text.trim().parse().ok(),
        Given::Truth(_) | Given::List(_) | Given::Other => None,
    };
    number
        .filter(|number| bounds.contains(number))
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| {
            format!("must be a whole number from {} to {}", bounds.start(), bounds.end())
        })
}

fn millis(given: &Given, bounds: RangeInclusive<i64>) -> Result<Duration, Rule> {
    whole(given, bounds).map(Duration::from_millis)
}

fn address(given: &Given) -> Result<SocketAddr, Rule> {
    let rule = || "must be an address with a port, such as 127.0.0.1:8080".to_owned();
    text(given).map_err(|_| rule())?.trim().parse().map_err(|_| rule())
}

fn networks(given: &Given) -> Result<Vec<IpNet>, Rule> {
    let parts: Vec<&str> = match given {
        Given::Text(text) => text.split(',').map(str::trim).filter(|it| !it.is_empty()).collect(),
        Given::List(parts) => parts.iter().map(String::as_str).collect(),
        Given::Number(_) | Given::Truth(_) | Given::Other => return Err(networks_rule("this")),
    };
    parts
        .into_iter()
        .map(|part| {
            part.parse::<IpNet>()
                .or_else(|_| part.parse::<std::net::IpAddr>().map(IpNet::from))
                .map_err(|_| networks_rule(part))
        })
        .collect()
}

fn networks_rule(part: &str) -> Rule {
    format!("must list addresses or networks, such as 10.0.0.0/8, and {part} is none")
}

fn filter(given: &Given) -> Result<String, Rule> {
    let text = text(given)?;
    tracing_subscriber::EnvFilter::builder()
        .parse(text)
        .map(|_| text.to_owned())
        .map_err(|_| "must be error, warn, info, debug, trace or a filter of tracing".into())
}

fn log_format(given: &Given) -> Result<LogFormat, Rule> {
    match text(given) {
        Ok("text") => Ok(LogFormat::Text),
        Ok("json") => Ok(LogFormat::Json),
        Ok(_) | Err(_) => Err("must be text or json".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(key: &str, text: &str) -> Result<Settings, Rule> {
        let mut settings = Settings::default();
        settings.apply(key, &Given::Text(text.into())).map(|()| settings)
    }

    #[test]
    fn every_listed_key_can_be_set() {
        for (key, _) in KEYS {
            let tries = [
                "7",
                "20",
                "12:00",
                "text",
                "127.0.0.1:1",
                "::1",
                "http://localhost",
                "info",
                "2048",
                "true",
            ];
            let taken = tries.into_iter().any(|value| set(key, value).is_ok());
            assert!(taken, "{key} takes nothing");
        }
    }

    #[test]
    fn numbers_keep_to_their_bounds() {
        assert_eq!(set("hash_slots", "1").unwrap().hash_slots, 1);
        assert_eq!(set("hash_slots", "64").unwrap().hash_slots, 64);
        for wrong in ["0", "65", "-1", "two", "", "1.5", "99999999999999999999"] {
            let rule = set("hash_slots", wrong).unwrap_err();
            assert_eq!(rule, "must be a whole number from 1 to 64", "{wrong}");
        }
    }

    #[test]
    fn proxies_are_addresses_or_networks() {
        let settings = set("trusted_proxies", "10.0.0.0/8, ::1").unwrap();
        assert_eq!(settings.trusted_proxies.len(), 2);
        assert!(set("trusted_proxies", "10.0.0.0/8,proxy").is_err());
        assert!(set("trusted_proxies", "").unwrap().trusted_proxies.is_empty());
    }

    #[test]
    fn words_outside_their_set_are_refused() {
        assert_eq!(set("log_format", "json").unwrap().log_format, LogFormat::Json);
        assert!(set("log_format", "xml").is_err());
        assert!(set("listen", "localhost").is_err());
        assert!(set("log", "circles=loud").is_err());
    }

    #[test]
    fn a_socket_is_pinged_before_it_is_taken_for_dead() {
        let mut settings = set("dead_after_ms", "25000").unwrap();
        assert_eq!(settings.check_together().unwrap_err().0, "dead_after_ms");
        settings.limits.ping_interval = Duration::from_secs(1);
        assert!(settings.check_together().is_ok());
    }
}
