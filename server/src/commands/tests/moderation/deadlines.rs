//! Nothing is due after what it is about is over: appeals against mutes, claims, and
//! what is kept for whoever decides.

use circles_protocol::{AppealOutcome, Concern, OverdueView};

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::moderation::list_overdue::list_overdue;
use crate::commands::tests::*;

const fn minutes(minutes: i64) -> Timestamp {
    NOW.plus_ms(minutes * MINUTE_MS)
}

#[tokio::test]
async fn an_appeal_against_an_hours_mute_is_due_before_half_an_hour() {
    let house = House::new().await;
    let (jo, office) = (house.member("Jo").await, house.staff().await);
    let kim = house.moderator("Kim").await;
    house.mute_person(kim, house.member_id(jo).await).await;
    let action = house.last_action(jo).await;
    let due_at = minutes(30);
    assert_eq!(house.appeal(jo, action).await.unwrap(), Reply::Appealed { due_at });
    assert_eq!(house.own_actions(jo).await[0].appeal.unwrap().due_at, due_at);
    assert_eq!(house.appeals(office).await[0].due_at, due_at);
    let overdue = async |at| {
        let Reply::Overdue { circles } = list_overdue(&house.store, office, at).await.unwrap()
        else {
            panic!("no list")
        };
        circles
    };
    assert_eq!(overdue(minutes(29)).await, []);
    let one = OverdueView { circle: house.circle, cases: 0, appeals: 1 };
    assert_eq!(overdue(due_at).await, [one]);
}

#[tokio::test]
async fn the_appeal_that_is_due_first_stands_first_whenever_it_was_made() {
    let house = House::new().await;
    let (jo, sam, office) =
        (house.member("Jo").await, house.member("Sam").await, house.staff().await);
    let kim = house.moderator("Kim").await;
    let (said, _) = house.say(jo, "a joke").await;
    house.mute(kim, &[said]).await.unwrap();
    house.appeal(jo, house.last_action(jo).await).await.unwrap();
    house.mute_person(kim, house.member_id(sam).await).await;
    house.appeal(sam, house.last_action(sam).await).await.unwrap();
    let due: Vec<_> = house.appeals(office).await.iter().map(|appeal| appeal.due_at).collect();
    assert_eq!(due, [minutes(30), NOW.plus_ms(48 * HOUR_MS)]);
}

#[tokio::test]
async fn a_claim_on_somebodys_danger_ends_while_others_can_still_help_in_time() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (kim, lou) = (house.moderator("Kim").await, house.moderator("Lou").await);
    let (said, _) = house.say(jo, "I can't go on").await;
    house.report(sam, said, Concern::Danger).await.unwrap();
    let case = house.only_case(kim).await;
    house.claim_at(kim, case, NOW).await.unwrap();
    assert_refused(house.claim_at(lou, case, minutes(29)).await, RefusalCode::Claimed);
    house.claim_at(lou, case, minutes(30)).await.unwrap();
    assert_refused(house.claim_at(kim, case, minutes(44)).await, RefusalCode::Claimed);
}

#[tokio::test]
async fn what_an_appeal_is_decided_by_is_kept_until_it_is_decided() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (kim, lou) = (house.moderator("Kim").await, house.moderator("Lou").await);
    let (said, _) = house.say(jo, "for the case").await;
    house.report(sam, said, Concern::Shaming).await.unwrap();
    house.wipe_everything(kim, house.member_id(jo).await).await;
    let appeal = house.appealed(jo, lou).await;
    let long_after = NOW.plus_ms(400 * DAY_MS);
    let purge = || {
        house.store.write(move |tx| {
            Ok((tx.purge_cases(long_after, 500)?, tx.purge_action_evidence(long_after, 500)?))
        })
    };
    assert_eq!(purge().await, Ok((0, 0)));
    house.decide(lou, appeal, AppealOutcome::Stands).await.unwrap();
    assert_eq!(purge().await, Ok((1, 1)));
}
