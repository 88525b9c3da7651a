//! No deadline is later than the end of what it is about: appeals against mutes, claims,
//! and what is kept for deciders.

use circles_protocol::requests::ListOverdue;
use circles_protocol::{AppealOutcome, OverdueView, Reason};

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::moderation::list_overdue::list_overdue;
use crate::commands::tests::*;

const fn minutes(minutes: i64) -> Timestamp {
    NOW.plus_ms(minutes * MINUTE_MS)
}

#[tokio::test]
async fn an_appeal_against_an_hours_mute_is_due_before_half_an_hour() {
    let fixture = Fixture::new().await;
    let (jo, staff) = (fixture.member("Jo").await, fixture.staff().await);
    let kim = fixture.moderator("Kim").await;
    fixture.mute_person(kim, fixture.member_id(jo).await).await;
    let action = fixture.last_action(jo).await;
    let due_at = minutes(30);
    assert_eq!(fixture.appeal(jo, action).await.unwrap(), Reply::Appealed { due_at });
    assert_eq!(fixture.own_actions(jo).await[0].appeal.unwrap().due_at, due_at);
    assert_eq!(fixture.appeals(staff).await[0].due_at, due_at);
    let overdue = async |at| {
        let Reply::Overdue { circles } =
            list_overdue(context(&fixture.store, staff, at), ListOverdue {}).await.unwrap()
        else {
            panic!("no list")
        };
        circles
    };
    assert_eq!(overdue(minutes(29)).await, []);
    let one = OverdueView { circle: fixture.circle, cases: 0, appeals: 1 };
    assert_eq!(overdue(due_at).await, [one]);
}

#[tokio::test]
async fn the_appeal_that_is_due_first_stands_first_whenever_it_was_made() {
    let fixture = Fixture::new().await;
    let (jo, sam, staff) =
        (fixture.member("Jo").await, fixture.member("Sam").await, fixture.staff().await);
    let kim = fixture.moderator("Kim").await;
    let (said, _) = fixture.say(jo, "a joke").await;
    fixture.mute(kim, &[said]).await.unwrap();
    fixture.appeal(jo, fixture.last_action(jo).await).await.unwrap();
    fixture.mute_person(kim, fixture.member_id(sam).await).await;
    fixture.appeal(sam, fixture.last_action(sam).await).await.unwrap();
    let due: Vec<_> = fixture.appeals(staff).await.iter().map(|appeal| appeal.due_at).collect();
    assert_eq!(due, [minutes(30), NOW.plus_ms(48 * HOUR_MS)]);
}

#[tokio::test]
async fn a_claim_on_somebodys_danger_ends_while_others_can_still_help_in_time() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (said, _) = fixture.say(jo, "I can't go on").await;
    fixture.report(sam, said, Reason::Danger).await.unwrap();
    let case = fixture.only_case(kim).await;
    fixture.claim_at(kim, case, NOW).await.unwrap();
    assert_refused(fixture.claim_at(lou, case, minutes(29)).await, RefusalCode::Claimed);
    fixture.claim_at(lou, case, minutes(30)).await.unwrap();
    assert_refused(fixture.claim_at(kim, case, minutes(44)).await, RefusalCode::Claimed);
}

#[tokio::test]
async fn what_an_appeal_is_decided_by_is_kept_until_it_is_decided() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (said, _) = fixture.say(jo, "for the case").await;
    fixture.report(sam, said, Reason::Shaming).await.unwrap();
    fixture.wipe_everything(kim, fixture.member_id(jo).await).await;
    let appeal = fixture.appealed(jo, lou).await;
    let long_after = NOW.plus_ms(400 * DAY_MS);
    let purge = || {
        fixture.store.write(move |tx| {
            Ok((tx.purge_cases(long_after, 500)?, tx.purge_action_evidence(long_after, 500)?))
        })
    };
    assert_eq!(purge().await, Ok((0, 0)));
    fixture.decide(lou, appeal, AppealOutcome::ActionUpheld).await.unwrap();
    assert_eq!(purge().await, Ok((1, 1)));
}
