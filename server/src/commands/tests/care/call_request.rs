//! A wish for a call without a mood or a number, and where it goes.

use circles_protocol::requests::{DeleteCheckIn, SendCheckIn};
use circles_protocol::{HelpAlertState, HelpId, HelpState, HelpStep, HelpTo, RefusalCode};

use crate::commands::care::delete_check_in::delete_check_in;
use crate::commands::shared::help::help_by_words::help_by_words;
use crate::commands::tests::care::check_ins::not_today;
use crate::commands::tests::help::{Night, WAITING, minute, night, request};
use crate::commands::tests::*;

fn call(tell_centre: bool) -> SendCheckIn {
    SendCheckIn { wants_call: true, tell_centre, ..not_today(NOW) }
}

impl Fixture {
    async fn takes_back_check_in(&self, of: Actor, wish: &SendCheckIn) {
        let request = DeleteCheckIn { check_in: wish.id };
        delete_check_in(context(&self.store, of, NOW), request).await.unwrap();
    }
}

#[tokio::test]
async fn a_wish_for_a_call_is_nobody_elses_until_the_centre_is_told() {
    let Night { fixture, sam, jo, staff, .. } = night().await;
    let wish = call(false);
    fixture.checks_in(sam, wish.clone(), NOW).await.unwrap();
    assert_eq!(fixture.heard_alerts(), []);
    assert_eq!(fixture.help_status(sam, NOW).await.open, None);
    // Expressed later, or twice, it is still one wish, and the check-in doesn't change.
    let told = SendCheckIn { tell_centre: true, ..wish };
    fixture.checks_in(sam, told.clone(), minute(1)).await.unwrap();
    assert_eq!(fixture.heard_alerts(), [(staff.account, WAITING)]);
    fixture.checks_in(sam, told.clone(), minute(2)).await.unwrap();
    assert_eq!(fixture.heard_alerts(), []);
    let open = fixture.help_status(sam, minute(2)).await.open.unwrap();
    assert_eq!(
        (open.id, open.to, open.last_step),
        (HelpId(told.id.0), HelpTo::Centre, HelpStep::Centre)
    );
    assert!(open.wants_call && open.asked_at == NOW);
    let alert = fixture.alerts(staff, minute(2)).await.remove(0);
    assert!(alert.wants_call && alert.words.is_none() && !alert.by_words);
    assert!(fixture.alerts(jo, minute(2)).await.is_empty());
}

#[tokio::test]
async fn only_a_wish_for_a_call_is_told_to_the_centre() {
    let Night { fixture, sam, .. } = night().await;
    let mood = SendCheckIn { wants_call: false, ..call(true) };
    let refused = fixture.checks_in(sam, mood, NOW).await.unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::InvalidField);
    assert_eq!(fixture.heard_alerts(), []);
}

#[tokio::test]
async fn taken_back_the_wish_is_over_for_the_centre_too() {
    let Night { fixture, sam, staff, .. } = night().await;
    let wish = call(true);
    fixture.checks_in(sam, wish.clone(), NOW).await.unwrap();
    fixture.heard();
    fixture.takes_back_check_in(sam, &wish).await;
    assert_eq!(fixture.heard_alerts(), [(staff.account, HelpAlertState::Ended)]);
    assert_eq!(fixture.help_status(sam, NOW).await.open, None);
}

#[tokio::test]
async fn somebody_who_is_replying_is_not_sent_away_by_it() {
    let Night { fixture, sam, staff, .. } = night().await;
    let wish = call(true);
    fixture.checks_in(sam, wish.clone(), NOW).await.unwrap();
    fixture.acknowledge(staff, HelpId(wish.id.0), NOW).await.unwrap();
    fixture.takes_back_check_in(sam, &wish).await;
    let open = fixture.help_status(sam, NOW).await.open.unwrap();
    assert_eq!(open.state, HelpState::Acknowledged);
}

#[tokio::test]
async fn whoever_asks_for_help_after_it_is_answered_by_those_on_call() {
    let Night { fixture, sam, jo, staff, .. } = night().await;
    fixture.checks_in(sam, call(true), NOW).await.unwrap();
    fixture.heard();
    let help = fixture.ask_at(sam, request(HelpTo::OnCall), minute(3)).await.unwrap();
    assert_eq!((help.last_step, help.wants_call), (HelpStep::OnCall, false));
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING), (staff.account, WAITING)]);
}

#[tokio::test]
async fn words_that_sound_like_a_crisis_reach_on_call_although_a_wish_is_open() {
    let Night { fixture, sam, jo, .. } = night().await;
    fixture.checks_in(sam, call(true), NOW).await.unwrap();
    fixture.heard();
    let worried = move |tx: &mut crate::store::Tx<'_>| -> Result<(), Rejection> {
        Ok(help_by_words(tx, sam.account, minute(5))?)
    };
    fixture.store.write(worried).await.unwrap();
    fixture.pass_time(minute(5)).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    assert!(fixture.alerts(jo, minute(5)).await[0].by_words);
}

#[tokio::test]
async fn where_help_was_asked_for_already_the_centre_is_told_of_that() {
    let Night { fixture, sam, jo, staff, .. } = night().await;
    let help = fixture.ask(sam, HelpTo::OnCall).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    fixture.checks_in(sam, call(true), NOW).await.unwrap();
    assert_eq!(fixture.heard_alerts(), [(staff.account, WAITING)]);
    assert_eq!(fixture.help_status(sam, NOW).await.open.unwrap().id, help.id);
}
