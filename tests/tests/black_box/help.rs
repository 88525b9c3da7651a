//! Asking for help, as seen by those who ask, those who are alerted and everyone else: an
//! alert reaches an open screen, and a circle never hears of one.

use circles_protocol::requests::*;
use circles_protocol::{
    HelpAlert, HelpAlertState, HelpId, HelpState, HelpStep, HelpTo, HelpView, Notice, Rank,
    RefusalCode, Reply, Request, Statement,
};
use circles_tests::client::message;
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};
use uuid::Uuid;

const MINUTE_MS: i64 = 60 * 1_000;

pub(super) fn ask() -> Request {
    let words = Statement::parse("I am outside the bar").ok();
    Request::AskForHelp(AskForHelp {
        id: HelpId(Uuid::now_v7()),
        to: HelpTo::OnCall,
        words,
        undo: false,
    })
}

fn acknowledge(help: HelpId) -> Request {
    Request::AcknowledgeHelp(AcknowledgeHelp { help })
}

async fn asked(socket: &mut Client) -> HelpView {
    let reply = socket.done(ask()).await;
    let Reply::HelpAsked { help } = reply else { panic!("answered {reply:?}") };
    help
}

/// The next alert that arrives; anything else is skipped.
async fn alert(socket: &mut Client) -> HelpAlert {
    loop {
        if let Notice::HelpAlerted { alert } = socket.notice().await {
            return alert;
        }
    }
}

async fn news(socket: &mut Client) -> HelpView {
    loop {
        if let Notice::HelpChanged { help } = socket.notice().await {
            return help;
        }
    }
}

fn heard_of_help(socket: &Client) -> bool {
    socket
        .notices
        .iter()
        .any(|notice| matches!(notice, Notice::HelpAlerted { .. } | Notice::HelpChanged { .. }))
}

/// A circle with Sam and Robin in it; Jo is first on call now, Kim second.
async fn evening(plan: Plan) -> (Centre, [Person; 4], circles_protocol::CircleId) {
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut people = Vec::new();
    for alias in ["Sam", "Robin", "Jona", "Kim"] {
        people.push(centre.member(circle, alias).await);
    }
    let mut people: [Person; 4] = people.try_into().expect("four of them");
    for (nth, rank) in [(2, Rank::First), (3, Rank::Second)] {
        let member = people[nth].id_in(circle).await;
        let person = centre.on_call(member).await;
        centre.shift(person, rank, (-60, 600)).await;
    }
    (centre, people, circle)
}

fn plain() -> Plan {
    Plan::default().set("sign_ins_per_quarter_hour", 1_000)
}

#[tokio::test]
async fn a_page_reaches_an_open_screen_and_the_circle_hears_nothing() {
    let (mut centre, [mut sam, mut robin, mut jo, mut kim], circle) = evening(plain()).await;
    robin.socket.say(circle, "a quiet evening").await;
    let before = robin.socket.page(circle, Anchor::Newest, 50).await;
    let help = asked(&mut sam.socket).await;
    assert_eq!((help.state, help.last_step), (HelpState::Waiting, HelpStep::OnCall));
    let alerted = alert(&mut jo.socket).await;
    assert_eq!(
        (alerted.id, alerted.who.as_str(), alerted.state),
        (help.id, "Sam", HelpAlertState::Waiting)
    );
    let reply = jo.socket.done(acknowledge(help.id)).await;
    let Reply::HelpAcknowledged { direct } = reply else { panic!("answered {reply:?}") };
    assert_eq!(alert(&mut jo.socket).await.state, HelpAlertState::Yours);
    let told = loop {
        let told = news(&mut sam.socket).await;
        if told.state == HelpState::Acknowledged {
            break told;
        }
    };
    assert_eq!((told.by.unwrap().as_str(), told.direct), ("Jona", Some(direct)));
    // They talk in a private conversation.
    for person in [&mut sam, &mut jo] {
        person.socket.hello(None, &[]).await;
    }
    jo.socket.say(direct, "I am here").await;
    let end = EndHelp { help: help.id };
    sam.socket.done(Request::EndHelp(end)).await;
    assert_eq!(alert(&mut jo.socket).await.state, HelpAlertState::Ended);
    for other in [&mut robin, &mut kim, &mut centre.coordinator] {
        other.socket.settle().await;
        assert!(!heard_of_help(&other.socket));
    }
    assert_eq!(robin.socket.page(circle, Anchor::Newest, 50).await, before);
    assert!(robin.socket.events.iter().all(|event| event.seq <= before.head_seq));
}

