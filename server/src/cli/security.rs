//! `circles security`: the security log, one line for each event, and how many events there
//! were of each kind.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context as _;
use circles_protocol::AccountId;
use clap::Args;
use uuid::Uuid;

use crate::clock::{Clock, DAY_MS};
use crate::security_log::{Day, days, folder};
use crate::settings::Settings;
use crate::wire::{LogValue, read_log_line};

type Line = BTreeMap<String, LogValue>;

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Security {
    /// How many days back, today included
    #[arg(long, value_name = "DAYS", default_value = "7",
          value_parser = clap::value_parser!(u16).range(1..))]
    days: u16,
    /// Only events of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only events about this account, or by it
    #[arg(long, value_name = "UUID")]
    account: Option<Uuid>,
}

impl Security {
    pub(crate) fn run(self, settings: &Settings) -> anyhow::Result<()> {
        super::need_database(&settings.data_dir)?;
        let now = Clock::real().now();
        let first = Day::of(now.plus_ms(-i64::from(self.days - 1) * DAY_MS));
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let written = days(&folder(&settings.data_dir)).context("the security log")?;
        for (_, path) in written.into_iter().filter(|(day, _)| *day >= first) {
            let text = fs::read(&path).with_context(|| path.display().to_string())?;
            // A line that was cut off is skipped; the others count.
            let text = String::from_utf8_lossy(&text);
            for line in text.lines().filter_map(read_log_line).filter(|line| self.wants(line)) {
                println!("{}", shown(&line));
                *counts.entry(word(&line, "kind")).or_default() += 1;
            }
        }
        let counts = counts.iter().map(|(kind, count)| format!("{kind} {count}"));
        println!(
            "{}",
            match counts.collect::<Vec<_>>().as_slice() {
                [] => "nothing was written down in this time".to_owned(),
                counts => format!("in all: {}", counts.join(", ")),
            }
        );
        Ok(())
    }

    fn wants(&self, line: &Line) -> bool {
        let kind = self.kind.as_ref().is_none_or(|kind| word(line, "kind") == *kind);
        let account = self.account.map(|account| AccountId(account).to_string());
        kind && account.is_none_or(|id| ["account", "by"].iter().any(|of| word(line, of) == id))
    }
}

fn word(line: &Line, field: &str) -> String {
    line.get(field).map(ToString::to_string).unwrap_or_default()
}

fn shown(line: &Line) -> String {
    let others = line.iter().filter(|(field, _)| !["at", "kind"].contains(&field.as_str()));
    let others = others.map(|(field, value)| format!(" {field}={value}"));
    format!("{} {}{}", word(line, "at"), word(line, "kind"), others.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: Uuid = Uuid::from_u128(7);

    fn line(text: &str) -> Line {
        read_log_line(text).unwrap()
    }

    #[test]
    fn a_line_is_shown_with_its_time_and_kind_first() {
        let line = line(r#"{"at":"T","kind":"left_out","of":"new_device","count":3}"#);
        assert_eq!(shown(&line), "T left_out count=3 of=new_device");
    }

    #[test]
    fn what_is_asked_for_is_shown_and_nothing_else() {
        let about = line(&format!(r#"{{"at":"T","kind":"new_device","account":"{ACCOUNT}"}}"#));
        let by = line(&format!(r#"{{"at":"T","kind":"invite_made","by":"{ACCOUNT}"}}"#));
        let other = line(r#"{"at":"T","kind":"new_device","account":"another"}"#);
        let wanted = |kind: Option<&str>, account| {
            let asked = Security { days: 7, kind: kind.map(str::to_owned), account };
            [&about, &by, &other].map(|line| asked.wants(line))
        };
        assert_eq!(wanted(None, None), [true; 3]);
        assert_eq!(wanted(Some("new_device"), None), [true, false, true]);
        assert_eq!(wanted(None, Some(ACCOUNT)), [true, true, false]);
        assert_eq!(wanted(Some("invite_made"), Some(ACCOUNT)), [false, true, false]);
    }
}
