//! Who is told where not everybody is there, and what does and does not hold back
//! whoever asks for help.

use circles_protocol::{
    CardText, HelpAlertState, HelpCard, HelpNumber, HelpState, HelpTo, HelpTold, Notice, Phone,
    Rank,
};

use crate::clock::DAY_MS;
use crate::commands::tests::help::{Night, WAITING, minute, night, request};
use crate::commands::tests::*;
use crate::store::damage;

#[tokio::test]
async fn where_nobody_is_on_duty_the_centre_is_told_at_once() {
    let house = House::new().await;
    let (sam, office) = (house.member("Sam").await, house.staff().await);
    house.heard();
    assert_eq!(house.help_status(sam, NOW).await.on_duty, None);
    let help = house.ask(sam, HelpTo::OnCall).await;
    assert_eq!(help.told, HelpTold::Centre);
    assert_eq!(house.heard_alerts(), [(office.account, WAITING)]);
    house.acknowledge(office, help.id, NOW).await.unwrap();
}

#[tokio::test]
async fn where_nobody_can_be_told_it_is_said_and_the_next_shift_is_told() {
    let house = House::new().await;
    let (sam, office) = (house.member("Sam").await, house.staff().await);
    let jo = house.member("Jo").await;
    // The only one of staff asks themselves.
    house.on_shift(office, jo, Rank::First, minute(120), minute(240)).await;
    house.heard();
    let help = house.ask(office, HelpTo::OnCall).await;
    assert_eq!(help.told, HelpTold::Nobody);
    house.pass_time(minute(119)).await;
    assert_eq!(house.heard_alerts(), []);
    house.pass_time(minute(120)).await;
    assert_eq!(house.heard_alerts(), [(jo.account, WAITING)]);
    assert_eq!(house.help_status(sam, NOW).await.open, None);
    // Whoever is on call is not told of their own asking.
    let own = house.ask_at(jo, request(HelpTo::OnCall), minute(121)).await.unwrap();
    assert_eq!(own.told, HelpTold::Centre);
    assert_eq!(house.help_status(jo, minute(121)).await.on_duty, None);
}

#[tokio::test]
async fn a_shift_that_is_added_now_brings_whoever_was_missing() {
    let house = House::new().await;
    let (office, jo) = (house.staff().await, house.member("Jo").await);
    house.ask(office, HelpTo::OnCall).await;
    house.heard();
    house.on_shift(office, jo, Rank::First, NOW, minute(240)).await;
    house.pass_time(NOW).await;
    assert_eq!(house.heard_alerts(), [(jo.account, WAITING)]);
}

#[tokio::test]
async fn suspended_accounts_are_passed_over() {
    let Night { house, sam, jo, kim, office } = night().await;
    let another = house.staff().await;
    let jos = house.member_id(jo).await;
    house.suspend(office, jos).await.unwrap();
    house.heard();
    let help = house.ask(sam, HelpTo::OnCall).await;
    assert_eq!(house.heard_alerts(), [(kim.account, WAITING)]);
    // Suspended while replying: it waits again, and the next are told at once.
    house.acknowledge(kim, help.id, minute(1)).await.unwrap();
    let kims = house.member_id(kim).await;
    house.suspend(office, kims).await.unwrap();
    house.heard();
    house.pass_time(minute(1)).await;
    assert_eq!(house.heard_alerts(), [(office.account, WAITING), (another.account, WAITING)]);
    let open = house.help_status(sam, NOW).await.open.unwrap();
    assert_eq!((open.state, open.by), (HelpState::Waiting, None));
}

