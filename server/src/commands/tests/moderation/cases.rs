//! The review queue: its order and pages, who sees it, and who has claimed a case.

use circles_protocol::requests::{ClaimCase, FetchCase, HandOverCase, ListCases};
use circles_protocol::{
    AuditEntry, CaseId, CaseView, Claim, MuteDuration, OpenedCase, Reason, requests,
};

use crate::clock::HOUR_MS;
use crate::commands::moderation::claim_case::claim_case;
use crate::commands::moderation::fetch_case::fetch_case;
use crate::commands::moderation::hand_over_case::hand_over_case;
use crate::commands::moderation::list_cases::list_cases;
use crate::commands::moderation::mute_member::mute_member;
use crate::commands::moderation::mute_messages::mute_messages;
use crate::commands::tests::*;
use crate::store::AuditFilter;

impl Fixture {
    async fn queue(&self, actor: Actor, after: Option<CaseId>) -> Result<Reply, Rejection> {
        list_cases(context(&self.store, actor, NOW), ListCases { after }).await
    }

    /// The first page of somebody's queue.
    pub(in crate::commands::tests) async fn cases(&self, actor: Actor) -> Vec<CaseView> {
        let reply = self.queue(actor, None).await.unwrap();
        let Reply::Cases { cases, .. } = reply else { panic!("{reply:?}") };
        cases
    }

    pub(in crate::commands::tests) async fn only_case(&self, actor: Actor) -> CaseId {
        let [case] = &self.cases(actor).await[..] else { panic!("one case") };
        case.id
    }

    pub(in crate::commands::tests) async fn fetch_case(
        &self,
        actor: Actor,
        case: CaseId,
    ) -> Result<OpenedCase, Rejection> {
        let reply =
            fetch_case(context(&self.store, actor, NOW), FetchCase { case, skip: 0 }).await?;
        let Reply::Case { opened } = reply else { panic!("{reply:?}") };
        Ok(*opened)
    }

    pub(in crate::commands::tests) async fn claim_at(
        &self,
        actor: Actor,
        case: CaseId,
        at: Timestamp,
    ) -> Result<Reply, Rejection> {
        claim_case(context(&self.store, actor, at), ClaimCase { case }).await
    }

    async fn hand_over(
        &self,
        actor: Actor,
        case: CaseId,
        to: Option<MemberId>,
    ) -> Result<Reply, Rejection> {
        hand_over_case(context(&self.store, actor, NOW), HandOverCase { case, to }).await
    }

    pub(in crate::commands::tests) async fn mute_for(&self, actor: Actor, message: MessageId) {
        let (circle, reason) = (self.circle, Reason::Other);
        let request = requests::MuteMessages { circle, messages: vec![message], reason };
        mute_messages(context(&self.store, actor, NOW), request).await.unwrap();
    }

    pub(in crate::commands::tests) async fn mute_person(&self, actor: Actor, member: MemberId) {
        let (circle, duration, reason) = (self.circle, MuteDuration::OneHour, Reason::Other);
        let request = requests::MuteMember { circle, member, duration, reason };
        mute_member(context(&self.store, actor, NOW), request).await.unwrap();
    }

    /// The audit, newest row first.
    pub(in crate::commands::tests) async fn audit_rows(&self) -> Vec<AuditEntry> {
        let all = AuditFilter { before: None, action: None, circle: None };
        self.store.read(move |view| Ok(view.audit_entries(all, 100)?)).await.unwrap()
    }

    pub(in crate::commands::tests) async fn demote(&self, member: MemberId) {
        let circle = self.circle;
        self.store
            .write(move |tx| {
                let circle = tx.circle(circle)?.unwrap().key;
                let member = tx.member(circle, member)?.unwrap().key;
                Ok(tx.set_role(member, Role::Member)?)
            })
            .await
            .unwrap();
    }

    /// A case about a new message of this person.
    async fn case_about(&self, author: Actor, reporter: Actor, reason: Reason) -> MessageId {
        let (said, _) = self.say(author, "words").await;
        self.report(reporter, said, reason).await.unwrap();
        said
    }
}

