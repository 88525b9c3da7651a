//! A line of the security log: one JSON object, its time and kind first.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat};
use circles_protocol::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

/// An id, a word of ours, or a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum LogValue {
    Number(u64),
    Text(String),
}

impl std::fmt::Display for LogValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Text(text) => write!(formatter, "{text}"),
        }
    }
}

struct Line<'a> {
    at: String,
    kind: &'a str,
    fields: &'a [(&'static str, LogValue)],
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = |text: &str| LogValue::Text(text.to_owned());
        let first = [("at", text(&self.at)), ("kind", text(self.kind))];
        serializer.collect_map(first.into_iter().chain(self.fields.iter().cloned()))
    }
}

/// Includes the end of the line.
pub(crate) fn log_line(at: Timestamp, kind: &str, fields: &[(&'static str, LogValue)]) -> String {
    let at = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    super::to_text(&Line { at, kind, fields }) + "\n"
}

/// `None` if it is not one of our lines, such as a last line cut off by a loss of power.
pub(crate) fn read_log_line(line: &str) -> Option<BTreeMap<String, LogValue>> {
    serde_json::from_str(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back_as_it_was_written() {
        let fields = [("account", LogValue::Text("a1".into())), ("count", LogValue::Number(3))];
        let line = log_line(Timestamp(1_790_000_000_123), "left_out", &fields);
        assert_eq!(
            line,
            "{\"at\":\"2026-09-21T14:13:20.123Z\",\"kind\":\"left_out\",\"account\":\"a1\",\"count\":3}\n"
        );
        let read = read_log_line(&line).unwrap();
        assert_eq!(read["count"], LogValue::Number(3));
        assert_eq!(read["kind"].to_string(), "left_out");
        assert!(read_log_line("{\"at\":\"2026-09-").is_none());
    }
}
