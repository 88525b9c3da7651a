//! Words that sound like a crisis: those on call are told that there were some, and
//! none of the words; whatever else becomes of the message.

use circles_protocol::requests::{AskForHelp, EditMessage, EndHelp, SetSlowMode};
use circles_protocol::{HelpAlertState, HelpId, HelpTo, HelpTold, Notice, Rank, Statement};

use crate::clock::DAY_MS;
use crate::commands::chat::edit_message::edit_message;
use crate::commands::circles::set_slow_mode::set_slow_mode;
use crate::commands::help::end_help::end_help;
use crate::commands::tests::help::minute;
use crate::commands::tests::*;

const CRY: &str = "I want to die";

async fn evening() -> (House, [Actor; 3]) {
    let house = House::new().await;
    let (sam, jo) = (house.member("Sam").await, house.member("Jo").await);
    let office = house.staff().await;
    house.on_shift(office, jo, Rank::First, NOW, NOW.plus_ms(DAY_MS)).await;
    house.heard();
    (house, [sam, jo, office])
}

#[tokio::test]
async fn on_call_is_told_that_it_was_so_and_none_of_the_words() {
    let (house, [sam, jo, office]) = evening().await;
    house.say(sam, CRY).await;
    house.heard();
    house.pass_time(NOW).await;
    let told: Vec<_> = house.heard();
    assert!(told.iter().any(|one| matches!(
        one,
        Publication::Notice { account, notice: Notice::HelpChanged { help } }
            if *account == sam.account && help.by_words && help.told == HelpTold::OnCall
    )));
    let alerts = house.alerts(jo, NOW).await;
    assert_eq!((alerts.len(), alerts[0].by_words, &alerts[0].words), (1, true, &None));
    // Nobody answers: the rest of the chain hears as of any request.
    house.pass_time(minute(10)).await;
    assert_eq!(house.heard_alerts(), [(office.account, HelpAlertState::Waiting)]);
    // More such words do not alert again.
    house.say(sam, CRY).await;
    house.pass_time(minute(11)).await;
    assert_eq!(house.heard_alerts(), []);
}

#[tokio::test]
async fn whoever_asks_after_that_is_asking_and_all_hear_of_it() {
    let (house, [sam, jo, _]) = evening().await;
    house.say(sam, CRY).await;
    house.pass_time(NOW).await;
    house.heard();
    let words = Statement::parse("please call").ok();
    let request = AskForHelp { id: HelpId(Uuid::now_v7()), to: HelpTo::OnCall, words, undo: false };
    let help = house.ask_at(sam, request, minute(2)).await.unwrap();
    assert!(!help.by_words);
    assert!(house.heard_alerts().contains(&(jo.account, HelpAlertState::Waiting)));
    let alert = &house.alerts(jo, minute(2)).await[0];
    assert_eq!((alert.by_words, alert.words.is_some()), (false, true));
}

#[tokio::test]
async fn a_request_that_could_be_taken_back_unheard_is_told_with_such_words() {
    let (house, [sam, jo, _]) = evening().await;
    let id = HelpId(Uuid::now_v7());
    let request = AskForHelp { id, to: HelpTo::OnCall, words: None, undo: true };
    house.ask_at(sam, request, NOW).await.unwrap();
    assert_eq!(house.heard_alerts(), [], "nobody hears of it while it can be taken back");
    house.say(sam, CRY).await;
    house.pass_time(NOW).await;
    assert_eq!(house.heard_alerts(), [(jo.account, HelpAlertState::Waiting)]);
    let open = house.help_status(sam, NOW).await.open.unwrap();
    assert_eq!((open.told, open.undo_until), (HelpTold::OnCall, None));
}

#[tokio::test]
async fn an_edit_that_cries_for_help_is_heard_too() {
    let (house, [sam, jo, _]) = evening().await;
    let (message, _) = house.say(sam, "a quiet evening").await;
    let (circle, body) = (house.circle, Body::parse(CRY).unwrap());
    let request = EditMessage { circle, message, body, mentions: Vec::new() };
    edit_message(&house.store, sam, request, NOW).await.unwrap();
    house.pass_time(NOW).await;
    assert_eq!(house.alerts(jo, NOW).await.len(), 1);
}

#[tokio::test]
async fn whoever_may_not_speak_just_now_is_heard_all_the_same() {
    let (house, [sam, jo, _]) = evening().await;
    let lou = house.moderator("Lou").await;
    let member = house.member_id(sam).await;
    house.mute_person(lou, member).await;
    assert_refused(house.send(sam, house.message(CRY)).await, RefusalCode::Muted);
    house.pass_time(NOW).await;
    assert_eq!(house.alerts(jo, NOW).await.len(), 1);
    // In slow mode as well.
    let kim = house.member("Kim").await;
    let slow = SetSlowMode { circle: house.circle, seconds: 300 };
    set_slow_mode(&house.store, lou, slow, NOW).await.unwrap();
    house.say(kim, "hello").await;
    assert_refused(house.send(kim, house.message(CRY)).await, RefusalCode::SlowMode);
    house.pass_time(NOW).await;
    assert_eq!(house.alerts(jo, NOW).await.len(), 2);
    // But nobody who is no member of the circle.
    let stranger = house.stranger().await;
    assert_refused(house.send(stranger, house.message(CRY)).await, RefusalCode::NotFound);
    assert_eq!(house.help_status(stranger, NOW).await.open, None);
}

#[tokio::test]
async fn it_is_bounded_and_never_in_the_way_of_the_message_or_of_asking() {
    let (house, [sam, jo, _]) = evening().await;
    for _ in 0..9 {
        house.say(sam, CRY).await;
        if let Some(help) = house.help_status(sam, NOW).await.open {
            end_help(&house.store, sam, EndHelp { help: help.id }, NOW).await.unwrap();
        }
    }
    house.pass_time(NOW).await;
    assert!(house.alerts(jo, NOW).await.is_empty());
    house.ask(sam, HelpTo::OnCall).await;
    assert_eq!(house.alerts(jo, NOW).await.len(), 1);
}
