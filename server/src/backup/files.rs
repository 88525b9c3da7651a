//! The names of backups, and which of them are kept. A name says when the backup was made
//! and nothing about the centre; in the order of their names they are in the order of time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime};
use circles_protocol::Timestamp;

use crate::clock::HOUR_MS;

const FORM: &str = "circles-%Y%m%dT%H%M%SZ.age";

/// What the name ends with until the backup is complete and has been tried out.
const UNFINISHED: &str = ".part";

/// The folder for the copy and for the trial restore. It is beside the database: what is not
/// encrypted never leaves that disk.
const WORK_FOLDER: &str = "backup.part";

pub(super) fn work_folder(data_dir: &Path) -> PathBuf {
    data_dir.join(WORK_FOLDER)
}

pub(super) fn name(made_at: Timestamp) -> String {
    let at = DateTime::from_timestamp_millis(made_at.0).unwrap_or_default();
    at.format(FORM).to_string()
}

pub(super) fn unfinished(name: &str) -> String {
    format!("{name}{UNFINISHED}")
}

/// When the backup of this name was made, in whole seconds; `None` for any other file.
pub(super) fn made_at(name: &str) -> Option<Timestamp> {
    let at = NaiveDateTime::parse_from_str(name, FORM).ok()?.and_utc();
    let at = Timestamp(at.timestamp_millis());
    // There is one way to write each time.
    (self::name(at) == name).then_some(at)
}

/// The backups in this folder, earliest first. One that does not exist has none.
fn list(folder: &Path) -> io::Result<Vec<(Timestamp, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        if let Some(at) = entry.file_name().to_str().and_then(made_at) {
            found.push((at, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

/// When the newest backup in this folder was made. One whose time is yet to come was made
/// while the clock was wrong, and says nothing.
///
/// # Errors
/// If the folder can't be read.
pub(crate) fn newest(folder: &Path, now: Timestamp) -> io::Result<Option<Timestamp>> {
    let to_come = now.plus_ms(HOUR_MS);
    Ok(list(folder)?.into_iter().map(|(at, _)| at).rfind(|at| *at <= to_come))
}

/// Removes all but the newest of the folder's backups, and what an earlier attempt left
/// unfinished. No other file is touched, and `made` stays in any case. Returns how many
/// backups were removed.
pub(super) fn keep_newest(folder: &Path, keep: usize, made: &Path) -> io::Result<usize> {
    let mut all = list(folder)?;
    all.retain(|(_, path)| path != made);
    let old = &all[..all.len().saturating_sub(keep.saturating_sub(1))];
    for (_, path) in old {
        fs::remove_file(path)?;
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let whole = name.to_str().and_then(|name| name.strip_suffix(UNFINISHED));
        if whole.and_then(made_at).is_some() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(old.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp(1_796_063_400_000);

    #[test]
    fn a_name_says_when_and_nothing_else() {
        assert_eq!(name(AT), "circles-20261130T183000Z.age");
        assert_eq!(made_at(&name(AT)), Some(AT));
        for other in [
            "circles-20261130T183000Z.age.part",
            "circles-20261130T183000Z.age.txt",
            "circles-2026113T0183000Z.age",
            "circles-20261330T183000Z.age",
            "circles.db",
            "",
        ] {
            assert_eq!(made_at(other), None, "{other}");
        }
    }

    #[test]
    fn the_newest_are_kept_and_no_other_file_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let at = |hour: i64| AT.plus_ms(hour * 60 * 60 * 1_000);
        for hour in 0..5 {
            fs::write(folder.path().join(name(at(hour))), "").unwrap();
        }
        let part = folder.path().join(unfinished(&name(at(-1))));
        let others = ["notes.txt", "circles-old.age", "circles-1.age.part"];
        others.iter().for_each(|other| fs::write(folder.path().join(other), "").unwrap());
        fs::write(&part, "").unwrap();
        let made = folder.path().join(name(at(4)));
        assert_eq!(keep_newest(folder.path(), 2, &made).unwrap(), 3);
        assert_eq!(newest(folder.path(), at(5)).unwrap(), Some(at(4)));
        assert!(folder.path().join(name(at(3))).exists());
        assert!(!part.exists());
        assert!(others.iter().all(|other| folder.path().join(other).exists()));
        assert_eq!(keep_newest(folder.path(), 2, &made).unwrap(), 0);
        let earlier = folder.path().join(name(at(3)));
        assert_eq!(keep_newest(folder.path(), 1, &earlier).unwrap(), 1);
        assert!(earlier.exists(), "it was made while the clock was behind");
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_backups() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(newest(&home.path().join("none"), AT).unwrap(), None);
    }
}
