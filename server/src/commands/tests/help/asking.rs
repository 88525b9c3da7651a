//! Who is told when not everybody is available, and what does and doesn't hold back
//! somebody who asks for help.

use circles_protocol::{
    CardText, HelpAlertState, HelpCard, HelpNumber, HelpState, HelpStep, HelpTo, Notice, Phone,
    Rank,
};

use crate::clock::DAY_MS;
use crate::commands::tests::help::{Night, WAITING, minute, night, request};
use crate::commands::tests::*;
use crate::store::damage;

#[tokio::test]
async fn where_nobody_is_on_duty_the_centre_is_told_at_once() {
    let fixture = Fixture::new().await;
    let (sam, staff) = (fixture.member("Sam").await, fixture.staff().await);
    fixture.heard();
    assert_eq!(fixture.help_status(sam, NOW).await.on_duty, None);
    let help = fixture.ask(sam, HelpTo::OnCall).await;
    assert_eq!(help.last_step, HelpStep::Centre);
    assert_eq!(fixture.heard_alerts(), [(staff.account, WAITING)]);
    fixture.acknowledge(staff, help.id, NOW).await.unwrap();
}

#[tokio::test]
async fn where_nobody_can_be_told_it_is_said_and_the_next_shift_is_told() {
    let fixture = Fixture::new().await;
    let (sam, staff) = (fixture.member("Sam").await, fixture.staff().await);
    let jo = fixture.member("Jo").await;
    // The only member of staff is the one who asks.
    fixture.on_shift(staff, jo, Rank::First, minute(120), minute(240)).await;
    fixture.heard();
    let help = fixture.ask(staff, HelpTo::OnCall).await;
    assert_eq!(help.last_step, HelpStep::Nobody);
    fixture.pass_time(minute(119)).await;
    assert_eq!(fixture.heard_alerts(), []);
    fixture.pass_time(minute(120)).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    assert_eq!(fixture.help_status(sam, NOW).await.open, None);
    // Somebody on call is not alerted for their own request.
    let own = fixture.ask_at(jo, request(HelpTo::OnCall), minute(121)).await.unwrap();
    assert_eq!(own.last_step, HelpStep::Centre);
    assert_eq!(fixture.help_status(jo, minute(121)).await.on_duty, None);
}

#[tokio::test]
async fn a_shift_that_is_added_now_brings_whoever_was_missing() {
    let fixture = Fixture::new().await;
    let (staff, jo) = (fixture.staff().await, fixture.member("Jo").await);
    fixture.ask(staff, HelpTo::OnCall).await;
    fixture.heard();
    fixture.on_shift(staff, jo, Rank::First, NOW, minute(240)).await;
    fixture.pass_time(NOW).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
}

#[tokio::test]
async fn suspended_accounts_are_passed_over() {
    let Night { fixture, sam, jo, kim, staff } = night().await;
    let another = fixture.staff().await;
    let jos = fixture.member_id(jo).await;
    fixture.suspend(staff, jos).await.unwrap();
    fixture.heard();
    let help = fixture.ask(sam, HelpTo::OnCall).await;
    assert_eq!(fixture.heard_alerts(), [(kim.account, WAITING)]);
    // Suspended while replying: the request waits again, and the next are told at once.
    fixture.acknowledge(kim, help.id, minute(1)).await.unwrap();
    let kims = fixture.member_id(kim).await;
    fixture.suspend(staff, kims).await.unwrap();
    fixture.heard();
    fixture.pass_time(minute(1)).await;
    assert_eq!(fixture.heard_alerts(), [(staff.account, WAITING), (another.account, WAITING)]);
    let open = fixture.help_status(sam, NOW).await.open.unwrap();
    assert_eq!((open.state, open.by), (HelpState::Waiting, None));
}

