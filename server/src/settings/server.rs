//! The settings of the server itself.

use std::path::PathBuf;

use super::table::{Setting, Value, millis, whole_setting as whole};
use super::values::{Rule, address, filter, log_format, networks, recipients, text};
use super::{PublicUrl, Settings};

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: "data_dir",
        about: "the folder in which everything is kept",
        value: Value::Other {
            get: |settings| format!("`{}`", settings.data_dir.display()),
            set: |settings, given| {
                settings.data_dir = PathBuf::from(text(given)?);
                Ok(())
            },
        },
    },
    Setting {
        name: "listen",
        about: "address and port",
        value: Value::Other {
            get: |settings| format!("`{}`", settings.listen),
            set: |settings, given| {
                settings.listen = address(given)?;
                Ok(())
            },
        },
    },
    Setting {
        name: "public_url",
        about: "the address that people type; decides the allowed `Origin`, the cookie and the links",
        value: Value::Other {
            get: |_| "localhost, with the port of `listen`".to_owned(),
            set: |settings, given| {
                settings.public_url = Some(PublicUrl::parse(text(given)?)?);
                Ok(())
            },
        },
    },
    Setting {
        name: "trusted_proxies",
        about: "addresses or networks of the proxies whose `X-Forwarded-For` or `Forwarded` the server believes",
        value: Value::Other {
            get: |_| "none".to_owned(),
            set: |settings, given| {
                settings.trusted_proxies = networks(given)?;
                Ok(())
            },
        },
    },
    whole!(
        "message_rate_per_second",
        1..=1_000_000,
        limits.message_rate_per_second,
        "messages, other changes and searches per account, on average"
    ),
    whole!(
        "message_burst",
        1..=1_000_000,
        limits.message_burst,
        "how many of these may come at once before the average applies"
    ),
    whole!(
        "daily_mib_per_account",
        0..=4_095,
        limits.daily_mib_per_account,
        "what one account may add to the database in 24 hours, in MiB; given back evenly; 0 for no limit"
    ),
    whole!(
        "reading_ms_per_second",
        1..=1_000_000,
        limits.reading_ms_per_second,
        "processor time for reading, in milliseconds per second and account, on average; further reads wait"
    ),
    whole!(
        "reading_burst_ms",
        1..=1_000_000,
        limits.reading_burst_ms,
        "how much of it may be used at once before the average applies"
    ),
    whole!(
        "frames_per_second",
        1..=1_000_000,
        limits.frames_per_second,
        "frames per socket, of any kind; a socket that sends more is closed"
    ),
    whole!(
        "sockets_per_address",
        1..=1_000_000,
        sockets_per_address,
        "open sockets from one address"
    ),
    whole!(
        "sockets_per_account",
        1..=10_000,
        limits.sockets_per_account,
        "open sockets of one account; a new one closes the oldest"
    ),
    whole!(
        "sign_ins_per_quarter_hour",
        1..=1_000_000,
        sign_ins_per_quarter_hour,
        "wrong attempts per sign-in name in 15 minutes; an address may make ten times as many; right ones don't count"
    ),
    millis!("ping_interval_ms", 50..=600_000, limits.ping_interval, "how often the server pings"),
    millis!(
        "dead_after_ms",
        100..=3_600_000,
        limits.dead_after,
        "a socket that sends nothing for this long is closed; must be more than `ping_interval_ms`"
    ),
    millis!(
        "write_stall_ms",
        50..=600_000,
        limits.write_stall,
        "a socket that accepts nothing for this long is closed"
    ),
    whole!(
        "send_queue_events",
        1..=100_000,
        limits.send_queue_events,
        "events that may wait for one socket"
    ),
    whole!(
        "send_queue_bytes",
        1_024..=67_108_864,
        limits.send_queue_bytes,
        "bytes of these events"
    ),
    millis!(
        "handshake_ms",
        50..=600_000,
        limits.handshake,
        "time from opening a socket to its `hello`"
    ),
    whole!(
        "hash_slots",
        1..=64,
        hash_slots,
        "passphrases hashed at once; each takes a processor core and 19 MiB"
    ),
    millis!(
        "close_spread_ms",
        0..=10_000,
        close_spread,
        "when the server stops, it closes the sockets spread over this time"
    ),
    whole!("invite_hours", 1..=720, rules.invite_hours, "how long an invite works"),
    whole!("session_days", 1..=365, session_days, "how long a sign-in lasts"),
    whole!(
        "max_database_mib",
        0..=16_777_216,
        max_database_mib,
        "largest size of the database, in MiB; beyond it the server behaves as on a full disk; 0 for no limit"
    ),
    Setting {
        name: "backup_dir",
        about: "the folder into which the server puts encrypted backups; none without it",
        value: Value::Other {
            get: |_| "none".to_owned(),
            set: |settings, given| {
                settings.backup_dir = Some(PathBuf::from(text(given)?));
                Ok(())
            },
        },
    },
    Setting {
        name: "backup_to",
        about: "the public keys of age (`age1…`) that backups are encrypted to; each one's private key opens them",
        value: Value::Other {
            get: |_| "none".to_owned(),
            set: |settings, given| {
                settings.backup_to = recipients(given)?;
                Ok(())
            },
        },
    },
    whole!("backup_every_hours", 1..=8_760, backup_every_hours, "from one backup to the next"),
    whole!("backup_keep", 1..=10_000, backup_keep, "how many backups stay in `backup_dir`"),
    Setting {
        name: "log",
        about: "what is logged: `error`, `warn`, `info`, `debug`, or a filter such as `warn,circles=debug`",
        value: Value::Other {
            get: |settings| format!("`{}`", settings.log),
            set: |settings, given| {
                settings.log = filter(given)?;
                Ok(())
            },
        },
    },
    Setting {
        name: "log_format",
        about: "`text` or `json`",
        value: Value::Other {
            get: |settings| format!("`{}`", settings.log_format.as_str()),
            set: |settings, given| {
                settings.log_format = log_format(given)?;
                Ok(())
            },
        },
    },
];

