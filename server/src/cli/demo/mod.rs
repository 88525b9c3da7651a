//! `circles demo`: a made-up centre to look around in, in a folder of its own, created
//! afresh at every start.

mod play;
mod safety;
mod script;

use std::collections::BTreeMap;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use circles_protocol::{Passphrase, Timestamp};
use clap::Args;

use crate::auth::{Authenticator, draw_invite_token};
use crate::clock::{Clock, DAY_MS};
use crate::data_lock::DataLock;
use crate::domain::Rejection;
use crate::security_log::SecurityLog;
use crate::serve::serve;
use crate::settings::{Settings, Sources, gather};
use crate::store::{Store, StoreOptions};
use play::Stage;

/// Marks a folder whose content may be deleted.
const MARK: &str = "made-up";

/// Known to everybody who has read this: only used where nobody else can connect.
const PUBLISHED: &str = "a quiet river at dawn";

/// Who is who, for anyone looking around.
const SIGN_INS: &[(&str, &str)] = &[
    ("coordinator", "dana"),
    ("moderator of Night shift", "otis"),
    ("member of two circles", "theo"),
];

const YEAR_MS: i64 = 365 * DAY_MS;

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Demo {
    /// Folder of the made-up data
    #[arg(long, value_name = "FOLDER", default_value = "./data-demo")]
    data_dir: PathBuf,
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
}

impl Demo {
    /// The settings file and the environment are for the real centre.
    pub(crate) fn settings(&self) -> anyhow::Result<Settings> {
        let data_dir = self.data_dir.display().to_string();
        let flags = vec![("data_dir", data_dir), ("listen", self.listen.clone())];
        Ok(gather(&Sources { flags, ..Sources::default() })?)
    }

    pub(crate) async fn run(
        self,
        settings: Settings,
        security_log: SecurityLog,
    ) -> anyhow::Result<()> {
        clear(&self.data_dir)?;
        let passphrase = passphrase(settings.listen.ip())?;
        let store = Store::open(&self.data_dir, StoreOptions::default(), Box::new(drop))?;
        let made = make_up(&store, &settings, &passphrase).await;
        store.close().await;
        made.map_err(|Rejection(refusal)| anyhow!(refusal.message))
            .context("the made-up centre could not be made")?;
        println!("A made-up centre, fresh at every start. The passphrase is: {passphrase}");
        for (role, name) in SIGN_INS {
            println!("  sign in as {name:6} {role}");
        }
        Ok(serve(settings, Clock::real(), security_log).await?)
    }
}

/// If others can reach the demo, a passphrase that is generated at this start and printed.
fn passphrase(listen: IpAddr) -> anyhow::Result<String> {
    if listen.to_canonical().is_loopback() {
        return Ok(PUBLISHED.to_owned());
    }
    let drawn = draw_invite_token().map_err(|Rejection(refusal)| anyhow!(refusal.message))?;
    Ok(drawn.0)
}

/// Empties a folder that a demo created. Any other folder with content is left alone: real
/// data are never at risk.
fn clear(folder: &Path) -> anyhow::Result<()> {
    let name = folder.display();
    if folder.exists() {
        let empty = fs::read_dir(folder).with_context(|| format!("{name}"))?.next().is_none();
        if !empty && !folder.join(MARK).is_file() {
            bail!("{name} holds something that is not a demo; please name another folder");
        }
        // Not while another demo is using it.
        let lock = DataLock::take(folder)?;
        fs::remove_dir_all(folder).with_context(|| format!("{name} can't be emptied"))?;
        drop(lock);
    }
    fs::create_dir_all(folder).with_context(|| format!("{name} can't be made"))?;
    fs::write(folder.join(MARK), "").with_context(|| format!("{name} can't be written to"))
}

async fn make_up(store: &Store, settings: &Settings, passphrase: &str) -> Result<(), Rejection> {
    let authenticator = Authenticator::new(settings.hash_slots, settings.sign_ins_per_quarter_hour);
    let passphrase_hash = authenticator.hash(Passphrase::from_stored(passphrase.into())).await?;
    let now: Timestamp = Clock::real().now();
    let (rules, people) = (settings.rules, BTreeMap::new());
    let mut stage = Stage { store, passphrase_hash, now, rules, people };
    stage.account("Dana", true, now.plus_ms(-YEAR_MS)).await?;
    for (nth, circle) in (1..).zip(script::circles()) {
        stage.play(nth, circle).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use circles_protocol::requests::{ListAppeals, ListCases};
    use circles_protocol::{Reply, SignInName};

    use super::*;
    use crate::commands::Context;
    use crate::commands::moderation::list_appeals::list_appeals;
    use crate::commands::moderation::list_cases::list_cases;
    use crate::domain::{Actor, Rules};

    #[test]
    fn a_demos_own_folder_is_emptied() {
        let folder = tempfile::tempdir().unwrap();
        let demo = folder.path().join("demo");
        clear(&demo).unwrap();
        fs::write(demo.join("circles.db"), "old").unwrap();
        clear(&demo).unwrap();
        assert!(!demo.join("circles.db").exists());
    }

    #[test]
    fn the_published_passphrase_is_for_this_machine_alone() {
        let for_listening = |address: &str| passphrase(address.parse().unwrap()).unwrap();
        for own in ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(for_listening(own), PUBLISHED, "{own}");
        }
        for open in ["0.0.0.0", "::", "192.0.2.1", "10.0.0.1", "2001:db8::1"] {
            let drawn = for_listening(open);
            assert!(Passphrase::parse(&drawn).is_ok() && drawn != for_listening(open), "{open}");
        }
    }

    #[test]
    fn a_folder_with_anything_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("circles.db"), "real").unwrap();
        assert!(clear(folder.path()).is_err());
        assert_eq!(fs::read(folder.path().join("circles.db")).unwrap(), b"real");
    }

    #[tokio::test]
    async fn a_moderator_of_the_made_up_centre_has_something_to_look_at() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), StoreOptions::default(), Box::new(drop)).unwrap();
        make_up(&store, &Settings::default(), PUBLISHED).await.unwrap();
        let name = SignInName::from_stored("otis".to_owned());
        let account = store.read(move |view| Ok(view.account_named(&name)?)).await;
        let otis = Actor { account: account.unwrap().unwrap().key, coordinator: false };
        let (now, rules) = (Clock::real().now(), Rules::default());
        let context = Context { store: &store, actor: otis, now, rules };
        let cases = list_cases(context, ListCases { after: None }).await.unwrap();
        let appeals = list_appeals(context, ListAppeals {}).await.unwrap();
        store.close().await;
        assert!(matches!(cases, Reply::Cases { cases, .. } if cases.len() == 2));
        assert!(matches!(appeals, Reply::Appeals { appeals } if appeals.len() == 1));
    }

    #[tokio::test]
    async fn the_made_up_centre_holds_a_few_hundred_messages() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), StoreOptions::default(), Box::new(drop)).unwrap();
        make_up(&store, &Settings::default(), PUBLISHED).await.unwrap();
        let circles = store
            .read(|view| Ok(view.centre_circles(None, crate::domain::PageBudget::page(10))?.items))
            .await
            .unwrap();
        store.close().await;
        assert_eq!(circles.len(), 3);
        assert_eq!(crate::store::check(folder.path()).unwrap(), Vec::<String>::new());
    }
}
