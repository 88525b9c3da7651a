//! What a backup says about itself: lines of `name: value`, the first file inside it. It is
//! text, so that a person can read it in ten years.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, SecondsFormat};
use circles_protocol::Timestamp;

use super::BackupError;
use crate::store::{self, Extent};

/// A program that knows another form refuses this one by its number.
const FORMAT: &str = "1";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) made_at: Timestamp,
    pub(super) database_bytes: u64,
    /// In hex.
    pub(super) database_sha256: String,
    pub(super) schema_version: u32,
    /// The lines that follow from the database's extent, as they are written.
    pub(super) extent: Vec<(String, String)>,
}

/// What the manifest says of an extent.
fn lines_of(extent: &Extent) -> Vec<(String, String)> {
    [
        ("application_id", format!("{:#010x}", extent.application_id)),
        ("schema_version", extent.schema_version.to_string()),
        ("log_entries", extent.log_entries.to_string()),
        ("audit_head", extent.audit_head.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

impl Manifest {
    pub(super) fn new(made_at: Timestamp, extent: &Extent, bytes: u64, sha256: String) -> Self {
        let (schema_version, extent) = (extent.schema_version, lines_of(extent));
        Self { made_at, database_bytes: bytes, database_sha256: sha256, schema_version, extent }
    }

    pub(super) fn is_of(&self, extent: &Extent) -> bool {
        self.extent == lines_of(extent)
    }

    /// In UTC, to the second.
    pub(crate) fn made_at_text(&self) -> String {
        let at = DateTime::from_timestamp_millis(self.made_at.0).unwrap_or_default();
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// Before anything is unpacked.
    pub(super) fn refuse_newer(&self) -> Result<(), BackupError> {
        let (found, known) = (self.schema_version, store::known_version());
        if found <= known {
            return Ok(());
        }
        Err(BackupError::Unreadable(format!(
            "this backup is of a database of version {found}, and this program knows versions up \
             to {known}; please restore it with the newer program"
        )))
    }

    /// Lines that this version does not know are passed over.
    pub(super) fn parse(text: &str) -> Result<Self, BackupError> {
        let lines: BTreeMap<&str, &str> =
            text.lines().filter_map(|line| line.split_once(": ")).collect();
        let line = |name: &str| {
            lines.get(name).copied().ok_or_else(|| {
                BackupError::Unreadable(format!("this is not a backup: its manifest has no {name}"))
            })
        };
        let wrong =
            |name: &str| BackupError::Unreadable(format!("the manifest's {name} can't be read"));
        let format = line("format")?;
        if format != FORMAT {
            return Err(BackupError::Unreadable(format!(
                "this backup has format {format}, and this program reads format {FORMAT}; please \
                 use the program's version that made it"
            )));
        }
        let made_at =
            DateTime::parse_from_rfc3339(line("made_at")?).map_err(|_| wrong("made_at"))?;
        let number = |name: &str| line(name)?.parse::<u64>().map_err(|_| wrong(name));
        let mut extent = Vec::new();
        for name in ["application_id", "schema_version", "log_entries", "audit_head"] {
            extent.push((name.to_owned(), line(name)?.to_owned()));
        }
        Ok(Self {
            made_at: Timestamp(made_at.timestamp_millis()),
            database_bytes: number("database_bytes")?,
            database_sha256: line("database_sha256")?.to_owned(),
            schema_version: u32::try_from(number("schema_version")?)
                .map_err(|_| wrong("schema_version"))?,
            extent,
        })
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "A backup of a Recovery Circles server. circles.db is a SQLite database.")?;
        writeln!(f, "format: {FORMAT}")?;
        writeln!(f, "made_at: {}", self.made_at_text())?;
        for (name, value) in &self.extent {
            writeln!(f, "{name}: {value}")?;
        }
        writeln!(f, "database_bytes: {}", self.database_bytes)?;
        writeln!(f, "database_sha256: {}", self.database_sha256)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::AuditHash;
    use crate::store::AuditHead;

    fn manifest() -> Manifest {
        let audit_head = AuditHead { number: 7, hash: AuditHash([0xa7; 32]) };
        let extent =
            Extent { application_id: 0x5243_6972, schema_version: 1, log_entries: 9, audit_head };
        Manifest::new(Timestamp(1_796_063_400_000), &extent, 4_096, "ab".repeat(32))
    }

    #[test]
    fn it_reads_back_as_it_is_written_and_passes_over_what_it_does_not_know() {
        let text = manifest().to_string();
        assert!(text.contains("\nmade_at: 2026-11-30T18:30:00Z\n"), "{text}");
        assert_eq!(Manifest::parse(&text).unwrap(), manifest());
        assert_eq!(Manifest::parse(&format!("{text}uploads: 3\n")).unwrap(), manifest());
    }

    #[test]
    fn each_line_is_needed() {
        let text = manifest().to_string();
        for line in text.lines().skip(1) {
            let without = text.replace(&format!("{line}\n"), "");
            assert!(Manifest::parse(&without).is_err(), "{line}");
        }
    }

    #[test]
    fn another_format_is_refused_by_its_number() {
        let text = manifest().to_string().replace("format: 1", "format: 2");
        let refused = Manifest::parse(&text).unwrap_err().to_string();
        assert!(refused.contains("format 2"), "{refused}");
    }
}
