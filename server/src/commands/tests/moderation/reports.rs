//! Reporting: what can be reported, by whom, and what is kept of it.

use circles_protocol::requests::{DeleteMessage, ReportMember, ReportMessage};
use circles_protocol::{
    CaseId, CaseKind, CaseView, Concern, Notice, OwnReport, ReportId, Statement,
};

use crate::clock::HOUR_MS;
use crate::commands::chat::delete_message::delete_message;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::moderation::list_own_reports::list_own_reports;
use crate::commands::moderation::report_member::report_member;
use crate::commands::moderation::report_message::report_message;
use crate::commands::tests::*;

impl House {
    pub(in crate::commands::tests) async fn report(
        &self,
        actor: Actor,
        message: MessageId,
        concern: Concern,
    ) -> Result<ReportId, Rejection> {
        let statement = Some(Statement::parse("It scared me.").unwrap());
        let request = ReportMessage { circle: self.circle, message, concern, statement };
        let reply = report_message(&self.store, actor, request, NOW).await?;
        let Reply::Reported { report } = reply else { panic!("{reply:?}") };
        Ok(report)
    }

    pub(in crate::commands::tests) async fn report_person(
        &self,
        actor: Actor,
        member: MemberId,
        concern: Concern,
    ) -> Result<ReportId, Rejection> {
        let request = ReportMember {
            circle: self.circle,
            member,
            concern,
            statement: None,
            in_private: false,
        };
        let reply = report_member(&self.store, actor, request, NOW).await?;
        let Reply::Reported { report } = reply else { panic!("{reply:?}") };
        Ok(report)
    }

    async fn own_reports(&self, actor: Actor) -> Vec<OwnReport> {
        let reply = list_own_reports(&self.store, actor, NOW).await.unwrap();
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
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (kim, lou) = (house.moderator("Kim").await, house.moderator("Lou").await);
    let (said, _) = house.say(jo, "can get you some").await;
    house.heard();
    let report = house.report(sam, said, Concern::Solicitation).await.unwrap();
    assert_eq!(house.told_of_queue(), [kim, lou]);
    let [case] = &house.cases(kim).await[..] else { panic!("one case") };
    let expected = CaseView {
        id: case.id,
        circle: house.circle,
        kind: CaseKind::Reported,
        concern: Concern::Solicitation,
        subject: house.member_id(jo).await,
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
    let opened = house.open_case(kim, case.id).await.unwrap();
    assert_eq!(opened.evidence[0].body.as_str(), "can get you some");
    assert_eq!((opened.evidence[0].message, opened.evidence[0].taken_at), (said, NOW));
    assert_eq!(opened.reports[0].statement.as_ref().unwrap().as_str(), "It scared me.");
    let own = OwnReport {
        id: report,
        circle: house.circle,
        concern: Concern::Solicitation,
        at: NOW,
        handled_at: None,
    };
    assert_eq!(house.own_reports(sam).await, [own]);
    assert!(house.own_reports(jo).await.is_empty() && house.own_reports(kim).await.is_empty());
}

#[tokio::test]
async fn the_same_report_again_gets_the_first_answer() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let kim = house.moderator("Kim").await;
    let (said, _) = house.say(jo, "one").await;
    let first = house.report(sam, said, Concern::Other).await.unwrap();
    house.heard();
    // Another word for it changes nothing of the first one.
    assert_eq!(house.report(sam, said, Concern::Danger).await, Ok(first));
    assert!(house.told_of_queue().is_empty());
    let [case] = &house.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((case.reports, case.concern), (1, Concern::Other));
    let opened = house.open_case(kim, case.id).await.unwrap();
    assert_eq!((opened.reports.len(), opened.evidence.len()), (1, 1));
    assert_eq!(house.own_reports(sam).await.len(), 1);
}

#[tokio::test]
async fn where_somebody_may_be_in_danger_a_case_is_due_within_the_hour() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (max, kim) = (house.member("Max").await, house.moderator("Kim").await);
    let (said, _) = house.say(jo, "one").await;
    house.report(sam, said, Concern::Other).await.unwrap();
    let due = async |house: &House| house.cases(kim).await[0].due_at;
    assert_eq!(due(&house).await, NOW.plus_ms(24 * HOUR_MS));
    house.report(max, said, Concern::Danger).await.unwrap();
    assert_eq!(due(&house).await, NOW.plus_ms(HOUR_MS));
}