#[tokio::test]
async fn whoever_is_silent_is_followed_by_the_next_also_over_a_restart() {
    let (mut centre, [mut sam, _, mut jo, mut kim], _) = evening(plain().with_clock()).await;
    let help = asked(&mut sam.socket).await;
    alert(&mut jo.socket).await;
    kim.socket.settle().await;
    assert!(!heard_of_help(&kim.socket));
    centre.server.advance(10 * MINUTE_MS);
    assert_eq!(alert(&mut kim.socket).await.id, help.id);
    centre.server.stop().await;
    centre.server.advance(10 * MINUTE_MS);
    centre.server.start_again().await;
    for person in [&mut sam, &mut jo, &mut kim, &mut centre.coordinator] {
        person.reconnect(&centre.server).await;
    }
    // It arrives once, whether before or after the socket was there.
    loop {
        let staff = &mut centre.coordinator.socket;
        let reply = staff.done(Request::ListHelpAlerts(ListHelpAlerts {})).await;
        let Reply::HelpAlerts { alerts } = reply else { panic!("answered {reply:?}") };
        if !alerts.is_empty() {
            assert_eq!((alerts.len(), alerts[0].id), (1, help.id));
            break;
        }
    }
    jo.socket.settle().await;
    kim.socket.settle().await;
    assert!(!heard_of_help(&jo.socket) && !heard_of_help(&kim.socket));
    centre.coordinator.socket.done(acknowledge(help.id)).await;
    assert_eq!(alert(&mut kim.socket).await.state, HelpAlertState::Taken);
    assert_eq!(kim.socket.refused(acknowledge(help.id)).await, RefusalCode::AlreadyHandled);
}

#[tokio::test]
async fn what_was_asked_with_one_press_is_told_though_page_and_server_go_meanwhile() {
    let (mut centre, [mut sam, _, mut jo, _], _) = evening(plain().with_clock()).await;
    let Request::AskForHelp(ask) = ask() else { unreachable!() };
    let reply = sam.socket.done(Request::AskForHelp(AskForHelp { undo: true, ..ask })).await;
    let Reply::HelpAsked { help } = reply else { panic!("answered {reply:?}") };
    assert_eq!(help.undo_until, Some(help.asked_at.plus_ms(5_000)));
    drop(sam);
    jo.socket.settle().await;
    assert!(!heard_of_help(&jo.socket));
    centre.server.stop().await;
    centre.server.advance(5_000);
    centre.server.start_again().await;
    jo.reconnect(&centre.server).await;
    loop {
        let reply = jo.socket.done(Request::ListHelpAlerts(ListHelpAlerts {})).await;
        let Reply::HelpAlerts { alerts } = reply else { panic!("answered {reply:?}") };
        if !alerts.is_empty() {
            assert_eq!((alerts.len(), alerts[0].id), (1, help.id));
            break;
        }
    }
}

#[tokio::test]
async fn taken_back_within_five_seconds_no_open_screen_hears_of_it() {
    let (mut centre, [mut sam, _, mut jo, _], _) = evening(plain().with_clock()).await;
    let Request::AskForHelp(ask) = ask() else { unreachable!() };
    let help = ask.id;
    sam.socket.done(Request::AskForHelp(AskForHelp { undo: true, ..ask })).await;
    sam.socket.done(Request::EndHelp(EndHelp { help })).await;
    centre.server.advance(MINUTE_MS);
    // A request made now comes after everything that was due.
    let next = asked(&mut sam.socket).await;
    assert_eq!(alert(&mut jo.socket).await.id, next.id);
    for one in [&mut jo, &mut centre.coordinator] {
        let refused = one.socket.refused(acknowledge(help)).await;
        assert_eq!(refused, RefusalCode::NotFound);
    }
}

