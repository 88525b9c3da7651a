//! Reporting: what can be reported, by whom, and what is stored.

use circles_protocol::requests::{DeleteMessage, ListOwnReports, ReportMember, ReportMessage};
use circles_protocol::{
    CaseId, CaseKind, CaseView, Notice, OwnReport, Reason, ReportId, Statement,
};

use crate::clock::HOUR_MS;
use crate::commands::chat::delete_message::delete_message;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::moderation::list_own_reports::list_own_reports;
use crate::commands::moderation::report_member::report_member;
use crate::commands::moderation::report_message::report_message;
use crate::commands::tests::*;

impl Fixture {
    pub(in crate::commands::tests) async fn report(
        &self,
        actor: Actor,
        message: MessageId,
        reason: Reason,
    ) -> Result<ReportId, Rejection> {
        let statement = Some(Statement::parse("It scared me.").unwrap());
        let request = ReportMessage { circle: self.circle, message, reason, statement };
        let reply = report_message(context(&self.store, actor, NOW), request).await?;
        let Reply::Reported { report } = reply else { panic!("{reply:?}") };
        Ok(report)
    }

    pub(in crate::commands::tests) async fn report_person(
        &self,
        actor: Actor,
        member: MemberId,
        reason: Reason,
    ) -> Result<ReportId, Rejection> {
        let request = ReportMember {
            circle: self.circle,
            member,
            reason,
            statement: None,
            in_private: false,
        };
        let reply = report_member(context(&self.store, actor, NOW), request).await?;
        let Reply::Reported { report } = reply else { panic!("{reply:?}") };
        Ok(report)
    }

    async fn own_reports(&self, actor: Actor) -> Vec<OwnReport> {
        let reply =
            list_own_reports(context(&self.store, actor, NOW), ListOwnReports {}).await.unwrap();
        let Reply::OwnReports { reports } = reply else { panic!("{reply:?}") };
        reports
    }

    /// Whose queue changed since the last call, each once.
    pub(in crate::commands::tests) fn told_of_queue(&self) -> Vec<Actor> {
        let mut told: Vec<_> = self
            .heard()
            .into_iter()
            .filter_map(|publication| match publication {
                Publication::Notice { account, notice: Notice::QueueChanged } => Some(account),
                Publication::Notice { .. }
                | Publication::Event(_)
                | Publication::Unsubscribed { .. }
                | Publication::SessionClosed { .. } => None,
            })
            .collect();
        told.sort_unstable();
        told.dedup();
        told.into_iter().map(|account| Actor { account, coordinator: false }).collect()
    }
}

#[tokio::test]
async fn a_report_opens_a_case_and_keeps_a_copy() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (said, _) = fixture.say(jo, "can get you some").await;
    fixture.heard();
    let report = fixture.report(sam, said, Reason::Solicitation).await.unwrap();
    assert_eq!(fixture.told_of_queue(), [kim, lou]);
    let [case] = &fixture.cases(kim).await[..] else { panic!("one case") };
    let expected = CaseView {
        id: case.id,
        circle: fixture.circle,
        kind: CaseKind::Reported,
        reason: Reason::Solicitation,
        subject: fixture.member_id(jo).await,
        message: Some(said),
        signals: Vec::new(),
        reports: 1,
        opened_at: NOW,
        due_at: NOW.plus_ms(24 * HOUR_MS),
        claim: None,
        reopened_at: None,
        folded_under: None,
    };
    assert_eq!(*case, expected);
    let opened = fixture.fetch_case(kim, case.id).await.unwrap();
    assert_eq!(opened.evidence[0].body.as_str(), "can get you some");
    assert_eq!((opened.evidence[0].message, opened.evidence[0].taken_at), (said, NOW));
    assert_eq!(opened.reports[0].statement.as_ref().unwrap().as_str(), "It scared me.");
    let own = OwnReport {
        id: report,
        circle: fixture.circle,
        reason: Reason::Solicitation,
        at: NOW,
        handled_at: None,
    };
    assert_eq!(fixture.own_reports(sam).await, [own]);
    assert!(fixture.own_reports(jo).await.is_empty() && fixture.own_reports(kim).await.is_empty());
}

#[tokio::test]
async fn the_same_report_again_gets_the_first_answer() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let (said, _) = fixture.say(jo, "one").await;
    let first = fixture.report(sam, said, Reason::Other).await.unwrap();
    fixture.heard();
    // Another reason in a repeated report doesn't change the first one.
    assert_eq!(fixture.report(sam, said, Reason::Danger).await, Ok(first));
    assert!(fixture.told_of_queue().is_empty());
    let [case] = &fixture.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((case.reports, case.reason), (1, Reason::Other));
    let opened = fixture.fetch_case(kim, case.id).await.unwrap();
    assert_eq!((opened.reports.len(), opened.evidence.len()), (1, 1));
    assert_eq!(fixture.own_reports(sam).await.len(), 1);
}

#[tokio::test]
async fn where_somebody_may_be_in_danger_a_case_is_due_within_the_hour() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (max, kim) = (fixture.member("Max").await, fixture.moderator("Kim").await);
    let (said, _) = fixture.say(jo, "one").await;
    fixture.report(sam, said, Reason::Other).await.unwrap();
    let due = async |fixture: &Fixture| fixture.cases(kim).await[0].due_at;
    assert_eq!(due(&fixture).await, NOW.plus_ms(24 * HOUR_MS));
    fixture.report(max, said, Reason::Danger).await.unwrap();
    assert_eq!(due(&fixture).await, NOW.plus_ms(HOUR_MS));
}

