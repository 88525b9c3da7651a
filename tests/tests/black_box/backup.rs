//! Backups from outside: made while people write, refused where they would do harm, and
//! restored into a server that people can go on with.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use circles_protocol::requests::*;
use circles_protocol::{CircleId, MessageId, RefusalCode, Request, Seq};
use circles_tests::browser::PASSPHRASE;
use circles_tests::server::{Plan, Server, print, run};
use circles_tests::{Browser, Centre, Client, Person};
use tempfile::TempDir;

/// A folder for backups and one pair of keys.
pub(super) struct Vault {
    home: TempDir,
    pub(super) public: String,
}

impl Vault {
    pub(super) async fn new() -> Self {
        let home = TempDir::with_prefix("circles-backup-").unwrap();
        let public = new_key(&home.path().join("key.txt")).await;
        Self { home, public }
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.home.path().join("backups")
    }

    pub(super) fn key(&self) -> PathBuf {
        self.home.path().join("key.txt")
    }

    /// A data folder to restore into: the one of a server that is started in the home.
    pub(super) fn spare_home() -> (TempDir, PathBuf) {
        let home = TempDir::with_prefix("circles-restored-").unwrap();
        let data = home.path().join("data");
        (home, data)
    }

    async fn make(&self, data: &Path) -> Output {
        let folder = self.folder();
        run(data, &["backup", folder.to_str().unwrap(), "--to", &self.public]).await
    }

    /// Makes one, and returns its file.
    pub(super) async fn backed_up(&self, data: &Path) -> PathBuf {
        let before = self.files();
        let output = self.make(data).await;
        assert!(output.status.success(), "{}", said(&output));
        let made: Vec<_> = self.files().into_iter().filter(|file| !before.contains(file)).collect();
        assert_eq!(made.len(), 1, "{made:?}");
        made[0].clone()
    }

    pub(super) fn files(&self) -> Vec<PathBuf> {
        files_in(&self.folder())
    }

