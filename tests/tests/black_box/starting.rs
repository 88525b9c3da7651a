//! Starting: what it refuses, with a line that says what to do.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Output;

use circles_tests::Centre;
use circles_tests::server::{Plan, run};
use tempfile::TempDir;

const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}

/// The one SQLite file of a stopped server.
fn database(data: &Path) -> PathBuf {
    let files = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    let mut databases = files
        .filter(|path| fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3\0")));
    databases.next().expect("a database")
}

fn overwrite(file: &Path, at: u64, bytes: &[u8]) {
    let mut file = fs::File::options().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

#[tokio::test]
async fn a_database_newer_than_the_server_is_refused_and_left_alone() {
    let mut centre = Centre::open().await;
    centre.server.stop().await;
    let file = database(&centre.server.data_dir());
    // `user_version`, in the header's bytes 60 to 63.
    overwrite(&file, 60, &9_999_u32.to_be_bytes());
    let before = fs::read(&file).unwrap();
    let output = run(&centre.server.data_dir(), &SERVE).await;
    let said = said(&output);
    assert!(!output.status.success(), "it started");
    assert!(said.contains("9999") && said.contains("newer"), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "one clear line: {said}");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn a_second_server_on_the_same_data_is_refused() {
    let centre = Centre::open().await;
    let output = run(&centre.server.data_dir(), &SERVE).await;
    assert!(!output.status.success(), "two servers on one database");
    assert_eq!(said(&output).trim().lines().count(), 1, "{}", said(&output));
}

#[tokio::test]
async fn measuring_is_refused_on_the_data_of_a_running_server() {
    let centre = Centre::open().await;
    let output = run(&centre.server.data_dir(), &["fill", "--members", "1"]).await;
    assert!(!output.status.success(), "two who write messages into one database");
    assert_eq!(said(&output).trim().lines().count(), 1, "{}", said(&output));
}

#[tokio::test]
async fn after_a_kill_it_starts_again_without_a_hand() {
    let mut centre = Centre::open().await;
    centre.server.kill().await;
    centre.server.start_again().await;
    centre.coordinator.reconnect(&centre.server).await;
}

#[tokio::test]
async fn a_wrong_key_or_value_is_refused_by_name() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("circles.toml");
    let (data, file_name) = (home.path().join("data"), file.to_str().unwrap());
    for (settings, name) in [
        ("mesage_burst = 3", "mesage_burst"),
        ("message_burst = \"many\"", "message_burst"),
        ("message_burst = -1", "message_burst"),
        ("public_url = \"circles.example.org\"", "public_url"),
        ("public_url = \"http://circles.example.org\"", "public_url must begin with https://"),
    ] {
        fs::write(&file, settings).unwrap();
        let mut command = SERVE.to_vec();
        command.extend(["--config", file_name]);
        let output = run(&data, &command).await;
        assert!(!output.status.success(), "{settings} was accepted");
        assert!(said(&output).contains(name), "{settings}: {}", said(&output));
    }
    assert!(!data.exists(), "something was opened before the settings were read");
}

#[tokio::test]
async fn a_settings_file_is_read_and_the_environment_goes_before_it() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("data");
    let file = home.path().join("circles.toml");
    fs::write(&file, "message_burst = \"from the file\"").unwrap();
    // Only reachable if the file is read at all.
    let mut command = SERVE.to_vec();
    command.extend(["--config", file.to_str().unwrap()]);
    assert!(said(&run(&data, &command).await).contains("circles.toml"));
    fs::write(&file, "handshake_ms = 60000\n").unwrap();
    let plan = Plan::default().set("config", file.display()).set("handshake_ms", 200);
    let centre = Centre::open_with(plan).await;
    let address = centre.server.address;
    let mut socket = circles_tests::Client::open(address, &centre.coordinator.browser).await;
    assert_eq!(socket.closed().await, 4006);
}

#[tokio::test]
async fn check_finds_no_fault_in_a_sound_database_and_names_one_in_a_broken_one() {
    let mut centre = Centre::open_with(Plan::default().unhurried()).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    for nth in 0..100 {
        robin.socket.say(circle, &format!("words to fill some pages, {nth}")).await;
    }
    centre.server.stop().await;
    let sound = centre.server.run(&["check"]).await;
    assert!(sound.status.success(), "{}", said(&sound));
    let file = database(&centre.server.data_dir());
    let len = fs::metadata(&file).unwrap().len();
    overwrite(&file, len / 4096 / 2 * 4096, &[0xa5; 4096]);
    let broken = centre.server.run(&["check"]).await;
    assert!(!broken.status.success(), "{}", said(&broken));
    assert!(!said(&broken).trim().is_empty());
}

#[tokio::test]
async fn a_folder_without_a_database_is_named_and_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("mistyped");
    for command in [&["check"][..], &["audit", "verify"], &["invite", "--role", "coordinator"]] {
        let output = circles_tests::server::run(&folder, command).await;
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("mistyped") && said.contains("--data-dir"), "{said}");
        assert!(!folder.exists(), "{command:?}");
    }
}

#[tokio::test]
async fn the_help_names_every_command() {
    let mut help = tokio::process::Command::new(circles_tests::server::binary());
    let output = help.arg("--help").output().await.unwrap();
    let said = said(&output);
    for command in ["serve", "demo", "invite", "check", "epoch"] {
        assert!(said.contains(command), "{said}");
    }
    assert!(!said.contains("fill"), "a command for measuring is shown to everyone");
}
