//! Opening a backup: decrypting it, and finding out whether it is whole and what it says
//! that it is.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use age::{DecryptError, Decryptor, Identity, IdentityFile};

use super::{BackupError, Manifest, contents, files};

/// Private keys, as they are read from a file.
pub(crate) struct Identities(Vec<Box<dyn Identity + Send + Sync>>);

impl Identities {
    /// # Errors
    /// If the file can't be read, or has no key of age's in it.
    pub(crate) fn read(file: &Path) -> Result<Self, BackupError> {
        const WHAT: &str = "the file of the private key can't be read";
        let name = file.to_string_lossy().into_owned();
        let found = IdentityFile::from_file(name).map_err(BackupError::io(WHAT))?;
        match found.into_identities() {
            Ok(keys) if !keys.is_empty() => Ok(Self(keys)),
            Ok(_) | Err(_) => Err(BackupError::Unreadable(format!(
                "there is no private key in {}; it is a line that begins with AGE-SECRET-KEY-1",
                file.display()
            ))),
        }
    }

    pub(super) fn only(key: age::x25519::Identity) -> Self {
        Self(vec![Box::new(key)])
    }
}

/// Puts the database of this backup into a folder that has none, and returns its manifest.
///
/// # Errors
/// If the backup was encrypted to another key, is truncated, was changed, is something else,
/// or is not the one that its name says.
pub(crate) fn open(file: &Path, keys: &Identities, into: &Path) -> Result<Manifest, BackupError> {
    let manifest = unpack(file, keys, into)?;
    let named = file.file_name().and_then(|name| name.to_str()).and_then(files::made_at);
    if named.is_some_and(|named| named != manifest.made_at) {
        return Err(BackupError::Unreadable(format!(
            "this backup was made at {}, and its name says another time: it may have been \
             swapped for another one; give it another name to use it all the same",
            manifest.made_at_text()
        )));
    }
    Ok(manifest)
}

/// The same, whatever the file is called.
pub(super) fn unpack(file: &Path, keys: &Identities, into: &Path) -> Result<Manifest, BackupError> {
    let source = File::open(file).map_err(BackupError::io("the backup can't be read"))?;
    let encrypted = Decryptor::new_buffered(BufReader::new(source)).map_err(refused)?;
    let keys = keys.0.iter().map(|key| -> &dyn Identity { key.as_ref() });
    let plain = encrypted.decrypt(keys).map_err(refused)?;
    contents::read(plain, into)
}

#[allow(clippy::wildcard_enum_match_arm, reason = "age may find new reasons")]
fn refused(error: DecryptError) -> BackupError {
    BackupError::Unreadable(match error {
        DecryptError::NoMatchingKeys => {
            "this backup was encrypted to another key than the one given".into()
        }
        DecryptError::InvalidHeader | DecryptError::UnknownFormat => {
            "this is not a backup: it is not encrypted by age".into()
        }
        other => format!("the backup is truncated or was changed: {other}"),
    })
}