    async fn restore(&self, file: &Path, data: &Path) -> Output {
        restore(file, &self.key(), data).await
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn is_erasure_list(file: &Path) -> bool {
    file.file_name().unwrap().to_string_lossy().starts_with("circles.erased-")
}

async fn new_key(file: &Path) -> String {
    let output = print(&["backup-key", file.to_str().unwrap()]).await;
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

async fn restore(file: &Path, key: &Path, data: &Path) -> Output {
    let (file, key) = (file.to_str().unwrap(), key.to_str().unwrap());
    run(data, &["restore", file, "--identity", key]).await
}

fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}

/// Refused, with a sentence that has these words in it, and nothing was put into the folder.
fn assert_refused(output: &Output, words: &str, data: &Path) {
    assert!(!output.status.success(), "it was done: {}", said(output));
    assert!(said(output).contains(words), "not {words}: {}", said(output));
    assert!(!data.join("circles.db").exists(), "a database was left behind");
    assert!(!data.join("restore.part").exists(), "a part of one was left behind");
}

/// The same person on the restored server, where nobody is signed in any more.
pub(super) async fn signed_in_again(server: &Server, person: &Person) -> Person {
    let mut browser = Browser::at(server);
    let answer = browser.sign_in(&person.sign_in_name, PASSPHRASE).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let socket = Client::join(server.address, &browser).await;
    Person { browser, socket, sign_in_name: person.sign_in_name.clone() }
}

/// Every message of the circle, by its place.
async fn all_messages(socket: &mut Client, circle: CircleId) -> BTreeMap<Seq, MessageId> {
    let (mut all, mut from) = (BTreeMap::new(), Anchor::After { seq: Seq(0) });
    loop {
        let page = socket.page(circle, from, 100).await;
        let Some(last) = page.messages.last() else { return all };
        from = Anchor::After { seq: last.seq };
        all.extend(page.messages.iter().map(|message| (message.seq, message.id)));
    }
}

type Acknowledged = Arc<Mutex<BTreeMap<Seq, MessageId>>>;

/// Writes until told to stop, and notes what was acknowledged.
async fn write_on(
    mut writer: Person,
    circle: CircleId,
    noted: Acknowledged,
    go_on: Arc<AtomicBool>,
) {
    while go_on.load(Ordering::Relaxed) {
        let (id, seq) = writer.socket.say(circle, "kept, once acknowledged").await;
        noted.lock().unwrap().insert(seq, id);
    }
}

#[tokio::test]
async fn a_backup_under_load_has_all_that_was_acknowledged_before_and_loses_nothing_after() {
    let plan = Plan::default().unhurried().set("send_queue_events", 100_000);
    let mut centre = Centre::open_with(plan.set("send_queue_bytes", 64 * 1_024 * 1_024)).await;
    let circle = centre.circle("Tuesday").await;
    let mut listener = centre.member(circle, "Listener").await;
    let (noted, go_on) = (Acknowledged::default(), Arc::new(AtomicBool::new(true)));
    let mut writing = tokio::task::JoinSet::new();
    for alias in ["Robin", "Sam", "Kim"] {
        let writer = centre.member(circle, alias).await;
        writing.spawn(write_on(writer, circle, Arc::clone(&noted), Arc::clone(&go_on)));
    }
    listener.socket.event_at_least(Seq(200)).await;
    let before = noted.lock().unwrap().clone();
    let vault = Vault::new().await;
    let file = vault.backed_up(&centre.server.data_dir()).await;
    let during = noted.lock().unwrap().len();
    assert!(during > before.len(), "nobody wrote while the backup was made");
    go_on.store(false, Ordering::Relaxed);
    writing.join_all().await;
    let written = noted.lock().unwrap().clone();
    let live = all_messages(&mut listener.socket, circle).await;
    assert!(written.iter().all(|(seq, id)| live.get(seq) == Some(id)), "a message was lost");

    let (home, data) = Vault::spare_home();
    let output = vault.restore(&file, &data).await;
    assert!(output.status.success(), "{}", said(&output));
    let restored = Plan::default().start_in(home).await;
    let mut listener = signed_in_again(&restored, &listener).await;
    let kept = all_messages(&mut listener.socket, circle).await;
    assert!(before.iter().all(|(seq, id)| kept.get(seq) == Some(id)), "the backup lacks a message");
    assert!(kept.iter().all(|(seq, id)| live.get(seq) == Some(id)), "the backup made one up");
}

/// A stopped centre with one circle, in which Robin said something.
async fn small_centre() -> (Centre, CircleId, Person, MessageId) {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let (id, _) = robin.socket.say(circle, "zanzibar words").await;
    (centre, circle, robin, id)
}

#[tokio::test]
async fn what_is_restored_begins_anew_for_every_client() {
    let (mut centre, circle, mut robin, _) = small_centre().await;
    let old_epoch = robin.socket.hello(None, &[]).await.epoch;
    let vault = Vault::new().await;
    let file = vault.backed_up(&centre.server.data_dir()).await;
    let bytes = fs::read(&file).unwrap();
    assert!(!bytes.windows(8).any(|part| part == b"zanzibar"), "it is not encrypted");
    centre.server.stop().await;
    let (home, data) = Vault::spare_home();
    let output = vault.restore(&file, &data).await;
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("No list of what was erased was found"), "{}", said(&output));
    for check in [&["check"][..], &["audit", "verify"]] {
        let output = run(&data, check).await;
        assert!(output.status.success(), "{}", said(&output));
    }

    let restored = Plan::default().start_in(home).await;
    robin.browser.follow(&restored);
    let answer = robin.browser.get("/api/me").await;
    assert_eq!((answer.status, answer.refusal()), (401, RefusalCode::NotSignedIn));
    let mut robin = signed_in_again(&restored, &robin).await;
    assert_ne!(robin.socket.hello(None, &[]).await.epoch, old_epoch);
    assert_eq!(all_messages(&mut robin.socket, circle).await.len(), 1);
}

#[tokio::test]
async fn a_recovery_link_that_was_stopped_after_the_backup_stays_stopped() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let member = robin.id_in(circle).await;
    let (_, token) = centre.recovery_link(circle, member).await;
    let vault = Vault::new().await;
    let file = vault.backed_up(&centre.server.data_dir()).await;
    robin.socket.done(Request::StopRecoveryLink(StopRecoveryLink {})).await;

    let (home, data) = Vault::spare_home();
    let output = vault.restore(&file, &data).await;
    assert!(output.status.success(), "{}", said(&output));
    let restored = Plan::default().start_in(home).await;
    let refused = Browser::at(&restored).come_back(&token, "a lantern on the pier").await;
    assert_eq!(refused.refusal(), RefusalCode::RecoveryLinkInvalid);
    signed_in_again(&restored, &robin).await;
}

#[tokio::test]
async fn a_restore_over_live_data_is_refused_and_changes_nothing() {
    let (mut centre, ..) = small_centre().await;
    let (vault, data) = (Vault::new().await, centre.server.data_dir());
    let file = vault.backed_up(&data).await;
    let output = vault.restore(&file, &data).await;
    assert!(!output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("another server is running"), "{}", said(&output));
    centre.server.stop().await;
    let before = fs::read(data.join("circles.db")).unwrap();
    let output = vault.restore(&file, &data).await;
    assert!(!output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("move circles.db"), "{}", said(&output));
    assert!(fs::read(data.join("circles.db")).unwrap() == before, "the database was changed");
}

