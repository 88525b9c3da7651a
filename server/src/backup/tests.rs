//! Backups of a real store in a temporary folder: what is in one, and what is refused.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use age::Encryptor;
use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use tempfile::TempDir;

use super::*;
use crate::domain::audit::AuditHash;
use crate::store::{self, AuditHead, CopyStop, Extent, Store, StoreOptions};
use circles_protocol::Timestamp;

/// 30 November 2026, with a part of a second.
const NOW: Timestamp = Timestamp(1_796_063_400_123);

/// A data folder with a stopped store, a key, and a folder for backups.
pub(crate) struct Scene {
    home: TempDir,
    key: Identity,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let scene = Self { home: tempfile::tempdir().unwrap(), key: Identity::generate() };
        let store = Store::open(&scene.data(), StoreOptions::default(), Box::new(drop)).unwrap();
        store.close().await;
        scene
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("backups")
    }

    fn make(&self) -> Result<PathBuf, BackupError> {
        let recipients = [self.key.to_public()];
        let (data_dir, folder) = (&self.data(), &self.folder());
        let order = Order {
            data_dir,
            folder,
            recipients: &recipients,
            keep: 3,
            stop: &CopyStop::default(),
        };
        Ok(make(&order, NOW)?.path)
    }

    /// Opens a backup into a new folder.
    fn open(&self, file: &Path) -> Result<(Manifest, TempDir), BackupError> {
        let into = tempfile::tempdir().unwrap();
        let manifest = open(file, &Identities::only(self.key.clone()), into.path())?;
        Ok((manifest, into))
    }

    /// A file that is encrypted as a backup is, around other contents.
    fn sealed(&self, write: impl FnOnce(&mut dyn io::Write)) -> PathBuf {
        let file = self.home.path().join("other.age");
        let to = self.key.to_public();
        let to: [&dyn age::Recipient; 1] = [&to];
        let encryptor = Encryptor::with_recipients(to.into_iter()).unwrap();
        let mut out = encryptor.wrap_output(File::create(&file).unwrap()).unwrap();
        write(&mut out);
        out.finish().unwrap();
        file
    }

    /// A backup of the database as it is, whatever is wrong with it.
    pub(crate) fn sealed_unchecked(&self) -> PathBuf {
        let (bytes, sha256) = contents::measure(&self.data()).unwrap();
        let audit_head = AuditHead { number: 0, hash: AuditHash::START };
        let extent = Extent { application_id: 0, schema_version: 1, log_entries: 0, audit_head };
        let manifest = Manifest::new(NOW, &extent, bytes, sha256);
        self.sealed(|out| {
            contents::write(out, &manifest, &self.data()).unwrap();
        })
    }

    /// The file of the private key.
    pub(crate) fn key_file(&self) -> PathBuf {
        let file = self.home.path().join("key.txt");
        fs::write(&file, self.key.to_string().expose_secret()).unwrap();
        file
    }

    fn left_over(&self) -> bool {
        let parts = fs::read_dir(self.folder()).unwrap();
        let names = parts.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        self.data().join("backup.part").exists()
            || names.into_iter().any(|name| name.ends_with(".part"))
    }
}

#[tokio::test]
async fn a_backup_opens_as_the_database_that_it_was_made_of() {
    let scene = Scene::new().await;
    let file = scene.make().unwrap();
    assert_eq!(file.file_name().unwrap(), "circles-20261130T183000Z.age");
    assert!(!scene.left_over());
    let (manifest, into) = scene.open(&file).unwrap();
    assert_eq!(manifest.made_at, Timestamp(1_796_063_400_000));
    assert_eq!(store::extent(into.path()).unwrap(), store::extent(&scene.data()).unwrap());
    assert!(store::check(into.path()).unwrap().is_empty());
}

#[tokio::test]
async fn a_database_with_a_fault_is_not_backed_up_and_no_older_backup_goes() {
    let scene = Scene::new().await;
    let sound = scene.make().unwrap();
    store::damage::claim_audit_row(&scene.data());
    let recipients = [scene.key.to_public()];
    let (data_dir, folder) = (&scene.data(), &scene.folder());
    let order =
        Order { data_dir, folder, recipients: &recipients, keep: 1, stop: &CopyStop::default() };
    let refused = make(&order, NOW.plus_ms(60_000)).unwrap_err().to_string();
    assert!(refused.contains("trial restore") && refused.contains("audit"), "{refused}");
    assert!(sound.exists() && !scene.left_over());
}