#[tokio::test]
async fn the_mentor_is_told_first_where_there_is_one() {
    let Night { house, sam, jo, office, .. } = night().await;
    let ray = house.member("Ray").await;
    // Without one it goes to those on call.
    let help = house.ask(sam, HelpTo::Mentor).await;
    assert_eq!((help.to, help.told), (HelpTo::OnCall, HelpTold::OnCall));
    house.end_help(sam, help.id).await.unwrap();
    house.pair(ray, sam);
    assert!(house.help_status(sam, NOW).await.mentor.is_some());
    house.heard();
    let help = house.ask(sam, HelpTo::Mentor).await;
    assert_eq!((help.to, help.told), (HelpTo::Mentor, HelpTold::Mentor));
    let heard = house.notices_to(ray);
    assert!(matches!(heard[..], [Notice::HelpAlerted { .. }, Notice::BoardChanged]), "{heard:?}");
    house.pass_time(minute(10)).await;
    assert_eq!(house.heard_alerts(), [(jo.account, WAITING)]);
    house.pass_time(minute(20)).await;
    assert_eq!(house.heard_alerts(), [(office.account, WAITING)]);
    house.acknowledge(ray, help.id, minute(25)).await.unwrap();
}

#[tokio::test]
async fn neither_a_mute_nor_a_pace_holds_it_back() {
    let Night { house, sam, .. } = night().await;
    let moderator = house.moderator("Lou").await;
    let member = house.member_id(sam).await;
    house.mute_person(moderator, member).await;
    assert_refused(house.send(sam, house.message("hello")).await, RefusalCode::Muted);
    let help = house.ask(sam, HelpTo::OnCall).await;
    assert_eq!(help.told, HelpTold::OnCall);
}

#[tokio::test]
async fn asking_again_is_the_same_request() {
    let Night { house, sam, jo, .. } = night().await;
    let first = request(HelpTo::OnCall);
    let help = house.ask_at(sam, first.clone(), NOW).await.unwrap();
    let again = house.ask_at(sam, first.clone(), minute(1)).await.unwrap();
    let another = house.ask_at(sam, request(HelpTo::Mentor), minute(2)).await.unwrap();
    assert_eq!((&help, &help), (&again, &another));
    assert_eq!(house.heard_alerts(), [(jo.account, WAITING)]);
    house.end_help(sam, help.id).await.unwrap();
    let late = house.ask_at(sam, first, minute(3)).await.unwrap();
    assert_eq!(late.state, HelpState::Ended);
}

#[tokio::test]
async fn where_nobody_has_answered_for_long_asking_again_tells_all_once_more() {
    let Night { house, sam, jo, kim, office } = night().await;
    house.ask(sam, HelpTo::OnCall).await;
    house.pass_time(minute(10)).await;
    house.pass_time(minute(30)).await;
    house.heard();
    house.ask_at(sam, request(HelpTo::OnCall), minute(40)).await.unwrap();
    let mut told = house.heard_alerts();
    told.sort_by_key(|(account, _)| *account);
    let mut all = [jo, kim, office].map(|one| (one.account, WAITING));
    all.sort_by_key(|(account, _)| *account);
    assert_eq!(told, all);
}

#[tokio::test]
async fn six_an_hour_are_taken_and_the_seventh_is_told_whom_to_call() {
    let Night { house, sam, kim, .. } = night().await;
    for _ in 0..6 {
        let help = house.ask(sam, HelpTo::OnCall).await.id;
        house.end_help(sam, help).await.unwrap();
    }
    let refused = house.ask_at(sam, request(HelpTo::OnCall), minute(59)).await.unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::LimitReached);
    assert!(refused.0.message.contains("988") && refused.0.message.contains("911"));
    house.ask_at(kim, request(HelpTo::OnCall), minute(59)).await.unwrap();
    house.ask_at(sam, request(HelpTo::OnCall), minute(60)).await.unwrap();
}

#[tokio::test]
async fn what_was_written_is_erased_in_time_and_that_it_was_stays() {
    let Night { house, sam, jo, .. } = night().await;
    house.ask(sam, HelpTo::OnCall).await;
    let erase = |before| house.store.write(move |tx| Ok(tx.erase_help_words(before, 9)?));
    assert_eq!(erase(NOW).await.unwrap(), 0);
    assert_eq!(erase(minute(1)).await.unwrap(), 1);
    assert_eq!(erase(minute(1)).await.unwrap(), 0);
    let alerts = house.alerts(jo, NOW).await;
    assert_eq!((alerts.len(), &alerts[0].words), (1, &None));
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(15).any(|piece| piece == b"outside the bar"));
    }
}

