//! The audit: what is recorded, who can read it, and what a change to it reveals.

use circles_protocol::requests::{CloseCircle, ListAudit, RenameCircle};
use circles_protocol::{AuditAction, AuditEntry};

use crate::commands::centre::list_audit::list_audit;
use crate::commands::circles::close_circle::close_circle;
use crate::commands::circles::rename_circle::rename_circle;
use crate::commands::tests::*;
use crate::store::{AuditHead, damage, verify_audit};

const ALL: ListAudit = ListAudit { before: None, action: None, circle: None };

impl Fixture {
    async fn audit(&self, actor: Actor, request: ListAudit) -> (Vec<AuditEntry>, bool) {
        let reply = list_audit(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::Audit { entries, has_more } = reply else { panic!("{reply:?}") };
        (entries, has_more)
    }

    async fn rename(&self, actor: Actor, name: &str) {
        let request = RenameCircle { circle: self.circle, name: CircleName::parse(name).unwrap() };
        rename_circle(context(&self.store, actor, NOW), request).await.unwrap();
    }

    fn verify(&self, kept: Option<AuditHead>) -> Result<AuditHead, String> {
        verify_audit(self.folder.path(), kept).unwrap()
    }
}

/// A fixture with five rows in its audit.
async fn with_five_actions() -> (Fixture, Actor) {
    let fixture = Fixture::new().await;
    let coordinator = fixture.coordinator().await;
    for number in 1..=4 {
        fixture.rename(coordinator, &format!("Name {number}")).await;
    }
    let request = CloseCircle { circle: fixture.circle };
    close_circle(context(&fixture.store, coordinator, NOW), request).await.unwrap();
    (fixture, coordinator)
}

#[tokio::test]
async fn actions_stand_in_order_and_can_be_filtered() {
    let (fixture, coordinator) = with_five_actions().await;
    let (entries, has_more) = fixture.audit(coordinator, ALL).await;
    assert!(!has_more);
    let actions: Vec<_> = entries.iter().map(|entry| (entry.number, entry.action)).collect();
    assert_eq!(actions[..2], [(5, AuditAction::CircleClosed), (4, AuditAction::CircleRenamed)]);
    assert!(entries.iter().all(|entry| entry.actor == entries[0].actor));
    assert_eq!((entries[0].at, entries[0].circle), (NOW, Some(fixture.circle)));

    let closed = ListAudit { action: Some(AuditAction::CircleClosed), ..ALL };
    assert_eq!(fixture.audit(coordinator, closed).await.0.len(), 1);
    let older = ListAudit { before: Some(3), ..ALL };
    assert_eq!(fixture.audit(coordinator, older).await.0.len(), 2);
    let elsewhere = ListAudit { circle: Some(circle_id(9)), ..ALL };
    assert!(fixture.audit(coordinator, elsewhere).await.0.is_empty());
}

#[tokio::test]
async fn a_long_audit_comes_in_pages() {
    let fixture = Fixture::new().await;
    let coordinator = fixture.coordinator().await;
    for number in 1..=101 {
        fixture.rename(coordinator, &format!("Name {number}")).await;
    }
    let (page, has_more) = fixture.audit(coordinator, ALL).await;
    assert_eq!((page.len(), page[99].number, has_more), (100, 2, true));
    let next = ListAudit { before: Some(2), ..ALL };
    let (page, has_more) = fixture.audit(coordinator, next).await;
    assert_eq!((page.len(), page[0].number, has_more), (1, 1, false));
}

#[tokio::test]
async fn the_audit_is_not_there_for_others() {
    let fixture = Fixture::new().await;
    let kim = fixture.moderator("Kim").await;
    assert_refused(list_audit(context(&fixture.store, kim, NOW), ALL).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn what_is_refused_leaves_no_row() {
    let fixture = Fixture::new().await;
    let coordinator = fixture.coordinator().await;
    let request = CloseCircle { circle: circle_id(9) };
    let refused = close_circle(context(&fixture.store, coordinator, NOW), request).await;
    assert_refused(refused, RefusalCode::NotFound);
    assert!(fixture.audit(coordinator, ALL).await.0.is_empty());
    assert_eq!(fixture.verify(None).unwrap().number, 0);
}

#[tokio::test]
async fn a_whole_audit_verifies_and_grows_from_its_head() {
    let (fixture, coordinator) = with_five_actions().await;
    let head = fixture.verify(None).unwrap();
    assert_eq!(head.number, 5);
    fixture.rename(coordinator, "Once more").await;
    let later = fixture.verify(Some(head)).unwrap();
    assert_eq!(later.number, 6);
    assert_ne!(later.hash, head.hash);
}

#[tokio::test]
async fn the_first_bad_row_is_named() {
    let (fixture, _) = with_five_actions().await;
    damage::falsify_audit(fixture.folder.path(), 5);
    assert_eq!(fixture.verify(None).unwrap_err(), "row 5 of the audit was changed");
    damage::tear_out_audit(fixture.folder.path(), 3);
    assert_eq!(fixture.verify(None).unwrap_err(), "row 3 of the audit is missing");
}

#[tokio::test]
async fn a_cut_shows() {
    let (fixture, _) = with_five_actions().await;
    let head = fixture.verify(None).unwrap();
    damage::tear_out_audit(fixture.folder.path(), 5);
    assert_eq!(fixture.verify(None).unwrap_err(), "row 5 of the audit is missing");
    // Somebody who also fixes the head is exposed by a hash that was kept elsewhere.
    damage::shorten_audit(fixture.folder.path(), 4);
    assert_eq!(fixture.verify(None).unwrap().number, 3);
    assert_eq!(fixture.verify(Some(head)).unwrap_err(), "row 4 of the audit is missing");
}
