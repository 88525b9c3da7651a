//! What one person can do to the review queue: report a lot, and post a lot that gets
//! flagged.

use circles_protocol::requests::ReportMessage;
use circles_protocol::{CaseResolution, CaseView, Reason, Refusal};

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::moderation::report_message::report_message;
use crate::commands::tests::*;
use crate::limits::{FOLDED_FROM, OPEN_REPORTED_PER_ACCOUNT};

impl Fixture {
    async fn danger(&self, by: Actor, message: MessageId, hours: i64) -> Result<Reply, Refusal> {
        let (circle, reason, statement) = (self.circle, Reason::Danger, None);
        let request = ReportMessage { circle, message, reason, statement };
        let at = NOW.plus_ms(hours * HOUR_MS);
        report_message(context(&self.store, by, at), request).await.map_err(|refused| refused.0)
    }

    async fn messages_of(&self, author: Actor, count: u32) -> Vec<MessageId> {
        let mut said = Vec::new();
        for number in 0..count {
            said.push(self.say(author, &format!("one of many, {number}")).await.0);
        }
        said
    }
}

/// How many cases stand in the queue by themselves, and how many behind the first.
fn membership(cases: &[CaseView]) -> (usize, usize) {
    let behind: Vec<_> = cases.iter().filter(|case| case.folded_under.is_some()).collect();
    assert!(behind.iter().all(|case| case.folded_under == Some(cases[0].id)), "{cases:?}");
    (cases.len() - behind.len(), behind.len())
}

#[tokio::test]
async fn so_many_open_reports_of_one_person_and_then_one_a_day() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (lee, kim) = (fixture.member("Lee").await, fixture.moderator("Kim").await);
    let said = fixture.messages_of(jo, OPEN_REPORTED_PER_ACCOUNT + 3).await;
    let (open, more) = said.split_at(OPEN_REPORTED_PER_ACCOUNT as usize);
    for message in open {
        fixture.danger(sam, *message, 0).await.unwrap();
    }
    let refused = fixture.danger(sam, more[0], 1).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::LimitReached);
    assert_eq!(refused.retry_after_ms.map(i64::from), Some(DAY_MS - HOUR_MS));
    // Others' reports can be joined, and others are not held back.
    fixture.danger(lee, more[0], 1).await.unwrap();
    fixture.danger(sam, more[0], 2).await.unwrap();
    // The first report of a day is never refused.
    fixture.danger(sam, more[1], 26).await.unwrap();
    assert!(fixture.danger(sam, more[2], 27).await.is_err());
    // Nor is any other once there is room again.
    let case = fixture.cases(kim).await[5].id;
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    let case = fixture.cases(kim).await[5].id;
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    let case = fixture.cases(kim).await[5].id;
    fixture.close(kim, case, CaseResolution::Dismiss).await.unwrap();
    fixture.danger(sam, more[2], 28).await.unwrap();
}

#[tokio::test]
async fn many_reports_of_one_person_stand_as_one_in_the_queue() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (lee, kim) = (fixture.member("Lee").await, fixture.moderator("Kim").await);
    let few = usize::from(FOLDED_FROM);
    let said = fixture.messages_of(jo, u32::from(FOLDED_FROM) + 3).await;
    for message in &said[..few] {
        fixture.danger(sam, *message, 0).await.unwrap();
    }
    assert_eq!(membership(&fixture.cases(kim).await), (few, 0), "a few stand by themselves");
    for message in &said[few..few + 2] {
        fixture.danger(sam, *message, 0).await.unwrap();
    }
    assert_eq!(membership(&fixture.cases(kim).await), (1, few + 1));
    // What somebody else reports stands by itself, and so does what two people reported.
    fixture.danger(lee, said[few + 2], 0).await.unwrap();
    assert_eq!(membership(&fixture.cases(kim).await), (2, few + 1));
    fixture.danger(lee, said[1], 0).await.unwrap();
    assert_eq!(membership(&fixture.cases(kim).await), (3, few));
    // The next of them appears once the first is decided.
    let first = fixture.cases(kim).await[0].id;
    fixture.close(kim, first, CaseResolution::Dismiss).await.unwrap();
    let left = fixture.cases(kim).await;
    assert!(left[0].folded_under.is_none());
}

#[tokio::test]
async fn a_folded_report_stands_for_those_that_one_may_decide_alone() {
    let fixture = Fixture::new().await;
    let sam = fixture.member("Sam").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let jo = fixture.member("Jo").await;
    // The very first is about Kim, who must not learn of it.
    let about_kim = fixture.say(kim, "my own words").await.0;
    fixture.danger(sam, about_kim, 0).await.unwrap();
    for message in fixture.messages_of(jo, u32::from(FOLDED_FROM) + 1).await {
        fixture.danger(sam, message, 1).await.unwrap();
    }
    let hidden = fixture.cases(lou).await[0].id;
    let kims = fixture.cases(kim).await;
    assert_eq!(membership(&kims), (1, usize::from(FOLDED_FROM)));
    assert!(kims.iter().all(|case| case.id != hidden && case.folded_under != Some(hidden)));
}

#[tokio::test]
async fn what_one_member_writes_that_is_looked_at_twice_stands_as_one_too() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.stranger().await, fixture.moderator("Kim").await);
    fixture.join(jo, "Jo", Role::Member).await.unwrap();
    for number in 0..=FOLDED_FROM {
        let message = fixture.message(&format!("text me at 415 555 01{number:02}"));
        let late = NOW.plus_ms(60 * DAY_MS);
        fixture.send_at(jo, message, late).await.unwrap();
    }
    assert_eq!(membership(&fixture.cases(kim).await), (1, usize::from(FOLDED_FROM)));
}