/// Rules between settings, once all are set.
pub(super) fn check_together(settings: &Settings) -> Result<(), (&'static str, Rule)> {
    if settings.limits.dead_after <= settings.limits.ping_interval {
        return Err(("dead_after_ms", "must be longer than ping_interval_ms".into()));
    }
    if settings.backup_dir.is_some() && settings.backup_to.is_empty() {
        return Err((
            "backup_to",
            "must name a public key where backup_dir is set; `circles backup-key FILE` makes one"
                .into(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::LogFormat;
    use super::super::values::Given;
    use super::*;

    fn set(name: &str, value: &str) -> Result<Settings, Rule> {
        let mut settings = Settings::default();
        let setting = SETTINGS.iter().find(|setting| setting.name == name).unwrap();
        setting.apply(&mut settings, &Given::Text(value.into())).map(|()| settings)
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
    fn backups_are_encrypted_or_not_made() {
        let key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
        assert_eq!(set("backup_to", &format!("{key}, {key}")).unwrap().backup_to.len(), 2);
        for wrong in ["age1", "AGE-SECRET-KEY-1", &key.replace("ql3", "ql4"), "somebody"] {
            assert!(set("backup_to", wrong).is_err(), "{wrong}");
        }
        let mut settings = set("backup_dir", "/backup").unwrap();
        assert_eq!(check_together(&settings).unwrap_err().0, "backup_to");
        settings.backup_to = vec![key.parse().unwrap()];
        assert!(check_together(&settings).is_ok());
    }

    #[test]
    fn a_socket_is_pinged_before_it_is_taken_for_dead() {
        let mut settings = set("dead_after_ms", "25000").unwrap();
        assert_eq!(check_together(&settings).unwrap_err().0, "dead_after_ms");
        settings.limits.ping_interval = Duration::from_secs(1);
        assert!(check_together(&settings).is_ok());
    }
}