#[tokio::test]
async fn a_file_that_is_not_this_backup_is_refused_by_a_sentence() {
    let (centre, ..) = small_centre().await;
    let (vault, data) = (Vault::new().await, centre.server.data_dir());
    let file = vault.backed_up(&data).await;
    let whole = fs::read(&file).unwrap();
    let (_home, spare) = Vault::spare_home();
    let other_name = vault.home.path().join("other.age");

    // Cut at its very end, in the middle, and within the header; and changed in each of them.
    for keep in [whole.len() - 1, whole.len() - 66_000, whole.len() / 2, 300, 10, 0] {
        fs::write(&other_name, &whole[..keep]).unwrap();
        let output = vault.restore(&other_name, &spare).await;
        assert_refused(&output, "backup", &spare);
        assert!(!said(&output).contains("panicked"), "{}", said(&output));
    }
    for at in [whole.len() - 1, whole.len() / 2, 400] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&other_name, &changed).unwrap();
        assert_refused(&vault.restore(&other_name, &spare).await, "backup", &spare);
    }
    for foreign in [&b"SQLite format 3\0"[..], b"age-encryption.org/v1\n"] {
        fs::write(&other_name, foreign).unwrap();
        assert_refused(&vault.restore(&other_name, &spare).await, "backup", &spare);
    }

    let swapped = vault.folder().join("circles-20260101T000000Z.age");
    fs::copy(&file, &swapped).unwrap();
    assert_refused(&vault.restore(&swapped, &spare).await, "another time", &spare);

    let stranger = vault.home.path().join("stranger.txt");
    new_key(&stranger).await;
    assert_refused(&restore(&file, &stranger, &spare).await, "another key", &spare);
    fs::write(&stranger, "no key at all").unwrap();
    assert_refused(&restore(&file, &stranger, &spare).await, "private key", &spare);

    // The same file under a name that says nothing is the backup that it is.
    fs::write(&other_name, &whole).unwrap();
    assert!(vault.restore(&other_name, &spare).await.status.success());
}

#[tokio::test]
async fn what_was_erased_after_the_backup_is_erased_again() {
    let (mut centre, circle, mut robin, erased) = small_centre().await;
    robin.socket.say(circle, "this stays").await;
    let (vault, data) = (Vault::new().await, centre.server.data_dir());
    let file = vault.backed_up(&data).await;
    let delete = DeleteMessage { circle, message: erased };
    robin.socket.accepted(Request::DeleteMessage(delete)).await;
    centre.server.kill().await;

    // The disk is whole, and the database has to be replaced.
    let aside = vault.home.path().join("aside");
    fs::create_dir(&aside).unwrap();
    for name in ["circles.db", "circles.db-wal", "circles.db-shm"] {
        fs::rename(data.join(name), aside.join(name)).unwrap();
    }
    let output = vault.restore(&file, &data).await;
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("erased after that: 1\n"), "{}", said(&output));
    let restored = fs::read(data.join("circles.db")).unwrap();
    assert!(!restored.windows(8).any(|part| part == b"zanzibar"), "the words are back");

    // A new machine, to which only the list was copied.
    let (_home, spare) = Vault::spare_home();
    let list = files_in(&data).into_iter().find(|file| is_erasure_list(file)).unwrap();
    let kept = vault.home.path().join("kept");
    fs::create_dir(&kept).unwrap();
    fs::copy(&list, kept.join(list.file_name().unwrap())).unwrap();
    let (key, list) = (vault.key(), kept.to_str().unwrap());
    let named = ["restore", file.to_str().unwrap(), "--identity", key.to_str().unwrap()];
    let output = run(&spare, &[&named[..], &["--erased", list]].concat()).await;
    assert!(said(&output).contains("erased after that: 1\n"), "{}", said(&output));
    assert!(files_in(&spare).iter().any(|file| is_erasure_list(file)), "the list goes on");

    let (_home, spare) = Vault::spare_home();
    let output = run(&spare, &[&named[..], &["--erased", "/nowhere/at/all"]].concat()).await;
    assert_refused(&output, "/nowhere/at/all", &spare);

    centre.server.start_again().await;
    let mut robin = signed_in_again(&centre.server, &robin).await;
    let page = robin.socket.page(circle, Anchor::After { seq: Seq(0) }, 10).await;
    let bodies: Vec<_> = page.messages.iter().map(|message| message.body.is_some()).collect();
    assert_eq!(bodies, [false, true]);
}

#[tokio::test]
async fn a_backup_is_not_made_without_a_key_or_of_nothing() {
    let (centre, ..) = small_centre().await;
    let (vault, data) = (Vault::new().await, centre.server.data_dir());
    let folder = vault.folder();
    let folder = folder.to_str().unwrap();
    for (command, words) in [
        (vec!["backup", folder], "backup-key"),
        (vec!["backup"], "DIR"),
        (vec!["backup", folder, "--to", "somebody"], "public key"),
        (vec!["backup", folder, "--to", &vault.public, "--keep", "0"], "keep"),
    ] {
        let output = run(&data, &command).await;
        assert!(!output.status.success(), "{command:?}");
        assert!(said(&output).contains(words), "{command:?}: {}", said(&output));
    }
    let (_home, nothing) = Vault::spare_home();
    assert!(!vault.make(&nothing).await.status.success());
    assert!(vault.files().is_empty());
    let again = print(&["backup-key", vault.key().to_str().unwrap()]).await;
    assert!(!again.status.success(), "a key was overwritten");
}
