//! Words that sound like a crisis: those on call are told that there were some, but none
//! of the words, whatever else happens to the message.

use circles_protocol::requests::{AskForHelp, EditMessage, EndHelp, SetSlowMode};
use circles_protocol::{HelpAlertState, HelpId, HelpStep, HelpTo, Notice, Rank, Statement};

use crate::clock::DAY_MS;
use crate::commands::chat::edit_message::edit_message;
use crate::commands::circles::set_slow_mode::set_slow_mode;
use crate::commands::help::end_help::end_help;
use crate::commands::tests::help::minute;
use crate::commands::tests::*;

const CRY: &str = "I want to die";

async fn evening() -> (Fixture, [Actor; 3]) {
    let fixture = Fixture::new().await;
    let (sam, jo) = (fixture.member("Sam").await, fixture.member("Jo").await);
    let staff = fixture.staff().await;
    fixture.on_shift(staff, jo, Rank::First, NOW, NOW.plus_ms(DAY_MS)).await;
    fixture.heard();
    (fixture, [sam, jo, staff])
}

#[tokio::test]
async fn on_call_is_told_that_it_was_so_and_none_of_the_words() {
    let (fixture, [sam, jo, staff]) = evening().await;
    fixture.say(sam, CRY).await;
    fixture.heard();
    fixture.pass_time(NOW).await;
    let told: Vec<_> = fixture.heard();
    assert!(told.iter().any(|one| matches!(
        one,
        Publication::Notice { account, notice: Notice::HelpChanged { help } }
            if *account == sam.account && help.by_words && help.last_step == HelpStep::OnCall
    )));
    let alerts = fixture.alerts(jo, NOW).await;
    assert_eq!((alerts.len(), alerts[0].by_words, &alerts[0].words), (1, true, &None));
    // Nobody answers: the rest of the chain is told, as for any request.
    fixture.pass_time(minute(10)).await;
    assert_eq!(fixture.heard_alerts(), [(staff.account, HelpAlertState::Waiting)]);
    // More such words do not alert again.
    fixture.say(sam, CRY).await;
    fixture.pass_time(minute(11)).await;
    assert_eq!(fixture.heard_alerts(), []);
}

#[tokio::test]
async fn whoever_asks_after_that_is_asking_and_all_hear_of_it() {
    let (fixture, [sam, jo, _]) = evening().await;
    fixture.say(sam, CRY).await;
    fixture.pass_time(NOW).await;
    fixture.heard();
    let words = Statement::parse("please call").ok();
    let request = AskForHelp { id: HelpId(Uuid::now_v7()), to: HelpTo::OnCall, words, undo: false };
    let help = fixture.ask_at(sam, request, minute(2)).await.unwrap();
    assert!(!help.by_words);
    assert!(fixture.heard_alerts().contains(&(jo.account, HelpAlertState::Waiting)));
    let alert = &fixture.alerts(jo, minute(2)).await[0];
    assert_eq!((alert.by_words, alert.words.is_some()), (false, true));
}

#[tokio::test]
async fn a_request_that_could_be_taken_back_unheard_is_told_with_such_words() {
    let (fixture, [sam, jo, _]) = evening().await;
    let id = HelpId(Uuid::now_v7());
    let request = AskForHelp { id, to: HelpTo::OnCall, words: None, undo: true };
    fixture.ask_at(sam, request, NOW).await.unwrap();
    assert_eq!(fixture.heard_alerts(), [], "nobody hears of it while it can be taken back");
    fixture.say(sam, CRY).await;
    fixture.pass_time(NOW).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, HelpAlertState::Waiting)]);
    let open = fixture.help_status(sam, NOW).await.open.unwrap();
    assert_eq!((open.last_step, open.undo_until), (HelpStep::OnCall, None));
}

#[tokio::test]
async fn an_edit_that_cries_for_help_is_heard_too() {
    let (fixture, [sam, jo, _]) = evening().await;
    let (message, _) = fixture.say(sam, "a quiet evening").await;
    let (circle, body) = (fixture.circle, Body::parse(CRY).unwrap());
    let request = EditMessage { circle, message, body, mentions: Vec::new() };
    edit_message(context(&fixture.store, sam, NOW), request).await.unwrap();
    fixture.pass_time(NOW).await;
    assert_eq!(fixture.alerts(jo, NOW).await.len(), 1);
}

#[tokio::test]
async fn whoever_may_not_speak_just_now_is_heard_all_the_same() {
    let (fixture, [sam, jo, _]) = evening().await;
    let lou = fixture.moderator("Lou").await;
    let member = fixture.member_id(sam).await;
    fixture.mute_person(lou, member).await;
    assert_refused(fixture.send(sam, fixture.message(CRY)).await, RefusalCode::Muted);
    fixture.pass_time(NOW).await;
    assert_eq!(fixture.alerts(jo, NOW).await.len(), 1);
    // Also in slow mode.
    let kim = fixture.member("Kim").await;
    let slow = SetSlowMode { circle: fixture.circle, seconds: 300 };
    set_slow_mode(context(&fixture.store, lou, NOW), slow).await.unwrap();
    fixture.say(kim, "hello").await;
    assert_refused(fixture.send(kim, fixture.message(CRY)).await, RefusalCode::SlowMode);
    fixture.pass_time(NOW).await;
    assert_eq!(fixture.alerts(jo, NOW).await.len(), 2);
    // But not somebody who is not a member of the circle.
    let stranger = fixture.stranger().await;
    assert_refused(fixture.send(stranger, fixture.message(CRY)).await, RefusalCode::NotFound);
    assert_eq!(fixture.help_status(stranger, NOW).await.open, None);
}

#[tokio::test]
async fn it_is_bounded_and_never_in_the_way_of_the_message_or_of_asking() {
    let (fixture, [sam, jo, _]) = evening().await;
    for _ in 0..9 {
        fixture.say(sam, CRY).await;
        if let Some(help) = fixture.help_status(sam, NOW).await.open {
            end_help(context(&fixture.store, sam, NOW), EndHelp { help: help.id }).await.unwrap();
        }
    }
    fixture.pass_time(NOW).await;
    assert!(fixture.alerts(jo, NOW).await.is_empty());
    fixture.ask(sam, HelpTo::OnCall).await;
    assert_eq!(fixture.alerts(jo, NOW).await.len(), 1);
}