#[tokio::test]
async fn a_page_is_listed_for_a_day_and_while_it_waits() {
    let Night { house, sam, jo, .. } = night().await;
    let help = house.ask(sam, HelpTo::OnCall).await.id;
    let late = NOW.plus_ms(DAY_MS + 1);
    assert_eq!(house.alerts(jo, late).await.len(), 1);
    house.end_help(sam, help).await.unwrap();
    assert_eq!(house.alerts(jo, NOW.plus_ms(DAY_MS)).await[0].state, HelpAlertState::Ended);
    assert!(house.alerts(jo, late).await.is_empty());
}

#[tokio::test]
async fn a_mentor_of_the_past_knows_nothing_of_it_any_more() {
    let Night { house, sam, jo, .. } = night().await;
    let ray = house.member("Ray").await;
    house.pair(ray, sam);
    let help = house.ask(sam, HelpTo::Mentor).await.id;
    assert_eq!(house.alerts(ray, NOW).await.len(), 1);
    damage::part_all(house.folder.path());
    assert!(house.alerts(ray, NOW).await.is_empty());
    assert_refused(house.acknowledge(ray, help, NOW).await, RefusalCode::NotFound);
    // The chain goes on as if they had not answered.
    house.heard();
    house.pass_time(minute(10)).await;
    assert_eq!(house.heard_alerts(), [(jo.account, WAITING)]);
    house.end_help(sam, help).await.unwrap();
    assert_eq!(house.heard_alerts(), [(jo.account, HelpAlertState::Ended)]);
}

#[tokio::test]
async fn a_pairing_that_ends_leaves_nobody_waiting_for_the_mentor() {
    let Night { house, sam, jo, office, .. } = night().await;
    let ray = house.member("Ray").await;
    let mentor = house.make_mentor(office, ray).await;
    let pairing = house.propose_walk(office, mentor, sam, false).await.unwrap();
    for one in [ray, sam] {
        house.accept(one, pairing).await.unwrap();
    }
    house.ask(sam, HelpTo::Mentor).await;
    house.heard();
    house.end(sam, pairing).await.unwrap();
    house.pass_time(NOW).await;
    assert_eq!(house.heard_alerts(), [(jo.account, WAITING)]);
    // Where others were told as well, they still have the time they had.
    house.pass_time(minute(9)).await;
    assert_eq!(house.heard_alerts(), []);
    let second = house.propose_walk(office, mentor, sam, false).await.unwrap();
    for one in [ray, sam] {
        house.accept(one, second).await.unwrap();
    }
    house.end(sam, second).await.unwrap();
    house.pass_time(minute(9)).await;
    assert_eq!(house.heard_alerts(), []);
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_the_numbers_of_the_centres_own_card() {
    let Night { house, sam, .. } = night().await;
    let number = |label, phone| HelpNumber {
        label: CardText::parse(label).unwrap(),
        phone: Phone::parse(phone).unwrap(),
    };
    let numbers = vec![number("Riverside Centre", "555 0100"), number("Samaritans", "116 123")];
    let card = HelpCard { numbers, steps: Vec::new(), last_checked: None };
    house.store.write(move |tx| Ok::<_, Rejection>(tx.set_help_card(&card)?)).await.unwrap();
    for _ in 0..6 {
        let help = house.ask(sam, HelpTo::OnCall).await.id;
        house.end_help(sam, help).await.unwrap();
    }
    let refused = house.ask_at(sam, request(HelpTo::OnCall), minute(59)).await.unwrap_err();
    let said = &refused.0.message;
    assert!(
        said.ends_with("please call. Riverside Centre, 555 0100; Samaritans, 116 123."),
        "{said}"
    );
    assert!(!said.contains("988") && !said.contains("911"), "{said}");
}