#[tokio::test]
async fn the_mentor_is_told_first_where_there_is_one() {
    let Night { fixture, sam, jo, staff, .. } = night().await;
    let ray = fixture.member("Ray").await;
    // Without a mentor it goes to those on call.
    let help = fixture.ask(sam, HelpTo::Mentor).await;
    assert_eq!((help.to, help.last_step), (HelpTo::OnCall, HelpStep::OnCall));
    fixture.end_help(sam, help.id).await.unwrap();
    fixture.pair(ray, sam);
    assert!(fixture.help_status(sam, NOW).await.mentor.is_some());
    fixture.heard();
    let help = fixture.ask(sam, HelpTo::Mentor).await;
    assert_eq!((help.to, help.last_step), (HelpTo::Mentor, HelpStep::Mentor));
    let heard = fixture.notices_to(ray);
    assert!(matches!(heard[..], [Notice::HelpAlerted { .. }, Notice::BoardChanged]), "{heard:?}");
    fixture.pass_time(minute(10)).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    fixture.pass_time(minute(20)).await;
    assert_eq!(fixture.heard_alerts(), [(staff.account, WAITING)]);
    fixture.acknowledge(ray, help.id, minute(25)).await.unwrap();
}

#[tokio::test]
async fn neither_a_mute_nor_a_pace_holds_it_back() {
    let Night { fixture, sam, .. } = night().await;
    let moderator = fixture.moderator("Lou").await;
    let member = fixture.member_id(sam).await;
    fixture.mute_person(moderator, member).await;
    assert_refused(fixture.send(sam, fixture.message("hello")).await, RefusalCode::Muted);
    let help = fixture.ask(sam, HelpTo::OnCall).await;
    assert_eq!(help.last_step, HelpStep::OnCall);
}

#[tokio::test]
async fn asking_again_is_the_same_request() {
    let Night { fixture, sam, jo, .. } = night().await;
    let first = request(HelpTo::OnCall);
    let help = fixture.ask_at(sam, first.clone(), NOW).await.unwrap();
    let again = fixture.ask_at(sam, first.clone(), minute(1)).await.unwrap();
    let another = fixture.ask_at(sam, request(HelpTo::Mentor), minute(2)).await.unwrap();
    assert_eq!((&help, &help), (&again, &another));
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    fixture.end_help(sam, help.id).await.unwrap();
    let late = fixture.ask_at(sam, first, minute(3)).await.unwrap();
    assert_eq!(late.state, HelpState::Ended);
}

#[tokio::test]
async fn where_nobody_has_answered_for_long_asking_again_tells_all_once_more() {
    let Night { fixture, sam, jo, kim, staff } = night().await;
    fixture.ask(sam, HelpTo::OnCall).await;
    fixture.pass_time(minute(10)).await;
    fixture.pass_time(minute(30)).await;
    fixture.heard();
    fixture.ask_at(sam, request(HelpTo::OnCall), minute(40)).await.unwrap();
    let mut told = fixture.heard_alerts();
    told.sort_by_key(|(account, _)| *account);
    let mut all = [jo, kim, staff].map(|one| (one.account, WAITING));
    all.sort_by_key(|(account, _)| *account);
    assert_eq!(told, all);
}

#[tokio::test]
async fn six_an_hour_are_taken_and_the_seventh_is_told_whom_to_call() {
    let Night { fixture, sam, kim, .. } = night().await;
    for _ in 0..6 {
        let help = fixture.ask(sam, HelpTo::OnCall).await.id;
        fixture.end_help(sam, help).await.unwrap();
    }
    let refused = fixture.ask_at(sam, request(HelpTo::OnCall), minute(59)).await.unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::LimitReached);
    assert!(refused.0.message.contains("988") && refused.0.message.contains("911"));
    fixture.ask_at(kim, request(HelpTo::OnCall), minute(59)).await.unwrap();
    fixture.ask_at(sam, request(HelpTo::OnCall), minute(60)).await.unwrap();
}

#[tokio::test]
async fn what_was_written_is_erased_in_time_and_that_it_was_stays() {
    let Night { fixture, sam, jo, .. } = night().await;
    fixture.ask(sam, HelpTo::OnCall).await;
    let erase = |before| fixture.store.write(move |tx| Ok(tx.erase_help_words(before, 9)?));
    assert_eq!(erase(NOW).await.unwrap(), 0);
    assert_eq!(erase(minute(1)).await.unwrap(), 1);
    assert_eq!(erase(minute(1)).await.unwrap(), 0);
    let alerts = fixture.alerts(jo, NOW).await;
    assert_eq!((alerts.len(), &alerts[0].words), (1, &None));
    for file in std::fs::read_dir(fixture.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(15).any(|piece| piece == b"outside the bar"));
    }
}

