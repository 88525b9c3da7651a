//! The restore as docs/self-hosting.md describes it, line by line.

use std::path::Path;
use std::process::Stdio;

use circles_tests::server::{Plan, binary};
use circles_tests::{Centre, Person, within};
use tokio::process::Command;

use super::backup::{Vault, signed_in_again};

const FILE: &str = "/var/backups/circles/circles-20261130T183000Z.age";
const KEY: &str = "backup-key.txt";
const DATA: &str = "/var/lib/circles";

/// The lines between the page's marks.
fn drill() -> String {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/self-hosting.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once("<!-- drill -->").expect("the page marks the drill");
    let (drill, _) = rest.split_once("<!-- end -->").expect("the page marks its end");
    drill.replace("```", "")
}

/// Runs the lines as the page's reader would, with this machine's paths.
async fn run_drill(file: &Path, key: &Path, data: &Path) -> (bool, String) {
    let mut lines = drill();
    for (written, here) in [(FILE, file), (KEY, key), (DATA, data)] {
        assert!(lines.contains(written), "the page names another path than {written}");
        lines = lines.replace(written, here.to_str().unwrap());
    }
    let folder = binary().parent().unwrap().to_owned();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-euc", &lines]).env("PATH", path).stdin(Stdio::null()).kill_on_drop(true);
    let output = within("the drill", shell.output()).await.unwrap();
    let (out, err) = (&output.stdout, &output.stderr);
    let said = format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err));
    (output.status.success(), said)
}

#[tokio::test]
async fn the_restore_drill_of_the_docs_leads_to_a_server_that_people_use() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    robin.socket.say(circle, "before the backup").await;
    let vault = Vault::new().await;
    let file = vault.backed_up(&centre.server.data_dir()).await;
    centre.server.stop().await;

    let (home, data) = Vault::spare_home();
    let (done, said) = run_drill(&file, &vault.key(), &data).await;
    assert!(done, "{said}");
    for told in ["restored the backup of", "no faults found", "the audit is whole"] {
        assert!(said.contains(told), "{said}");
    }

    let restored = Plan::default().start_in(home).await;
    let mut robin: Person = signed_in_again(&restored, &robin).await;
    robin.socket.say(circle, "after the restore").await;
    let page = robin.socket.page(circle, circles_protocol::requests::Anchor::Newest, 10).await;
    assert_eq!(page.messages.len(), 2);

    // Once there is a database, the same lines are refused and change nothing.
    let (done, said) = run_drill(&file, &vault.key(), &data).await;
    assert!(!done && said.contains("another server is running"), "{said}");
}