#[tokio::test]
async fn a_request_of_others_and_a_made_up_one_are_refused_alike() {
    let (mut centre, [mut sam, mut robin, mut jo, mut kim], _) = evening(plain()).await;
    let help = asked(&mut sam.socket).await.id;
    alert(&mut jo.socket).await;
    let made_up = HelpId(Uuid::now_v7());
    let end = |help| Request::EndHelp(EndHelp { help });
    let to = HelpTo::Centre;
    let add = |help| Request::AddHelpRecipient(AddHelpRecipient { help, to });
    for person in [&mut robin, &mut kim, &mut centre.coordinator] {
        let makes: [&dyn Fn(HelpId) -> Request; 3] = [&acknowledge, &end, &add];
        for make in makes {
            let refused = person.socket.refusal(make(help)).await;
            assert_eq!(refused, person.socket.refusal(make(made_up)).await);
            assert_eq!(refused.code, RefusalCode::NotFound);
        }
        let reply = person.socket.done(Request::ListHelpAlerts(ListHelpAlerts {})).await;
        assert_eq!(reply, Reply::HelpAlerts { alerts: Vec::new() });
    }
}

#[tokio::test]
async fn where_nobody_is_on_duty_it_is_said_and_the_centre_is_told() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut sam = centre.member(circle, "Sam").await;
    let reply = sam.socket.done(Request::ShowHelp(ShowHelp {})).await;
    let Reply::HelpStatus { status } = reply else { panic!("answered {reply:?}") };
    assert_eq!((status.on_duty, status.mentor, status.open), (None, None, None));
    assert_eq!(asked(&mut sam.socket).await.last_step, HelpStep::Centre);
    assert_eq!(alert(&mut centre.coordinator.socket).await.who.as_str(), "Sam");
}

#[tokio::test]
async fn words_that_sound_like_a_crisis_page_on_call_without_the_words() {
    let plan = plain().set("scheduler_tick_ms", 20);
    let (_centre, [mut sam, mut robin, mut jo, _], circle) = evening(plan).await;
    sam.socket.transcript = Some(String::new());
    jo.socket.transcript = Some(String::new());
    let request = Request::SendMessage(message(circle, "I want to die, said the quicksilver"));
    let reply = sam.socket.done(request).await;
    assert!(matches!(reply, Reply::MessageAccepted { offer_help: true, .. }));
    let alerted = alert(&mut jo.socket).await;
    assert_eq!((alerted.who.as_str(), alerted.by_words, alerted.words), ("Sam", true, None));
    assert!(news(&mut sam.socket).await.by_words);
    robin.socket.settle().await;
    assert!(!heard_of_help(&robin.socket));
}

#[tokio::test]
async fn no_pace_holds_back_whoever_asks() {
    let plan = plain().set("message_rate_per_second", 4).set("message_burst", 3);
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut sam = centre.member(circle, "Sam").await;
    let say = || Request::SendMessage(message(circle, "quick"));
    while sam.socket.ask(say()).await.is_ok() {}
    asked(&mut sam.socket).await;
}

#[tokio::test]
async fn whoever_takes_shifts_is_told_so_at_the_next_welcome() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut jo = centre.member(circle, "Jona").await;
    let member = jo.id_in(circle).await;
    jo.socket.notices.clear();
    centre.on_call(member).await;
    assert_eq!(jo.socket.notice().await, Notice::CirclesChanged);
    assert_eq!(jo.socket.notice().await, Notice::RotaChanged);
    let hello = Hello { epoch: None, cursors: Vec::new() };
    let reply = jo.socket.done(Request::Hello(hello)).await;
    let Reply::Welcome { on_call, .. } = reply else { panic!("answered {reply:?}") };
    assert!(on_call);
}