#[tokio::test]
async fn only_one_backup_of_a_folder_is_made_at_a_time() {
    let scene = Scene::new().await;
    let lock = File::open(scene.data()).unwrap();
    lock.lock().unwrap();
    assert!(matches!(scene.make(), Err(BackupError::Busy)));
    // What the other one works with is not left over.
    fs::create_dir(scene.data().join("backup.part")).unwrap();
    remove_leftovers(&scene.data()).unwrap();
    assert!(scene.data().join("backup.part").exists());
    drop(lock);
    remove_leftovers(&scene.data()).unwrap();
    assert!(!scene.data().join("backup.part").exists());
    scene.make().unwrap();
}

#[tokio::test]
async fn a_backup_that_is_given_up_leaves_nothing() {
    let scene = Scene::new().await;
    let (recipients, stop) = ([scene.key.to_public()], CopyStop::default());
    stop.stop();
    let (data_dir, folder) = (&scene.data(), &scene.folder());
    let order = Order { data_dir, folder, recipients: &recipients, keep: 3, stop: &stop };
    make(&order, NOW).unwrap_err();
    assert_eq!(fs::read_dir(scene.folder()).unwrap().count(), 0);
    assert!(!scene.left_over());
}

#[tokio::test]
async fn what_an_ended_process_left_is_not_in_the_way() {
    let scene = Scene::new().await;
    fs::create_dir_all(scene.data().join("backup.part")).unwrap();
    fs::write(scene.data().join("backup.part/circles.db"), "half a copy").unwrap();
    fs::create_dir_all(scene.folder()).unwrap();
    fs::write(scene.folder().join("circles-20261130T183000Z.age.part"), "half").unwrap();
    let file = scene.make().unwrap();
    scene.open(&file).unwrap();
    assert!(!scene.left_over());
}

#[tokio::test]
async fn a_database_that_its_manifest_does_not_describe_is_refused() {
    let scene = Scene::new().await;
    let (bytes, sha256) = contents::measure(&scene.data()).unwrap();
    let extent = store::extent(&scene.data()).unwrap();
    let of_another = "0".repeat(64);
    for sha256 in [sha256, of_another] {
        let manifest = Manifest::new(NOW, &extent, bytes, sha256.clone());
        let file = scene.sealed(|out| {
            contents::write(out, &manifest, &scene.data()).unwrap();
        });
        let opened = scene.open(&file);
        assert_eq!(opened.is_ok(), !sha256.starts_with("0000"), "{sha256}");
    }
}

#[tokio::test]
async fn what_is_encrypted_to_the_right_key_and_is_no_backup_is_refused() {
    let scene = Scene::new().await;
    let audit_head = AuditHead { number: 0, hash: AuditHash::START };
    let extent = Extent { application_id: 0, schema_version: 1, log_entries: 0, audit_head };
    let manifest = Manifest::new(NOW, &extent, 0, String::new());
    let tar = |names: [&str; 2]| {
        let mut archive = tar::Builder::new(Vec::new());
        for name in names {
            let text = manifest.to_string();
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            archive.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        archive.into_inner().unwrap()
    };
    for contents in [
        Vec::new(),
        b"holiday pictures".repeat(100),
        tar(["picture.jpg", "circles.db"]),
        tar(["manifest.txt", "picture.jpg"]),
        tar(["manifest.txt", "circles.db"]),
    ] {
        let file = scene.sealed(|out| {
            io::copy(&mut &contents[..], out).unwrap();
        });
        assert!(matches!(scene.open(&file), Err(BackupError::Unreadable(_))));
    }
}

#[tokio::test]
async fn a_backup_of_a_newer_program_is_refused_before_it_is_unpacked() {
    let scene = Scene::new().await;
    let (bytes, sha256) = contents::measure(&scene.data()).unwrap();
    let extent = store::extent(&scene.data()).unwrap();
    for (schema_version, newer) in [(store::known_version(), false), (9_999, true)] {
        let extent = Extent { schema_version, ..extent };
        let manifest = Manifest::new(NOW, &extent, bytes, sha256.clone());
        let file = scene.sealed(|out| {
            contents::write(out, &manifest, &scene.data()).unwrap();
        });
        let said = scene.open(&file).err().map(|refused| refused.to_string());
        assert_eq!(said.is_some_and(|said| said.contains("9999")), newer);
    }
}
