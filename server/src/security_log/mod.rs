//! The security log: the events of `security`, one line of JSON each, in one file a day
//! that is kept for 90 days. A flood does not fill the disk: each kind has a maximum of
//! lines a minute, each day a maximum of bytes, and what is left out is counted.
//!
//! Written here and not by tracing-appender: that keeps a number of files instead of days,
//! has no limit of bytes, and uses the machine's clock.

mod days;
mod layer;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use circles_protocol::Timestamp;

use crate::clock::{Clock, MINUTE_MS};
use crate::limits::{SECURITY_DAY_BYTES, SECURITY_LINES_PER_MINUTE};
use crate::security::Kind;
use crate::wire::{self, LogValue};

pub(crate) use days::{Day, days};
pub(crate) use layer::layer;

const FOLDER: &str = "security";

/// Where the files of this data folder are.
pub(crate) fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join(FOLDER)
}

/// A handle to the log. Cheap to clone.
#[derive(Clone)]
pub(crate) struct SecurityLog(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    clock: Clock,
    writing: Mutex<Writing>,
}

#[derive(Default)]
struct Writing {
    file: Option<(Day, File)>,
    /// The size of the file when it was last written to.
    bytes: u64,
    minute: i64,
    /// By kind, in this minute.
    lines: BTreeMap<String, Lines>,
    failed: bool,
}

#[derive(Default)]
struct Lines {
    written: u32,
    left_out: u32,
}

impl SecurityLog {
    /// Nothing is created before the first event.
    pub(crate) fn new(data_dir: &Path, clock: Clock) -> Self {
        let (folder, writing) = (folder(data_dir), Mutex::default());
        Self(Arc::new(Inner { folder, clock, writing }))
    }

    /// Writes how many events of past minutes were left out, and removes files that are too
    /// old. `false` if writing the log has failed since the last call.
    pub(crate) fn flush(&self) -> bool {
        let now = self.0.clock.now();
        let mut writing = self.writing();
        writing.turn_to(&self.0.folder, now);
        days::remove_old(&self.0.folder, now);
        !std::mem::take(&mut writing.failed)
    }

    /// The same when the server stops, for the unfinished minute.
    pub(crate) fn close(&self) {
        let now = self.0.clock.now();
        let mut writing = self.writing();
        writing.count_left_out(&self.0.folder, now);
        writing.file = None;
    }

    fn record(&self, kind: &str, fields: &[(&'static str, LogValue)]) {
        let now = self.0.clock.now();
        let mut writing = self.writing();
        writing.turn_to(&self.0.folder, now);
        let full = writing.bytes >= SECURITY_DAY_BYTES;
        let lines = writing.lines.entry(kind.to_owned()).or_default();
        if full || lines.written >= SECURITY_LINES_PER_MINUTE {
            lines.left_out = lines.left_out.saturating_add(1);
            return;
        }
        lines.written += 1;
        writing.line(&self.0.folder, now, kind, fields);
    }

    fn writing(&self) -> std::sync::MutexGuard<'_, Writing> {
        self.0.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writing {
    /// A new minute resets each kind's lines, and a new day its bytes.
    fn turn_to(&mut self, folder: &Path, now: Timestamp) {
        if self.file.as_ref().is_some_and(|(of, _)| *of != Day::of(now)) {
            (self.file, self.bytes) = (None, 0);
        }
        let minute = now.0.div_euclid(MINUTE_MS);
        if self.minute != minute {
            self.count_left_out(folder, now);
            self.minute = minute;
        }
    }

    fn count_left_out(&mut self, folder: &Path, now: Timestamp) {
        for (kind, lines) in std::mem::take(&mut self.lines) {
            if lines.left_out > 0 {
                let of = ("of", LogValue::Text(kind));
                let count = ("count", LogValue::Number(lines.left_out.into()));
                self.line(folder, now, Kind::LeftOut.as_str(), &[of, count]);
            }
        }
    }

    /// An event that can't be written is lost, and `settle` reports it: no request waits
    /// for the log.
    fn line(
        &mut self,
        folder: &Path,
        now: Timestamp,
        kind: &str,
        fields: &[(&'static str, LogValue)],
    ) {
        let line = wire::log_line(now, kind, fields);
        let written = self.open(folder, now).and_then(|file| file.write_all(line.as_bytes()));
        match written {
            Ok(()) => self.bytes += u64::try_from(line.len()).unwrap_or_default(),
            Err(_) => (self.file, self.failed) = (None, true),
        }
    }

    fn open(&mut self, folder: &Path, now: Timestamp) -> io::Result<&mut File> {
        let day = Day::of(now);
        if self.file.is_none() {
            let file = day.open(folder)?;
            self.bytes = file.metadata()?.len();
            self.file = Some((day, file));
            days::remove_old(folder, now);
        }
        let (_, file) = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests;