#[tokio::test]
async fn the_gravest_comes_first_and_then_the_oldest() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let order = [
        (Reason::Other, 6),
        (Reason::Outing, 1),
        (Reason::Danger, 0),
        (Reason::Solicitation, 3),
        (Reason::Predation, 2),
        (Reason::Shaming, 4),
        (Reason::Shaming, 5),
    ];
    let mut expected = vec![None; order.len()];
    for (reason, place) in order {
        expected[place] = Some(fixture.case_about(jo, sam, reason).await);
    }
    let seen: Vec<_> = fixture.cases(kim).await.iter().map(|case| case.message).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_long_queue_comes_in_pages_that_join() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    // More than one person may report.
    let mut reporters = Vec::new();
    for number in 0..11 {
        reporters.push(fixture.member(&format!("Reporter {number}")).await);
    }
    let (lou, kim) = (fixture.moderator("Lou").await, fixture.moderator("Kim").await);
    let mut expected = Vec::new();
    for number in 0..101 {
        let sam = reporters[number / 10];
        // Cases about Kim are skipped and not counted.
        if number % 10 == 0 {
            fixture.case_about(kim, sam, Reason::Other).await;
        }
        expected.push(Some(fixture.case_about(jo, sam, Reason::Other).await));
    }
    let (mut seen, mut after, mut sizes) = (Vec::new(), None, Vec::new());
    loop {
        let reply = fixture.queue(kim, after).await.unwrap();
        let Reply::Cases { cases, has_more } = reply else { panic!("{reply:?}") };
        sizes.push(cases.len());
        after = cases.last().map(|case| case.id);
        seen.extend(cases.iter().map(|case| case.message));
        if !has_more {
            break;
        }
    }
    assert_eq!((seen, sizes), (expected, vec![50, 50, 1]));
    let nobodys = Some(CaseId(Uuid::new_v4()));
    assert_refused(fixture.queue(kim, nobodys).await, RefusalCode::NotFound);
    // Nor is a case about the reader a valid cursor.
    let reply = fixture.queue(lou, None).await.unwrap();
    let Reply::Cases { cases, .. } = reply else { panic!("{reply:?}") };
    assert_refused(fixture.queue(kim, Some(cases[0].id)).await, RefusalCode::NotFound);
}

/// Everything that can be requested about a case by its id.
async fn assert_not_there(fixture: &Fixture, actor: Actor, case: CaseId) {
    assert!(fixture.cases(actor).await.is_empty());
    let unknown = Rejection::not_found();
    assert_eq!(fixture.queue(actor, Some(case)).await.unwrap_err(), unknown);
    assert_eq!(fixture.fetch_case(actor, case).await.unwrap_err(), unknown);
    assert_eq!(fixture.claim_at(actor, case, NOW).await.unwrap_err(), unknown);
    assert_eq!(fixture.hand_over(actor, case, None).await.unwrap_err(), unknown);
    let dismiss = circles_protocol::CaseResolution::Dismiss;
    assert_eq!(fixture.close(actor, case, dismiss).await.unwrap_err(), unknown);
}

#[tokio::test]
async fn a_case_is_not_there_for_those_who_may_not_decide_it() {
    let mut fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let coordinator = fixture.staff().await;
    fixture.case_about(jo, sam, Reason::Danger).await;
    let case = fixture.only_case(kim).await;
    let (home, stranger) = (fixture.circle, fixture.stranger().await);
    fixture.circle = fixture.another_circle("Elsewhere").await;
    let elsewhere = fixture.moderator("Ellis").await;
    fixture.circle = home;
    for actor in [jo, sam, stranger, elsewhere, coordinator] {
        assert_not_there(&fixture, actor, case).await;
    }
    // Somebody who is no longer a moderator can't decide any more.
    let kims = fixture.member_id(kim).await;
    assert_eq!(fixture.cases(kim).await.len(), 1);
    fixture.demote(kims).await;
    assert_not_there(&fixture, kim, case).await;
    // Now that nobody in the circle may decide, the centre does.
    assert_eq!(fixture.only_case(coordinator).await, case);
}

