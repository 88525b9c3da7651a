//! `circles restore`: makes a database out of a backup, in a data folder that has none, and
//! says what is left to do.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use circles_protocol::{Epoch, Timestamp};
use clap::Args;
use uuid::Uuid;

use crate::backup::{Identities, Manifest, open};
use crate::clock::Clock;
use crate::commands::centre::erase_again::erase_again;
use crate::data_lock::DataLock;
use crate::domain::{ErasedId, Rejection};
use crate::private_files;
use crate::settings::Settings;
use crate::store::{self, AuditHead, ErasureList, Store, StoreOptions};

/// The database is put together in here, and moved to its place once all is right.
const WORK_FOLDER: &str = "restore.part";

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File with the private key that opens it, as `circles backup-key` or age-keygen made it
    #[arg(long, value_name = "KEYFILE")]
    identity: PathBuf,
    /// Folder with the list of what was erased (circles.erased-…), where it was kept elsewhere
    /// than in the data folder, in which it is found without this
    #[arg(long, value_name = "FOLDER")]
    erased: Option<PathBuf>,
}

/// What was found and done, to be told.
struct Restored {
    manifest: Manifest,
    sessions: usize,
    listed: usize,
    erased: usize,
    audit_head: AuditHead,
}

impl Restore {
    pub(crate) async fn run(&self, settings: &Settings, clock: &Clock) -> anyhow::Result<()> {
        let folder = &settings.data_dir;
        let keys = Identities::read(&self.identity)?;
        // Also so that no server begins with an empty database meanwhile.
        let _data_lock = DataLock::take(folder)?;
        refuse_live(folder)?;
        let erased = self.erased(folder)?;
        let work = folder.join(WORK_FOLDER);
        remove(&work)?;
        private_files::folder(&work).context("the data folder can't be written to")?;
        let restored = self.restore(&keys, erased, &work, folder, clock.now()).await;
        remove(&work)?;
        let restored = restored?;
        self.keep_list(folder)?;
        tell(&restored, folder);
        Ok(())
    }

    /// What is on the list beside the database that was there, and on the one named.
    fn erased(&self, folder: &Path) -> anyhow::Result<BTreeSet<ErasedId>> {
        let list = ErasureList::in_folder(folder);
        let mut erased = list.read().context("the list of what was erased can't be read")?;
        if let Some(kept) = &self.erased {
            let names = || format!("the list of what was erased in {}", kept.display());
            if !kept.is_dir() {
                bail!(
                    "{} is not there; it must be a folder with files like circles.erased-2026-11",
                    names()
                );
            }
            let elsewhere = ErasureList::in_folder(kept);
            erased.extend(elsewhere.read().with_context(names)?);
        }
        Ok(erased)
    }

    /// The list that was named goes on beside the new database: an older backup may be
    /// restored one day.
    fn keep_list(&self, folder: &Path) -> anyhow::Result<()> {
        let Some(kept) = &self.erased else { return Ok(()) };
        let copied = ErasureList::in_folder(kept).copy_to(&ErasureList::in_folder(folder));
        copied.context("the database is restored, but the list of what was erased is not kept")
    }

    async fn restore(
        &self,
        keys: &Identities,
        erased: BTreeSet<ErasedId>,
        work: &Path,
        folder: &Path,
        now: Timestamp,
    ) -> anyhow::Result<Restored> {
        let manifest = open(&self.file, keys, work)?;
        // This refuses a database of a newer server or of another program, and brings one of
        // an older server up to date.
        let store = Store::open(work, StoreOptions::default(), Box::new(drop))?;
        let (epoch, listed) = (Epoch(Uuid::new_v4()), erased.len());
        let changed = store
            .write(move |tx| {
                tx.renew_epoch(epoch)?;
                // One that was used, withdrawn or stopped since would work again.
                tx.end_every_recovery_link(now)?;
                Ok((tx.end_every_session()?, erase_again(tx, &erased, now)?))
            })
            .await;
        store.close().await;
        drop(store);
        let (sessions, erased) = changed.map_err(|Rejection(refusal)| anyhow!(refusal.message))?;
        if let Some(fault) = store::check(work)?.first() {
            bail!("the database in this backup has a fault: {fault}");
        }
        let audit_head = store::verify_audit(work, None)?.map_err(|fault| anyhow!(fault))?;
        put_in_place(work, folder).context("the database can't be moved to its place")?;
        Ok(Restored { manifest, sessions, listed, erased, audit_head })
    }
}

/// A restore never writes over anything: whoever mistypes a folder loses nothing.
fn refuse_live(folder: &Path) -> anyhow::Result<()> {
    let database = Store::file_in(folder);
    let files = ["db", "db-wal", "db-shm"].map(|extension| database.with_extension(extension));
    if files.iter().any(|file| file.exists()) {
        bail!(
            "there is a database in {} already; move circles.db, circles.db-wal and \
             circles.db-shm to another folder first, or restore with another --data-dir",
            folder.display()
        );
    }
    Ok(())
}