#[tokio::test]
async fn reports_of_one_thing_make_one_case_with_the_gravest_reason() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (max, kim) = (fixture.member("Max").await, fixture.moderator("Kim").await);
    let (said, _) = fixture.say(jo, "one").await;
    let person = fixture.member_id(jo).await;
    fixture.report(sam, said, Reason::Shaming).await.unwrap();
    fixture.report(max, said, Reason::Outing).await.unwrap();
    fixture.report(kim, said, Reason::Other).await.unwrap();
    fixture.report_person(sam, person, Reason::Other).await.unwrap();
    fixture.report_person(max, person, Reason::Danger).await.unwrap();
    let seen: Vec<_> = fixture
        .cases(kim)
        .await
        .iter()
        .map(|case| (case.message, case.reason, case.reports))
        .collect();
    let expected = [(None, Reason::Danger, 2), (Some(said), Reason::Outing, 3)];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn what_may_not_be_reported_is_refused_and_leaves_nothing() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let gone = fixture.member("Max").await;
    let (early, _) = fixture.say(jo, "before Sam came").await;
    let gone_id = fixture.member_id(gone).await;
    let leave = circles_protocol::requests::LeaveCircle { circle: fixture.circle };
    leave_circle(context(&fixture.store, gone, NOW), leave).await.unwrap();
    let sam = fixture.member("Sam").await;
    let (own, _) = fixture.say(sam, "mine").await;
    let (muted, _) = fixture.say(jo, "muted").await;
    let (deleted, _) = fixture.say(jo, "deleted").await;
    fixture.mute_for(kim, muted).await;
    let delete = DeleteMessage { circle: fixture.circle, message: deleted };
    delete_message(context(&fixture.store, jo, NOW), delete).await.unwrap();
    let nobodys = MessageId(Uuid::now_v7());
    fixture.heard();

    let reason = Reason::Other;
    for unseen in [early, nobodys, deleted] {
        let refused = fixture.report(sam, unseen, reason).await.unwrap_err();
        assert_eq!(refused, Rejection::not_found());
    }
    assert_refused(fixture.report(sam, own, reason).await, RefusalCode::NotAllowed);
    assert_refused(fixture.report(sam, muted, reason).await, RefusalCode::MessageMuted);
    let stranger = fixture.stranger().await;
    assert_refused(fixture.report(stranger, own, reason).await, RefusalCode::NotFound);
    let sams = fixture.member_id(sam).await;
    assert_refused(fixture.report_person(sam, sams, reason).await, RefusalCode::NotAllowed);
    for unmet in [gone_id, MemberId(Uuid::new_v4())] {
        let refused = fixture.report_person(sam, unmet, reason).await.unwrap_err();
        assert_eq!(refused, Rejection::not_found());
    }
    assert!(fixture.cases(kim).await.is_empty() && fixture.heard().is_empty());
    // Jo has met the member who left.
    fixture.report_person(jo, gone_id, reason).await.unwrap();
    assert_eq!(fixture.cases(kim).await.len(), 1);
}

#[tokio::test]
async fn a_muted_member_may_report_and_so_may_one_of_a_closed_circle() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let (said, _) = fixture.say(jo, "one").await;
    let sams = fixture.member_id(sam).await;
    fixture.mute_person(kim, sams).await;
    let circle = fixture.circle;
    fixture
        .store
        .write(move |tx| {
            let key = tx.circle(circle)?.unwrap().key;
            Ok(tx.close_circle(key, NOW)?)
        })
        .await
        .unwrap();
    fixture.report(sam, said, Reason::Danger).await.unwrap();
    assert_eq!(fixture.cases(kim).await.len(), 1);
}

#[tokio::test]
async fn the_copy_outlives_the_message_and_other_words_are_copied_too() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (max, kim) = (fixture.member("Max").await, fixture.moderator("Kim").await);
    let (said, _) = fixture.say(jo, "first words").await;
    fixture.report(sam, said, Reason::Shaming).await.unwrap();
    fixture.edit(jo, said, "second words").await.unwrap();
    fixture.report(max, said, Reason::Shaming).await.unwrap();
    fixture.delete(jo, said).await.unwrap();
    let id = fixture.only_case(kim).await;
    let opened = fixture.fetch_case(kim, id).await.unwrap();
    let kept: Vec<_> = opened.evidence.iter().map(|copy| copy.body.as_str()).collect();
    assert_eq!(kept, ["first words", "second words"]);
    assert_eq!(fixture.view(sam, said).await.unwrap().body, None);
}

/// Reporting writes no row; opening the case names only the case.
#[tokio::test]
async fn whoever_reported_stands_in_no_row_of_the_audit() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let (said, _) = fixture.say(jo, "one").await;
    fixture.report(sam, said, Reason::Danger).await.unwrap();
    assert!(fixture.audit_rows().await.is_empty());
    let case: CaseId = fixture.only_case(kim).await;
    fixture.fetch_case(kim, case).await.unwrap();
    let rows = fixture.audit_rows().await;
    assert_eq!((rows.len(), rows[0].target), (1, Some(case.0)));
}