#[tokio::test]
async fn a_case_never_reaches_whoever_it_is_about() {
    let fixture = Fixture::new().await;
    let (sam, kim) = (fixture.member("Sam").await, fixture.moderator("Kim").await);
    let staff = fixture.staff().await;
    fixture.join(staff, "Dana", Role::Member).await.unwrap();
    let others = fixture.staff().await;
    fixture.heard();
    fixture.case_about(kim, sam, Reason::Predation).await;
    // The case is about the only moderator: the centre decides.
    let about_kim = fixture.only_case(staff).await;
    assert_eq!(fixture.told_of_queue().len(), 2);
    assert_not_there(&fixture, kim, about_kim).await;
    fixture.claim_at(others, about_kim, NOW).await.unwrap();
    assert_eq!(fixture.cases(staff).await[0].claim.unwrap().by, None);

    let lou = fixture.moderator("Lou").await;
    fixture.heard();
    fixture.case_about(staff, sam, Reason::Outing).await;
    assert_eq!(fixture.told_of_queue().len(), 2);
    let about_staff = fixture.cases(kim).await[0].id;
    assert_not_there(&fixture, staff, about_staff).await;
    // With a second moderator, only that one decides what is about the first.
    assert_not_there(&fixture, others, about_kim).await;
    assert_eq!(fixture.cases(lou).await.len(), 2);
    assert_eq!(fixture.cases(kim).await.len(), 1);
    // A claim of somebody who may no longer decide keeps nobody away.
    assert!(fixture.cases(lou).await.iter().all(|case| case.claim.is_none()));
    fixture.claim_at(lou, about_kim, NOW).await.unwrap();
}

#[tokio::test]
async fn a_suspended_moderator_decides_nothing_and_the_centre_does() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, staff) = (fixture.moderator("Kim").await, fixture.staff().await);
    fixture.case_about(jo, sam, Reason::Danger).await;
    let case = fixture.only_case(kim).await;
    fixture.claim_at(kim, case, NOW).await.unwrap();
    let account = kim.account;
    assert_eq!(fixture.store.write(move |tx| Ok(tx.suspend(account, NOW)?)).await, Ok(true));
    assert_not_there(&fixture, kim, case).await;
    // Nor does an earlier claim keep the case from those who may decide.
    fixture.claim_at(staff, case, NOW).await.unwrap();
}

#[tokio::test]
async fn a_claim_keeps_others_away_for_an_hour() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    fixture.case_about(jo, sam, Reason::Other).await;
    let case = fixture.only_case(kim).await;
    fixture.heard();
    fixture.claim_at(kim, case, NOW).await.unwrap();
    assert_eq!(fixture.told_of_queue(), [kim, lou]);
    let until = NOW.plus_ms(HOUR_MS);
    let by = Some(fixture.member_id(kim).await);
    assert_eq!(fixture.cases(kim).await[0].claim, Some(Claim { by, mine: true, until }));
    assert_eq!(fixture.cases(lou).await[0].claim, Some(Claim { by, mine: false, until }));

    let dismiss = circles_protocol::CaseResolution::Dismiss;
    assert_refused(fixture.claim_at(lou, case, NOW).await, RefusalCode::Claimed);
    assert_refused(fixture.hand_over(lou, case, None).await, RefusalCode::Claimed);
    assert_refused(fixture.close(lou, case, dismiss).await, RefusalCode::Claimed);
    assert_refused(fixture.claim_at(lou, case, until.plus_ms(-1)).await, RefusalCode::Claimed);
    // Anyone who may decide can look.
    fixture.fetch_case(lou, case).await.unwrap();
    fixture.claim_at(lou, case, until).await.unwrap();
    assert_refused(fixture.claim_at(kim, case, until).await, RefusalCode::Claimed);
}

#[tokio::test]
async fn of_two_who_claim_at_once_one_is_on_it() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    fixture.case_about(jo, sam, Reason::Other).await;
    let case = fixture.only_case(kim).await;
    let (one, other) =
        tokio::join!(fixture.claim_at(kim, case, NOW), fixture.claim_at(lou, case, NOW));
    let refused = one.and(other).unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::Claimed);
}

#[tokio::test]
async fn a_case_is_handed_to_somebody_who_may_decide_it_or_to_all() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let max = fixture.moderator("Max").await;
    fixture.case_about(max, sam, Reason::Other).await;
    let case = fixture.only_case(kim).await;
    fixture.claim_at(kim, case, NOW).await.unwrap();
    let nobody = MemberId(Uuid::new_v4());
    for unfit in [fixture.member_id(jo).await, fixture.member_id(max).await, nobody] {
        let refused = fixture.hand_over(kim, case, Some(unfit)).await.unwrap_err();
        assert_eq!(refused, Rejection::not_found());
    }
    let lous = fixture.member_id(lou).await;
    fixture.hand_over(kim, case, Some(lous)).await.unwrap();
    assert_refused(fixture.claim_at(kim, case, NOW).await, RefusalCode::Claimed);
    assert!(fixture.cases(lou).await[0].claim.unwrap().mine);
    fixture.hand_over(lou, case, None).await.unwrap();
    assert_eq!(fixture.cases(lou).await[0].claim, None);
    fixture.claim_at(kim, case, NOW).await.unwrap();
}
