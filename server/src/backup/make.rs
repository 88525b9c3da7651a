//! Making a backup: a copy of the database, encrypted, restored for trial and checked. Only
//! then does it get its name.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use age::Encryptor;
use age::x25519::{Identity, Recipient};
use circles_protocol::Timestamp;
use nix::sys::statvfs::statvfs;

use super::{BackupError, Identities, Manifest, contents, files, open};
use crate::private_files;
use crate::store::{self, CopyStop, Store};

const MIB: u64 = 1024 * 1024;

/// What has to stay free beside a backup: the server goes on writing meanwhile.
const SPARE_BYTES: u64 = 64 * MIB;

/// What to back up, and where to.
pub(crate) struct Order<'a> {
    pub(crate) data_dir: &'a Path,
    pub(crate) folder: &'a Path,
    /// Any one of their private keys opens the backup.
    pub(crate) recipients: &'a [Recipient],
    /// How many backups stay in the folder.
    pub(crate) keep: usize,
    /// To give it up from another thread.
    pub(crate) stop: &'a CopyStop,
}

/// A backup that is complete and was tried out.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    /// How many older ones were removed.
    pub(crate) removed: usize,
}

/// Makes a backup. The server may be running; nothing waits for this.
///
/// # Errors
/// If it could not be made, or its trial restore found a fault. Nothing is left of it then,
/// and no older backup was removed.
pub(crate) fn make(order: &Order<'_>, now: Timestamp) -> Result<Made, BackupError> {
    let _lock = lock(order.data_dir)?;
    fs::create_dir_all(order.folder)
        .map_err(BackupError::io("the folder for backups can't be made"))?;
    require_room(order)?;
    let made_at = Timestamp(now.0.div_euclid(1_000) * 1_000);
    let name = files::name(made_at);
    let path = order.folder.join(&name);
    let unfinished = Unfinished {
        work: files::work_folder(order.data_dir),
        part: order.folder.join(files::unfinished(&name)),
    };
    let trial_key = Identity::generate();
    let manifest = encrypt(order, &unfinished, &trial_key, made_at)?;
    go_on(order)?;
    try_out(&unfinished, trial_key, &manifest)?;
    fs::remove_dir_all(&unfinished.work)
        .and_then(|()| fs::rename(&unfinished.part, &path))
        .and_then(|()| File::open(order.folder)?.sync_all())
        .map_err(BackupError::io("the backup can't get its name"))?;
    let bytes = fs::metadata(&path).map_or(0, |found| found.len());
    let removed = files::keep_newest(order.folder, order.keep, &path)
        .map_err(BackupError::io("the backup was made, but older ones can't be removed"))?;
    Ok(Made { path, bytes, removed })
}

/// Between two steps.
fn go_on(order: &Order<'_>) -> Result<(), BackupError> {
    if order.stop.is_stopped() { Err(BackupError::Stopped) } else { Ok(()) }
}

