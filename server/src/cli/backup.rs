//! `circles backup`: makes one backup, also while the server runs.
//! `circles backup-key`: makes the pair of keys for it, where the `age` tools are missing.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use age::x25519::{Identity, Recipient};
use anyhow::{Context as _, bail};
use clap::Args;

use crate::background;
use crate::backup::{Order, make};
use crate::clock::Clock;
use crate::private_files;
use crate::settings::Settings;
use crate::store::CopyStop;

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Backup {
    /// Folder in which the backup is put [default: the setting backup_dir]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// How many of the backups in that folder are kept [default: the setting backup_keep]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    keep: Option<u32>,
    /// Public key that it is encrypted to (age1…); may be given several times, and then any
    /// of the private keys opens it [default: the setting backup_to]
    #[arg(long = "to", value_name = "RECIPIENT", value_parser = parse_recipient)]
    recipients: Vec<Recipient>,
}

fn parse_recipient(text: &str) -> Result<Recipient, String> {
    text.trim().parse().map_err(|_| "it must be a public key of age, such as age1…".to_owned())
}

impl Backup {
    pub(crate) fn run(self, settings: &Settings, clock: &Clock) -> anyhow::Result<()> {
        super::need_database(&settings.data_dir)?;
        let Some(folder) = self.folder.or(settings.backup_dir.clone()) else {
            bail!("say into which folder: circles backup DIR --to RECIPIENT");
        };
        let given = Some(self.recipients).filter(|given| !given.is_empty());
        let recipients = &given.unwrap_or(settings.backup_to.clone());
        if recipients.is_empty() {
            bail!(
                "say with --to for whom it is encrypted: a public key of age (age1…); \
                 `circles backup-key FILE` makes one"
            );
        }
        let keep = self.keep.unwrap_or(settings.backup_keep) as usize;
        let data_dir = &settings.data_dir;
        // The server on the same machine goes first.
        background::give_way();
        let order =
            Order { data_dir, folder: &folder, recipients, keep, stop: &CopyStop::default() };
        let made = make(&order, clock.now())?;
        println!("{} ({} bytes)", made.path.display(), made.bytes);
        if made.removed > 0 {
            println!("removed {} older", made.removed);
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(crate) struct BackupKey {
    /// File that is made for the private key; keep it somewhere else than the server
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl BackupKey {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let key = Identity::generate();
        let public = key.to_public();
        write_key(&self.file, &key, &public)
            .with_context(|| format!("{} can't be made", self.file.display()))?;
        println!("{public}");
        Ok(())
    }
}

/// In the form of `age-keygen`.
fn write_key(file: &Path, key: &Identity, public: &Recipient) -> std::io::Result<()> {
    let mut out = private_files::new(file)?;
    writeln!(out, "# public key: {public}")?;
    writeln!(out, "{}", key.to_string().expose_secret())?;
    out.sync_all()
}
