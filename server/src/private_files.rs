//! Files that nobody but their owner can read, whatever the process was started with,
//! and those of a data folder that was made before this held.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use nix::sys::stat::{Mode, umask};

const FILE_MODE: u32 = 0o600;
const FOLDER_MODE: u32 = 0o700;

/// What everybody else may do with a file.
const OTHERS: u32 = 0o077;

/// From now on nothing that this process makes is for anybody else: not the files that
/// SQLite puts beside the database either.
pub(crate) fn keep_to_owner() {
    umask(Mode::from_bits_truncate(OTHERS));
}

/// Makes the folder where it is missing; it is its owner's alone in any case.
///
/// # Errors
/// Where it can't be made, or belongs to somebody else.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    fs::set_permissions(path, Permissions::from_mode(FOLDER_MODE))
}

/// Opens the file for adding to its end, or makes it.
///
/// # Errors
/// Where that can't be done.
pub(crate) fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).mode(FILE_MODE).open(path)
}

/// Makes a file that does not exist yet.
///
/// # Errors
/// Where that can't be done, or something with this name is there.
pub(crate) fn new(path: &Path) -> io::Result<File> {
    OpenOptions::new().create_new(true).write(true).mode(FILE_MODE).open(path)
}

/// Takes every right from others on the files in this folder whose names begin like
/// this. Where one can't be changed, the log says so, and the start goes on: whoever
/// runs the server may have a reason, and the folder lets nobody in.
pub(crate) fn tighten(folder: &Path, beginning: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if !name.to_string_lossy().starts_with(beginning) {
            continue;
        }
        let path = entry.path();
        let Ok(found) = fs::metadata(&path) else { continue };
        let mode = found.permissions().mode();
        if !found.is_file() || mode & OTHERS == 0 {
            continue;
        }
        let file = name.to_string_lossy();
        match fs::set_permissions(&path, Permissions::from_mode(mode & !OTHERS)) {
            Ok(()) => tracing::info!(%file, "others could read this file; now they can't"),
            Err(error) => tracing::warn!(%file, %error, "others can read this file"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_its_owners_alone() {
        let home = tempfile::tempdir().unwrap();
        let inside = home.path().join("data");
        folder(&inside).unwrap();
        append(&inside.join("file")).unwrap();
        assert_eq!((mode(&inside), mode(&inside.join("file"))), (0o700, 0o600));
    }

    #[test]
    fn a_file_that_others_could_read_is_tightened_and_no_other_is_touched() {
        let home = tempfile::tempdir().unwrap();
        let file = |name: &str, mode| {
            let path = home.path().join(name);
            fs::write(&path, name).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            path
        };
        let (database, sealed) = (file("circles.db", 0o644), file("circles.lock", 0o400));
        let other = file("notes.txt", 0o644);
        tighten(home.path(), "circles.");
        assert_eq!((mode(&database), mode(&sealed), mode(&other)), (0o600, 0o400, 0o644));
        assert_eq!(fs::read_to_string(database).unwrap(), "circles.db");
    }
}
