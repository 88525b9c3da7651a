//! The backups that the server makes by itself, and who is told when there are none.

use circles_protocol::requests::ShowCentreSettings;
use circles_protocol::{Reply, Request};
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre, within};

use super::backup::Vault;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Asks until the monitoring would be told this.
async fn told(browser: &mut Browser, status: u16) {
    within("the news of backups", async {
        while browser.get("/api/health?backup").await.status != status {}
    })
    .await;
}

#[tokio::test]
async fn the_server_makes_backups_when_they_are_due_and_keeps_the_newest() {
    let vault = Vault::new().await;
    let plan = Plan::default().with_clock().set("backup_to", &vault.public);
    let plan = plan.set("backup_dir", vault.folder().display()).set("backup_keep", 2);
    let mut centre = Centre::open_with(plan).await;
    let mut browser = Browser::at(&centre.server);
    told(&mut browser, 200).await;
    let first = vault.files();
    assert_eq!(first.len(), 1);
    let page = |reply: Reply| {
        let Reply::CentreSettings { storage, .. } = reply else { panic!("answered {reply:?}") };
        storage.unwrap().backup.unwrap()
    };
    let show = || Request::ShowCentreSettings(ShowCentreSettings {});
    let backup = page(centre.coordinator.socket.done(show()).await);
    assert!(backup.scheduled && backup.last_at.is_some() && !backup.overdue && !backup.failed);

    for _ in 0..3 {
        let newest = vault.files().last().cloned();
        centre.server.advance(DAY_MS);
        within("the next backup", async {
            while vault.files().last().cloned() == newest || vault.files().len() > 2 {
                browser.get("/api/health").await;
            }
        })
        .await;
    }
    assert_eq!(vault.files().len(), 2);
    assert!(!vault.files().contains(&first[0]));
    assert!(!centre.server.data_dir().join("backup.part").exists());
}

#[tokio::test]
async fn a_backup_that_fails_is_told_to_the_log_the_monitoring_and_the_coordinators() {
    let vault = Vault::new().await;
    // There can be no folder in a file.
    let folder = vault.key().join("backups");
    let plan = Plan::default().with_clock().set("backup_to", &vault.public);
    let mut centre = Centre::open_with(plan.set("backup_dir", folder.display())).await;
    let mut browser = Browser::at(&centre.server);
    told(&mut browser, 503).await;
    assert_eq!(browser.get("/api/health").await.status, 200, "the server itself is well");
    let body = browser.get("/api/health?backup").await.body;
    assert!(body.contains(r#""backup_overdue":true"#), "{body}");
    within("the page's warning", async {
        loop {
            let show = Request::ShowCentreSettings(ShowCentreSettings {});
            let reply = centre.coordinator.socket.done(show).await;
            let Reply::CentreSettings { storage, .. } = reply else { panic!("answered {reply:?}") };
            let backup = storage.unwrap().backup.unwrap();
            assert!(backup.scheduled && backup.overdue);
            if backup.failed {
                break;
            }
        }
    })
    .await;
    assert!(centre.server.log().contains("no backup was made"));
}

#[tokio::test]
async fn a_server_without_backups_of_its_own_says_so_and_warns_only_who_asks() {
    let mut centre = Centre::open().await;
    let show = Request::ShowCentreSettings(ShowCentreSettings {});
    let reply = centre.coordinator.socket.done(show).await;
    let Reply::CentreSettings { storage, .. } = reply else { panic!("answered {reply:?}") };
    let backup = storage.unwrap().backup.unwrap();
    assert!(!backup.scheduled && !backup.overdue && !backup.failed);
    let mut browser = Browser::at(&centre.server);
    assert_eq!(browser.get("/api/health").await.status, 200);
    assert_eq!(browser.get("/api/health?backup").await.status, 503);
}
