//! The files of the security log, one for each day of UTC, and their names.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{MetadataExt as _, fchown};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate};
use circles_protocol::Timestamp;

use crate::clock::DAY_MS;
use crate::limits::SECURITY_LOG_KEPT_DAYS;
use crate::private_files;

const EXTENSION: &str = "log";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(NaiveDate);

impl Day {
    pub(crate) fn of(at: Timestamp) -> Self {
        Self(DateTime::from_timestamp_millis(at.0).unwrap_or_default().date_naive())
    }

    /// `None` for any other file in the folder.
    fn named(path: &Path) -> Option<Self> {
        let named = path.extension().is_some_and(|extension| extension == EXTENSION);
        let name = path.file_stem().filter(|_| named)?.to_str()?;
        NaiveDate::parse_from_str(name, "%Y-%m-%d").ok().map(Self)
    }

    /// Also for a command beside the server, which may run as another user: the file
    /// belongs to the server in any case.
    pub(super) fn open(self, folder: &Path) -> io::Result<File> {
        private_files::folder(folder)?;
        let file = private_files::append(&self.path(folder))?;
        let server = folder.parent().map_or_else(|| fs::metadata(folder), fs::metadata)?;
        if file.metadata()?.uid() != server.uid() {
            fchown(&file, Some(server.uid()), Some(server.gid()))?;
            std::os::unix::fs::chown(folder, Some(server.uid()), Some(server.gid()))?;
        }
        Ok(file)
    }

    fn path(self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.{EXTENSION}", self.0))
    }
}

/// The days that have a file, earliest first.
///
/// # Errors
/// If the folder can't be read. One that does not exist has no days.
pub(crate) fn days(folder: &Path) -> io::Result<Vec<(Day, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let paths = paths.collect::<io::Result<Vec<_>>>()?;
    let mut days: Vec<_> =
        paths.into_iter().filter_map(|path| Some((Day::named(&path)?, path))).collect();
    days.sort();
    Ok(days)
}

/// A file that can't be removed now is tried again on the next day.
pub(super) fn remove_old(folder: &Path, now: Timestamp) {
    let first_kept = Day::of(now.plus_ms(-SECURITY_LOG_KEPT_DAYS * DAY_MS));
    for (day, path) in days(folder).unwrap_or_default() {
        if day < first_kept {
            fs::remove_file(path).unwrap_or_default();
        }
    }
}
