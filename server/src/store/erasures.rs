//! The list of what people erased, in files beside the database: one a month, each line the
//! digest of an id. A backup does not contain it, on purpose: a restore reads it to erase
//! again what an older backup still has.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Months, NaiveDate};
use circles_protocol::Timestamp;

use crate::domain::{ErasedId, Erasure};
use crate::private_files;

/// What their names begin with; the month follows.
const BEGINNING: &str = "circles.erased-";

/// Months for which the list is kept, besides the one that has begun. A backup that is older
/// brings back what was erased.
const MONTHS_KEPT: u32 = 12;

/// The list beside a database.
#[derive(Debug, Clone)]
pub(crate) struct ErasureList(PathBuf);

impl ErasureList {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// Adds to the list, and returns once that is on disk.
    ///
    /// # Errors
    /// If the list can't be written.
    pub(crate) fn add(&self, erased: &[Erasure]) -> io::Result<()> {
        let Some(first) = erased.first() else { return Ok(()) };
        let lines: String = erased.iter().map(|erasure| format!("{}\n", erasure.id)).collect();
        let mut file = private_files::append(&self.0.join(name(day_of(first.at))))?;
        write!(file, "{lines}")?;
        file.sync_data()
    }

    /// Everything that is on the list. A line that a crash has cut off is passed over.
    ///
    /// # Errors
    /// If the list can't be read. One that does not exist is empty.
    pub(crate) fn read(&self) -> io::Result<BTreeSet<ErasedId>> {
        let mut erased = BTreeSet::new();
        for file in self.months()? {
            let text = fs::read_to_string(file)?;
            erased.extend(text.lines().filter_map(ErasedId::parse));
        }
        Ok(erased)
    }

    /// Copies this list to another one, unless that has all of it, as it does if both are
    /// the same.
    ///
    /// # Errors
    /// If either can't be read or written.
    pub(crate) fn copy_to(&self, other: &Self) -> io::Result<()> {
        if self.read()?.is_subset(&other.read()?) {
            return Ok(());
        }
        for file in self.months()? {
            let Some(month) = file.file_name() else { continue };
            let mut target = private_files::append(&other.0.join(month))?;
            // The other's last line may have been cut off.
            writeln!(target)?;
            io::copy(&mut File::open(&file)?, &mut target)?;
            target.sync_data()?;
        }
        Ok(())
    }

    /// Removes the months that are older than any backup should be.
    pub(crate) fn remove_old(&self, now: Timestamp) {
        let oldest = name(oldest_kept(now));
        for file in self.months().unwrap_or_default() {
            let old = file
                .file_name()
                .is_some_and(|name| name.to_string_lossy().as_ref() < oldest.as_str());
            if old && let Err(error) = fs::remove_file(&file) {
                tracing::warn!(%error, "an old list of what was erased could not be removed");
            }
        }
    }

    fn months(&self) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(is_month) {
                found.push(entry.path());
            }
        }
        Ok(found)
    }
}

fn day_of(at: Timestamp) -> NaiveDate {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default().date_naive()
}

fn name(day: NaiveDate) -> String {
    format!("{BEGINNING}{}", day.format("%Y-%m"))
}

fn oldest_kept(now: Timestamp) -> NaiveDate {
    let today = day_of(now);
    today.checked_sub_months(Months::new(MONTHS_KEPT)).unwrap_or(today)
}

fn is_month(name: &str) -> bool {
    let month = name.strip_prefix(BEGINNING).unwrap_or_default();
    NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d")
        .is_ok_and(|day| self::name(day) == name)
}

#[cfg(test)]
mod tests {
    use circles_protocol::MessageId;

    use super::*;
    use crate::domain::CircleKey;

    /// 30 November 2026.
    const NOW: Timestamp = Timestamp(1_796_063_400_000);
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

    fn erasure(number: u8, at: Timestamp) -> Erasure {
        Erasure { id: ErasedId::message(CircleKey(1), MessageId::from_bytes([number; 16])), at }
    }

    #[test]
    fn what_is_added_is_read_whichever_month_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let list = ErasureList::in_folder(folder.path());
        assert!(list.read().unwrap().is_empty(), "there is none yet");
        let (one, other) = (erasure(1, NOW), erasure(2, NOW.plus_ms(10 * DAY_MS)));
        list.add(&[one]).unwrap();
        list.add(&[other, other]).unwrap();
        list.add(&[]).unwrap();
        assert_eq!(list.read().unwrap(), BTreeSet::from([one.id, other.id]));
        assert_eq!(list.months().unwrap().len(), 2);
    }

    #[test]
    fn a_line_that_was_cut_off_hides_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let list = ErasureList::in_folder(folder.path());
        list.add(&[erasure(1, NOW)]).unwrap();
        let file = list.months().unwrap().remove(0);
        let whole = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{}\n{whole}{}", &whole[..7], &whole[..9])).unwrap();
        assert_eq!(list.read().unwrap(), BTreeSet::from([erasure(1, NOW).id]));
    }

    #[test]
    fn a_list_is_copied_once_and_never_into_itself() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let lists = [&one, &other].map(|folder| ErasureList::in_folder(folder.path()));
        let erased = [erasure(1, NOW), erasure(2, NOW.plus_ms(10 * DAY_MS))];
        erased.iter().for_each(|one| lists[0].add(&[*one]).unwrap());
        let bytes = |list: &ErasureList| -> u64 {
            list.months().unwrap().iter().map(|file| fs::metadata(file).unwrap().len()).sum()
        };
        lists[0].copy_to(&lists[0]).unwrap();
        lists[0].copy_to(&lists[1]).unwrap();
        let copied = bytes(&lists[1]);
        lists[0].copy_to(&lists[1]).unwrap();
        assert_eq!(lists[1].read().unwrap(), lists[0].read().unwrap());
        assert_eq!((bytes(&lists[0]), bytes(&lists[1])), (2 * 33, copied));
    }

    #[test]
    fn old_months_are_removed_and_no_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let list = ErasureList::in_folder(folder.path());
        for days in [0, 30, 365, 400] {
            list.add(&[erasure(1, NOW.plus_ms(-days * DAY_MS))]).unwrap();
        }
        for other in ["circles.db", "circles.erased-2020-1"] {
            fs::write(list.0.join(other), "").unwrap();
        }
        list.remove_old(NOW);
        let mut left: Vec<_> = fs::read_dir(&list.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let kept = ["2020-1", "2025-11", "2026-10", "2026-11"];
        let kept = kept.map(|month| format!("circles.erased-{month}"));
        assert_eq!(left[1..], kept);
    }
}