fn remove(work: &Path) -> anyhow::Result<()> {
    if work.exists() {
        fs::remove_dir_all(work).with_context(|| format!("{} is in the way", work.display()))?;
    }
    Ok(())
}

fn put_in_place(work: &Path, folder: &Path) -> std::io::Result<()> {
    let database = Store::file_in(work);
    // Closing the store folded it into the database; nothing may be left behind in it.
    if fs::metadata(database.with_extension("db-wal")).is_ok_and(|log| log.len() > 0) {
        return Err(std::io::Error::other("its log file was not folded into it"));
    }
    File::open(&database)?.sync_all()?;
    fs::rename(database, Store::file_in(folder))?;
    File::open(folder)?.sync_all()
}

fn tell(restored: &Restored, folder: &Path) {
    let Restored { manifest, sessions, listed, erased, audit_head } = restored;
    let (at, folder) = (manifest.made_at_text(), folder.display());
    println!("restored the backup of {at} into {folder}");
    println!("audit head: {audit_head}");
    println!(
        "ended all {sessions} sessions; everybody signs in again, and every client fetches anew"
    );
    if *listed > 0 {
        println!("erased again what people had erased after that: {erased}");
    }
    println!();
    println!("What to do now:");
    println!("- If the server runs as another user, give it the files:");
    println!("    chown -R --reference={folder}/. {folder}");
    if *listed == 0 {
        println!("- No list of what was erased was found, so what people erased after {at} is");
        println!(
            "  back. If you have the files circles.erased-… of the former data folder, move the"
        );
        println!("  restored database away and restore again with --erased FOLDER. If not, tell");
        println!("  people to look through what they had erased.");
    }
    println!("- Start the server.");
    println!("- What happened after {at} is gone. These things are as they were then:");
    println!(
        "  passphrases (whoever changed theirs signs in with the old one), suspensions, roles,"
    );
    println!("  removed members, blocks, mutes, withdrawn invites and calendar links. Do again");
    println!(
        "  what protected somebody. Edits, and what people had removed from their own pages, such"
    );
    println!("  as a telephone number, are also as they were then: tell people.");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::tests::Scene;
    use crate::store::damage;
    use circles_protocol::CircleName;

    const NOW: Timestamp = Timestamp(1_796_063_400_000);

    /// Restores a backup of the scene's database into a folder that has none.
    async fn restored(scene: &Scene) -> (anyhow::Result<()>, PathBuf) {
        let restore =
            Restore { file: scene.sealed_unchecked(), identity: scene.key_file(), erased: None };
        let data_dir = scene.data().join("restored");
        let settings = Settings { data_dir: data_dir.clone(), ..Settings::default() };
        (restore.run(&settings, &Clock::by(|| NOW)).await, data_dir)
    }

    async fn with_a_circle() -> Scene {
        let scene = Scene::new().await;
        let store = Store::open(&scene.data(), StoreOptions::default(), Box::new(drop)).unwrap();
        let (id, name) = (circles_protocol::CircleId(Uuid::new_v4()), "Tuesday");
        let name = CircleName::parse(name).unwrap();
        store.write(move |tx| Ok(tx.create_circle(id, &name, 30, NOW)?)).await.unwrap();
        store.close().await;
        scene
    }

    #[tokio::test]
    async fn a_sound_backup_is_restored_once() {
        let scene = with_a_circle().await;
        let (done, folder) = restored(&scene).await;
        done.unwrap();
        assert!(Store::is_in(&folder) && !folder.join(WORK_FOLDER).exists());
        let again = restored(&scene).await.0.unwrap_err().to_string();
        assert!(again.contains("there is a database"), "{again}");
    }

    /// None of these can come from `circles backup`, which tries out what it makes: the last
    /// line of defence against a backup that somebody else made.
    #[tokio::test]
    async fn a_database_that_is_not_sound_is_not_put_in_place() {
        type Damage = fn(&Path);
        let damages: [(Damage, &str); 4] = [
            (damage::claim_audit_row, "row 1 of the audit is missing"),
            (damage::leave_a_hole, "the log of circle"),
            (|folder| damage::set_version(folder, 9_999), "9999"),
            (damage::disown, "by another program"),
        ];
        for (damage, words) in damages {
            let scene = with_a_circle().await;
            damage(&scene.data());
            let (done, folder) = restored(&scene).await;
            let said = done.unwrap_err().to_string();
            assert!(said.contains(words), "{said}");
            assert!(!Store::is_in(&folder) && !folder.join(WORK_FOLDER).exists(), "{words}");
        }
    }
}
