//! What is inside a backup once it is decrypted: a tar archive of the manifest and the
//! database. Files that belong to a centre and don't stand in the database, such as uploads,
//! would follow them in the archive and have their number and hash in the manifest; there
//! are none yet.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tar::{Archive, Builder, Entry, Header};

use super::{BackupError, Manifest};
use crate::private_files;
use crate::store::Store;

const MANIFEST: &str = "manifest.txt";
const DATABASE: &str = "circles.db";

/// A manifest is some lines.
const MANIFEST_BYTES: u64 = 64 * 1024;

const BUFFER_BYTES: usize = 256 * 1024;

/// Writes the archive of a folder's database, and returns what it was written to.
pub(super) fn write<W: Write>(target: W, manifest: &Manifest, folder: &Path) -> io::Result<W> {
    let mut archive = Builder::new(target);
    let seconds = u64::try_from(manifest.made_at.0 / 1_000).unwrap_or(0);
    let header = |bytes: u64| {
        let mut header = Header::new_gnu();
        header.set_size(bytes);
        header.set_mode(0o600);
        header.set_mtime(seconds);
        header
    };
    let text = manifest.to_string();
    archive.append_data(&mut header(text.len() as u64), MANIFEST, text.as_bytes())?;
    let database = io::BufReader::with_capacity(BUFFER_BYTES, File::open(Store::file_in(folder))?);
    archive.append_data(&mut header(manifest.database_bytes), DATABASE, database)?;
    archive.into_inner()
}

/// Reads an archive to its very end: only there is it known that nothing is missing. The
/// database is put into this folder, which has none yet.
pub(super) fn read(source: impl Read, into: &Path) -> Result<Manifest, BackupError> {
    let mut archive = Archive::new(source);
    let manifest = {
        let mut entries = archive.entries().map_err(broken)?;
        let mut text = String::new();
        next(&mut entries, MANIFEST)?
            .take(MANIFEST_BYTES)
            .read_to_string(&mut text)
            .map_err(broken)?;
        let manifest = Manifest::parse(&text)?;
        manifest.refuse_newer()?;
        let database = next(&mut entries, DATABASE)?;
        let (bytes, sha256) = unpack(database, into)?;
        if (bytes, &sha256) != (manifest.database_bytes, &manifest.database_sha256) {
            let sentence = "the database in this backup is not the one that its manifest describes";
            return Err(BackupError::Unreadable(sentence.into()));
        }
        manifest
    };
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(broken)?;
    Ok(manifest)
}

fn next<'a, R: Read>(
    entries: &mut tar::Entries<'a, R>,
    name: &str,
) -> Result<Entry<'a, R>, BackupError> {
    let missing = || BackupError::Unreadable(format!("this is not a backup: it has no {name}"));
    let entry = entries.next().ok_or_else(missing)?.map_err(broken)?;
    if entry.path_bytes().as_ref() == name.as_bytes() { Ok(entry) } else { Err(missing()) }
}

fn unpack(database: impl Read, into: &Path) -> Result<(u64, String), BackupError> {
    const WHAT: &str = "the database of the backup can't be written";
    let mut file = private_files::append(&Store::file_in(into)).map_err(BackupError::io(WHAT))?;
    let mut database = Hashing::new(database);
    let copied = io::copy(&mut database, &mut file);
    // Whoever runs out of room should not look for a fault in the backup.
    let bytes = match copied {
        Err(error) if database.failed => return Err(broken(error)),
        copied => copied.map_err(BackupError::io(WHAT))?,
    };
    file.sync_all().map_err(BackupError::io(WHAT))?;
    Ok((bytes, database.hex()))
}

/// The size of a folder's database, and its SHA-256 in hex.
pub(super) fn measure(folder: &Path) -> io::Result<(u64, String)> {
    let mut database = Hashing::new(File::open(Store::file_in(folder))?);
    let bytes = io::copy(&mut database, &mut io::sink())?;
    Ok((bytes, database.hex()))
}

/// Hashes what is read through it.
struct Hashing<R> {
    source: R,
    hash: Sha256,
    /// An error came from the source.
    failed: bool,
}

impl<R: Read> Hashing<R> {
    fn new(source: R) -> Self {
        Self { source, hash: Sha256::new(), failed: false }
    }

    fn hex(self) -> String {
        self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer).inspect_err(|_| self.failed = true)?;
        self.hash.update(&buffer[..read]);
        Ok(read)
    }
}

/// What comes out of age is what was put in, or an error.
fn broken(error: io::Error) -> BackupError {
    BackupError::Unreadable(format!("the backup is truncated or was changed: {error}"))
}
