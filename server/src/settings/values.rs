//! Reads the values of settings, whichever source they come from.

use std::net::SocketAddr;
use std::ops::RangeInclusive;

use age::x25519::Recipient;
use ipnet::IpNet;

use super::LogFormat;

/// A value as it was given, before it means anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    Text(String),
    Number(i64),
    Truth(bool),
    List(Vec<String>),
    Other,
}

/// The rule that a value breaks, to stand after the setting's name in a sentence.
pub(super) type Rule = String;

pub(super) fn text(given: &Given) -> Result<&str, Rule> {
    match given {
        Given::Text(text) if !text.trim().is_empty() => Ok(text),
        Given::Text(_) | Given::Number(_) | Given::Truth(_) | Given::List(_) | Given::Other => {
            Err("must be a text that is not empty".into())
        }
    }
}

pub(super) fn address(given: &Given) -> Result<SocketAddr, Rule> {
    let rule = || "must be an address with a port, such as 127.0.0.1:8080".to_owned();
    text(given).map_err(|_| rule())?.trim().parse().map_err(|_| rule())
}

pub(super) fn networks(given: &Given) -> Result<Vec<IpNet>, Rule> {
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

pub(super) fn recipients(given: &Given) -> Result<Vec<Recipient>, Rule> {
    let rule = || "must list public keys of age, such as age1…".to_owned();
    let parts: Vec<&str> = match given {
        Given::Text(text) => text.split(',').map(str::trim).filter(|it| !it.is_empty()).collect(),
        Given::List(parts) => parts.iter().map(String::as_str).collect(),
        Given::Number(_) | Given::Truth(_) | Given::Other => return Err(rule()),
    };
    parts.into_iter().map(|part| part.parse().map_err(|_| rule())).collect()
}

fn networks_rule(part: &str) -> Rule {
    format!("must list addresses or networks, such as 10.0.0.0/8, and {part} is none")
}

pub(super) fn filter(given: &Given) -> Result<String, Rule> {
    let text = text(given)?;
    tracing_subscriber::EnvFilter::builder()
        .parse(text)
        .map(|_| text.to_owned())
        .map_err(|_| "must be error, warn, info, debug, trace or a filter of tracing".into())
}

pub(super) fn log_format(given: &Given) -> Result<LogFormat, Rule> {
    match text(given) {
        Ok("text") => Ok(LogFormat::Text),
        Ok("json") => Ok(LogFormat::Json),
        Ok(_) | Err(_) => Err("must be text or json".into()),
    }
}

pub(super) fn whole(given: &Given, bounds: &RangeInclusive<i64>) -> Result<i64, Rule> {
    let number = match given {
        Given::Number(number) => Some(*number),
        Given::Text(text) => text.trim().parse().ok(),
        Given::Truth(_) | Given::List(_) | Given::Other => None,
    };
    number.filter(|number| bounds.contains(number)).ok_or_else(|| whole_rule(bounds))
}

pub(super) fn whole_rule(bounds: &RangeInclusive<i64>) -> Rule {
    format!("must be a whole number from {} to {}", bounds.start(), bounds.end())
}

/// Minutes since midnight.
pub(super) fn time_of_day(given: &Given) -> Result<u32, Rule> {
    let rule = || "must be a time of day, such as 21:00".to_owned();
    let (hours, minutes) =
        text(given).map_err(|_| rule())?.trim().split_once(':').ok_or_else(rule)?;
    let part = |part: &str, below: u32| -> Result<u32, Rule> {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|number| plain && *number < below).ok_or_else(rule)
    };
    Ok(part(hours, 24)? * 60 + part(minutes, 60)?)
}