#[tokio::test]
async fn reports_of_one_thing_make_one_case_with_the_gravest_concern() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (max, kim) = (house.member("Max").await, house.moderator("Kim").await);
    let (said, _) = house.say(jo, "one").await;
    let person = house.member_id(jo).await;
    house.report(sam, said, Concern::Shaming).await.unwrap();
    house.report(max, said, Concern::Outing).await.unwrap();
    house.report(kim, said, Concern::Other).await.unwrap();
    house.report_person(sam, person, Concern::Other).await.unwrap();
    house.report_person(max, person, Concern::Danger).await.unwrap();
    let seen: Vec<_> = house
        .cases(kim)
        .await
        .iter()
        .map(|case| (case.message, case.concern, case.reports))
        .collect();
    let expected = [(None, Concern::Danger, 2), (Some(said), Concern::Outing, 3)];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn what_may_not_be_reported_is_refused_and_leaves_nothing() {
    let house = House::new().await;
    let (jo, kim) = (house.member("Jo").await, house.moderator("Kim").await);
    let gone = house.member("Max").await;
    let (early, _) = house.say(jo, "before Sam came").await;
    let gone_id = house.member_id(gone).await;
    let leave = circles_protocol::requests::LeaveCircle { circle: house.circle };
    leave_circle(&house.store, gone, leave, NOW).await.unwrap();
    let sam = house.member("Sam").await;
    let (own, _) = house.say(sam, "mine").await;
    let (muted, _) = house.say(jo, "muted").await;
    let (deleted, _) = house.say(jo, "deleted").await;
    house.mute_for(kim, muted).await;
    let delete = DeleteMessage { circle: house.circle, message: deleted };
    delete_message(&house.store, jo, delete, NOW).await.unwrap();
    let nobodys = MessageId(Uuid::now_v7());
    house.heard();

    let concern = Concern::Other;
    for unseen in [early, nobodys, deleted] {
        let refused = house.report(sam, unseen, concern).await.unwrap_err();
        assert_eq!(refused, Rejection::not_found());
    }
    assert_refused(house.report(sam, own, concern).await, RefusalCode::NotAllowed);
    assert_refused(house.report(sam, muted, concern).await, RefusalCode::MessageMuted);
    let stranger = house.stranger().await;
    assert_refused(house.report(stranger, own, concern).await, RefusalCode::NotFound);
    let sams = house.member_id(sam).await;
    assert_refused(house.report_person(sam, sams, concern).await, RefusalCode::NotAllowed);
    for unmet in [gone_id, MemberId(Uuid::new_v4())] {
        let refused = house.report_person(sam, unmet, concern).await.unwrap_err();
        assert_eq!(refused, Rejection::not_found());
    }
    assert!(house.cases(kim).await.is_empty() && house.heard().is_empty());
    // Jo has met whoever left.
    house.report_person(jo, gone_id, concern).await.unwrap();
    assert_eq!(house.cases(kim).await.len(), 1);
}

#[tokio::test]
async fn a_muted_member_may_report_and_so_may_one_of_a_closed_circle() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let kim = house.moderator("Kim").await;
    let (said, _) = house.say(jo, "one").await;
    let sams = house.member_id(sam).await;
    house.mute_person(kim, sams).await;
    let circle = house.circle;
    house
        .store
        .write(move |tx| {
            let key = tx.circle(circle)?.unwrap().key;
            Ok(tx.close_circle(key, NOW)?)
        })
        .await
        .unwrap();
    house.report(sam, said, Concern::Danger).await.unwrap();
    assert_eq!(house.cases(kim).await.len(), 1);
}

#[tokio::test]
async fn the_copy_outlives_the_message_and_other_words_are_copied_too() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (max, kim) = (house.member("Max").await, house.moderator("Kim").await);
    let (said, _) = house.say(jo, "first words").await;
    house.report(sam, said, Concern::Shaming).await.unwrap();
    house.edit(jo, said, "second words").await.unwrap();
    house.report(max, said, Concern::Shaming).await.unwrap();
    house.delete(jo, said).await.unwrap();
    let id = house.only_case(kim).await;
    let opened = house.open_case(kim, id).await.unwrap();
    let kept: Vec<_> = opened.evidence.iter().map(|copy| copy.body.as_str()).collect();
    assert_eq!(kept, ["first words", "second words"]);
    assert_eq!(house.view(sam, said).await.unwrap().body, None);
}

/// Opened by nobody, decided by nobody, named to nobody.
#[tokio::test]
async fn whoever_reported_stands_in_no_row_of_the_audit() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let kim = house.moderator("Kim").await;
    let (said, _) = house.say(jo, "one").await;
    house.report(sam, said, Concern::Danger).await.unwrap();
    assert!(house.audit_rows().await.is_empty());
    let case: CaseId = house.only_case(kim).await;
    house.open_case(kim, case).await.unwrap();
    let rows = house.audit_rows().await;
    assert_eq!((rows.len(), rows[0].target), (1, Some(case.0)));
}