#[tokio::test]
async fn a_page_is_listed_for_a_day_and_while_it_waits() {
    let Night { fixture, sam, jo, .. } = night().await;
    let help = fixture.ask(sam, HelpTo::OnCall).await.id;
    let late = NOW.plus_ms(DAY_MS + 1);
    assert_eq!(fixture.alerts(jo, late).await.len(), 1);
    fixture.end_help(sam, help).await.unwrap();
    assert_eq!(fixture.alerts(jo, NOW.plus_ms(DAY_MS)).await[0].state, HelpAlertState::Ended);
    assert!(fixture.alerts(jo, late).await.is_empty());
}

#[tokio::test]
async fn a_mentor_of_the_past_knows_nothing_of_it_any_more() {
    let Night { fixture, sam, jo, .. } = night().await;
    let ray = fixture.member("Ray").await;
    fixture.pair(ray, sam);
    let help = fixture.ask(sam, HelpTo::Mentor).await.id;
    assert_eq!(fixture.alerts(ray, NOW).await.len(), 1);
    damage::part_all(fixture.folder.path());
    assert!(fixture.alerts(ray, NOW).await.is_empty());
    assert_refused(fixture.acknowledge(ray, help, NOW).await, RefusalCode::NotFound);
    // The chain continues as if they had not answered.
    fixture.heard();
    fixture.pass_time(minute(10)).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    fixture.end_help(sam, help).await.unwrap();
    assert_eq!(fixture.heard_alerts(), [(jo.account, HelpAlertState::Ended)]);
}

#[tokio::test]
async fn a_pairing_that_ends_leaves_nobody_waiting_for_the_mentor() {
    let Night { fixture, sam, jo, staff, .. } = night().await;
    let ray = fixture.member("Ray").await;
    let mentor = fixture.make_mentor(staff, ray).await;
    let pairing = fixture.propose_walk(staff, mentor, sam, false).await.unwrap();
    for one in [ray, sam] {
        fixture.accept(one, pairing).await.unwrap();
    }
    fixture.ask(sam, HelpTo::Mentor).await;
    fixture.heard();
    fixture.end(sam, pairing).await.unwrap();
    fixture.pass_time(NOW).await;
    assert_eq!(fixture.heard_alerts(), [(jo.account, WAITING)]);
    // If others were told as well, they keep the time they had.
    fixture.pass_time(minute(9)).await;
    assert_eq!(fixture.heard_alerts(), []);
    let second = fixture.propose_walk(staff, mentor, sam, false).await.unwrap();
    for one in [ray, sam] {
        fixture.accept(one, second).await.unwrap();
    }
    fixture.end(sam, second).await.unwrap();
    fixture.pass_time(minute(9)).await;
    assert_eq!(fixture.heard_alerts(), []);
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_the_numbers_of_the_centres_own_card() {
    let Night { fixture, sam, .. } = night().await;
    let number = |label, phone| HelpNumber {
        label: CardText::parse(label).unwrap(),
        phone: Phone::parse(phone).unwrap(),
    };
    let numbers = vec![number("Riverside Centre", "555 0100"), number("Samaritans", "116 123")];
    let card = HelpCard { numbers, steps: Vec::new(), last_checked: None };
    fixture.store.write(move |tx| Ok::<_, Rejection>(tx.set_help_card(&card)?)).await.unwrap();
    for _ in 0..6 {
        let help = fixture.ask(sam, HelpTo::OnCall).await.id;
        fixture.end_help(sam, help).await.unwrap();
    }
    let refused = fixture.ask_at(sam, request(HelpTo::OnCall), minute(59)).await.unwrap_err();
    let said = &refused.0.message;
    assert!(
        said.ends_with("please call. Riverside Centre, 555 0100; Samaritans, 116 123."),
        "{said}"
    );
    assert!(!said.contains("988") && !said.contains("911"), "{said}");
}