/// Removes what an ended process left of a copy of the database.
///
/// # Errors
/// If it can't be removed.
pub(crate) fn remove_leftovers(data_dir: &Path) -> Result<(), BackupError> {
    let _lock = match lock(data_dir) {
        // It is being made by the command, and not left over.
        Err(BackupError::Busy) => return Ok(()),
        locked => locked?,
    };
    match fs::remove_dir_all(files::work_folder(data_dir)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(BackupError::Io { what: "the copy of the database can't be removed", error })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Whatever happens, no copy that is not encrypted stays behind, and no part of a backup.
struct Unfinished {
    work: PathBuf,
    part: PathBuf,
}

impl Unfinished {
    fn empty_work_folder(&self) -> Result<(), BackupError> {
        let empty = || {
            if self.work.exists() {
                fs::remove_dir_all(&self.work)?;
            }
            private_files::folder(&self.work)
        };
        empty().map_err(BackupError::io("the copy of the database can't be made"))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for (path, removed) in [
            (&self.work, fs::remove_dir_all(&self.work)),
            (&self.part, fs::remove_file(&self.part)),
        ] {
            if let Err(error) = removed
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::error!(path = %path.display(), %error, "what is left of a backup could not be removed");
            }
        }
    }
}

/// One backup at a time: they share the folder for the copy. The lock is on the data folder
/// itself, so that a command run by another user leaves no file that the server can't open.
fn lock(data_dir: &Path) -> Result<File, BackupError> {
    const WHAT: &str = "the data folder can't be read";
    let folder = File::open(data_dir).map_err(BackupError::io(WHAT))?;
    match folder.try_lock() {
        Ok(()) => Ok(folder),
        Err(TryLockError::WouldBlock) => Err(BackupError::Busy),
        Err(TryLockError::Error(error)) => Err(BackupError::Io { what: WHAT, error }),
    }
}

/// A backup must not be what fills the disk on which members' messages are stored.
fn require_room(order: &Order<'_>) -> Result<(), BackupError> {
    const WHAT: &str = "the free space of the disk can't be read";
    let database = fs::metadata(Store::file_in(order.data_dir)).map_err(BackupError::io(WHAT))?;
    let log = Store::file_in(order.data_dir).with_extension("db-wal");
    let bytes = database.len() + fs::metadata(log).map_or(0, |log| log.len());
    let disk = |folder: &Path| fs::metadata(folder).map(|found| found.dev());
    let same = disk(order.data_dir).and_then(|data| Ok(data == disk(order.folder)?));
    let same = same.map_err(BackupError::io(WHAT))?;
    // The copy and the backup; the copy is gone before the trial restore.
    let places: &[(&Path, u64)] = if same {
        &[(order.data_dir, 2 * bytes)]
    } else {
        &[(order.data_dir, bytes), (order.folder, bytes)]
    };
    for (folder, needed) in places {
        let found = statvfs(*folder)
            .map_err(|error| BackupError::Io { what: WHAT, error: error.into() })?;
        let free = found.blocks_available().saturating_mul(found.fragment_size());
        let needed = needed + SPARE_BYTES;
        if free < needed {
            let (free_mib, needed_mib) = (free / MIB, needed.div_ceil(MIB));
            let place = folder.display().to_string();
            return Err(BackupError::NoRoom { place, free_mib, needed_mib });
        }
    }
    Ok(())
}

/// Writes the encrypted file, to the recipients and to the key of the trial. That key lives
/// in this process's memory alone and is gone with it; whoever could read it there could
/// read the database too.
fn encrypt(
    order: &Order<'_>,
    unfinished: &Unfinished,
    trial_key: &Identity,
    made_at: Timestamp,
) -> Result<Manifest, BackupError> {
    unfinished.empty_work_folder()?;
    let extent = store::copy_database(order.data_dir, &unfinished.work, order.stop)?;
    go_on(order)?;
    let (bytes, sha256) = contents::measure(&unfinished.work)
        .map_err(BackupError::io("the copy of the database can't be read"))?;
    let manifest = Manifest::new(made_at, &extent, bytes, sha256);
    let trial = trial_key.to_public();
    let to = order.recipients.iter().chain([&trial]);
    let to = to.map(|recipient| -> &dyn age::Recipient { recipient });
    let encryptor = Encryptor::with_recipients(to).map_err(|error| {
        BackupError::Unreadable(format!("the public keys don't go together: {error}"))
    })?;
    let write = || {
        let _ = fs::remove_file(&unfinished.part);
        let file = BufWriter::new(private_files::append(&unfinished.part)?);
        let sealed = contents::write(encryptor.wrap_output(file)?, &manifest, &unfinished.work)?;
        let mut file = sealed.finish()?;
        file.flush()?;
        file.get_ref().sync_all()
    };
    write().map_err(BackupError::io("the backup can't be written"))?;
    Ok(manifest)
}

/// Restores the file that was just written, as a restore would, and checks what comes out.
fn try_out(
    unfinished: &Unfinished,
    trial_key: Identity,
    written: &Manifest,
) -> Result<(), BackupError> {
    unfinished.empty_work_folder()?;
    let work = &unfinished.work;
    let found = open::unpack(&unfinished.part, &Identities::only(trial_key), work)?;
    if found != *written || !found.is_of(&store::extent(work)?) {
        return Err(BackupError::Faulty("it is not what was written".into()));
    }
    if let Some(fault) = store::check(work)?.into_iter().next() {
        return Err(BackupError::Faulty(fault));
    }
    store::verify_audit(work, None)?.map_err(BackupError::Faulty)?;
    Ok(())
}
