//! Two people act at the same moment, where only one can succeed or one ends the other's
//! permission: whoever is first, the result is as if they had acted one after the other.
//! Pairs within one area are tested there: claims (`reports`), appeals, proposals.

use circles_protocol::http::ChangePassphrase;
use circles_protocol::requests::*;
use circles_protocol::{
    CircleId, CircleName, EnteredPassphrase, HelpId, HelpTo, InviteRole, MessageId, Passphrase,
    Rank, Reason, RefusalCode, Reply, Request, Role,
};
use circles_tests::browser::{Answer, PASSPHRASE};
use circles_tests::client::{Outcome, message};
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre, Client, Person};
use serde_json::json;
use uuid::Uuid;

/// Each pair runs this often: the machine decides which of them comes first.
const ROUNDS: usize = 6;

async fn centre() -> Centre {
    Centre::open_with(Plan::default().unhurried()).await
}

/// What the later one was told, if exactly one came first.
#[track_caller]
fn too_late(one: Outcome, other: Outcome) -> RefusalCode {
    match (one, other) {
        (Ok(_), Err(refusal)) | (Err(refusal), Ok(_)) => refusal.code,
        both => panic!("not exactly one: {both:?}"),
    }
}

/// The same over HTTP.
#[track_caller]
fn refused(one: &Answer, other: &Answer) -> RefusalCode {
    match [one, other].map(|answer| answer.status < 300) {
        [true, false] => other.refusal(),
        [false, true] => one.refusal(),
        _ => panic!("not exactly one: {} {}", one.body, other.body),
    }
}

async fn aliases(socket: &mut Client, circle: CircleId) -> Vec<String> {
    let reply = socket.done(Request::ListMembers(ListMembers { circle, after: None })).await;
    let Reply::Members { members, .. } = reply else { panic!("answered {reply:?}") };
    members.into_iter().map(|member| member.alias.as_str().to_owned()).collect()
}

#[tokio::test]
async fn of_two_guests_of_one_invite_one_comes_in() {
    let mut centre = centre().await;
    let circle = centre.circle("Tuesday").await;
    let mut mo = centre.moderator(circle, "Mona").await;
    for round in 0..ROUNDS {
        let token = centre.invite(InviteRole::Member, Some(circle)).await;
        let mut guests = [Browser::at(&centre.server), Browser::at(&centre.server)];
        let [one, other] = &mut guests;
        let names = ["one", "two"].map(|which| format!("guest-{which}-{round}"));
        let aliases_of = [format!("Kit {round}"), format!("Lou {round}")];
        let (one, other) = tokio::join!(
            one.sign_up(&token, &aliases_of[0], &names[0]),
            other.sign_up(&token, &aliases_of[1], &names[1]),
        );
        assert_eq!(refused(&one, &other), RefusalCode::InviteInvalid);
        assert_eq!(aliases(&mut mo.socket, circle).await.len(), round + 2);
        // Whoever was too late has no account either.
        let mut again = Browser::at(&centre.server);
        let late = usize::from(one.status < 300);
        let answer = again.sign_in(&names[late], PASSPHRASE).await;
        assert_eq!(answer.refusal(), RefusalCode::SignInFailed);
    }
}

#[tokio::test]
async fn of_two_who_take_one_name_one_has_it() {
    let mut centre = centre().await;
    let circle = centre.circle("Tuesday").await;
    for round in 0..ROUNDS {
        let tokens = [
            centre.invite(InviteRole::Member, Some(circle)).await,
            centre.invite(InviteRole::Member, Some(circle)).await,
        ];
        let mut guests = [Browser::at(&centre.server), Browser::at(&centre.server)];
        let [one, other] = &mut guests;
        let (alias, name) = (format!("Kit {round}"), format!("kit-{round}"));
        let others = format!("other-{round}");
        // An alias in one circle, then a sign-in name in the centre.
        let (first, second) = tokio::join!(
            one.sign_up(&tokens[0], &alias, &name),
            other.sign_up(&tokens[1], &alias, &others),
        );
        assert_eq!(refused(&first, &second), RefusalCode::AliasTaken);
        let (token, left) = if first.status < 300 { (1, &name) } else { (0, &others) };
        let another = centre.invite(InviteRole::Member, Some(circle)).await;
        let (aliases, fresh) = ([format!("Lou {round}"), format!("Sam {round}")], "fresh");
        let name = format!("{fresh}-{round}");
        let [one, other] = &mut guests;
        let (first, second) = tokio::join!(
            one.sign_up(&tokens[token], &aliases[0], &name),
            other.sign_up(&another, &aliases[1], &name),
        );
        assert_eq!(refused(&first, &second), RefusalCode::SignInNameTaken);
        assert_eq!(Browser::at(&centre.server).sign_in(left, PASSPHRASE).await.status, 200);
    }
}

#[tokio::test]
async fn the_last_place_in_a_circle_is_given_once() {
    let mut centre = centre().await;
    for round in 0..ROUNDS {
        let name = CircleName::from_stored(format!("Round {round}"));
        let create = CreateCircle { name, member_limit: Some(2) };
        let reply = centre.coordinator.socket.done(Request::CreateCircle(create)).await;
        let Reply::CircleCreated { circle } = reply else { panic!("answered {reply:?}") };
        let mut mo = centre.moderator(circle, &format!("Mona {round}")).await;
        let tokens = [
            centre.invite(InviteRole::Member, Some(circle)).await,
            centre.invite(InviteRole::Member, Some(circle)).await,
        ];
        let mut guests = [Browser::at(&centre.server), Browser::at(&centre.server)];
        let [one, other] = &mut guests;
        let names = [format!("kit-{round}"), format!("lou-{round}")];
        let (one, other) = tokio::join!(
            one.sign_up(&tokens[0], "Kit", &names[0]),
            other.sign_up(&tokens[1], "Lou", &names[1]),
        );
        assert_eq!(refused(&one, &other), RefusalCode::CircleFull);
        assert_eq!(aliases(&mut mo.socket, circle).await.len(), 2);
    }
}

#[tokio::test]
async fn one_message_sent_from_two_devices_is_one() {
    let mut centre = centre().await;
    let circle = centre.circle("Tuesday").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut there = sam.other_device(&centre.server).await;
    for round in 0..ROUNDS {
        let said = SendMessage { id: MessageId(Uuid::now_v7()), ..message(circle, "hm") };
        let changed = SendMessage { ..message(circle, "other words") };
        let changed = SendMessage { id: said.id, ..changed };
        let same = Request::SendMessage(said);
        let (one, other) =
            tokio::join!(sam.socket.ask(same.clone()), there.socket.ask(same.clone()));
        assert_eq!(one.unwrap(), other.unwrap());
        let refused = there.socket.refused(Request::SendMessage(changed)).await;
        assert_eq!(refused, RefusalCode::IdConflict);
        let page = sam.socket.page(circle, Anchor::Newest, 100).await;
        assert_eq!(page.messages.len(), round + 1);
    }
}

#[tokio::test]
async fn who_is_taken_out_while_writing_says_nothing_afterwards() {
    let mut centre = centre().await;
    let circle = centre.circle("Tuesday").await;
    let mut mo = centre.moderator(circle, "Mona").await;
    for round in 0..ROUNDS {
        let mut sam = centre.member(circle, &format!("Sam {round}")).await;
        let member = sam.id_in(circle).await;
        let removal = Request::RemoveMember(RemoveMember { circle, member, reason: None });
        let mut says = Vec::new();
        for nth in 0..5 {
            let said = message(circle, &format!("{round} {nth}"));
            says.push(sam.socket.post(Request::SendMessage(said)).await);
        }
        centre.coordinator.socket.done(removal).await;
        let before = words(&mut mo.socket, circle).await;
        // Everything that was accepted is already there; nothing comes after it.
        let mut accepted = 0;
        for id in says {
            match sam.socket.answer(id).await {
                Ok(_) => accepted += 1,
                Err(refusal) => assert_eq!(refusal.code, RefusalCode::NotFound),
            }
        }
        let late = Request::SendMessage(message(circle, "late"));
        assert_eq!(sam.socket.refused(late).await, RefusalCode::NotFound);
        let after = words(&mut mo.socket, circle).await;
        assert_eq!(before, after);
        let own = after.iter().filter(|body| body.starts_with(&format!("{round} "))).count();
        assert_eq!(own, accepted);
    }
}

async fn words(socket: &mut Client, circle: CircleId) -> Vec<String> {
    let page = socket.page(circle, Anchor::Newest, 100).await;
    let bodies = page.messages.into_iter().filter_map(|message| message.body);
    bodies.map(|body| body.as_str().to_owned()).collect()
}

#[tokio::test]
async fn who_loses_an_office_while_using_it_has_used_it_before_or_not_at_all() {
    let mut centre = centre().await;
    let circle = centre.circle("Tuesday").await;
    let mut sam = centre.member(circle, "Sam").await;
    for round in 0..ROUNDS {
        let mut mo = centre.moderator(circle, &format!("Mona {round}")).await;
        let member = mo.id_in(circle).await;
        let (said, _) = sam.socket.say(circle, "hm").await;
        let mute = MuteMessages { circle, messages: vec![said], reason: Reason::Other };
        let role = ChangeRole { circle, member, role: Role::Member };
        let (muted, changed) = tokio::join!(
            mo.socket.ask(Request::MuteMessages(mute)),
            centre.coordinator.socket.ask(Request::ChangeRole(role)),
        );
        assert!(changed.is_ok(), "{changed:?}");
        let page = sam.socket.page(circle, Anchor::Newest, 1).await;
        assert_eq!(page.messages[0].muted, muted.is_ok(), "{muted:?}");
        let again = MuteMessages { circle, messages: vec![said], reason: Reason::Other };
        assert!(mo.socket.ask(Request::MuteMessages(again)).await.is_err());
    }
}

#[tokio::test]
async fn of_two_on_call_who_reply_at_once_one_does() {
    let mut centre = centre().await;
    let circle = centre.circle("Tuesday").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut on_call: Vec<Person> = Vec::new();
    // Both are told at once when both are first.
    for alias in ["Jona", "Kimberly"] {
        let mut person = centre.member(circle, alias).await;
        let member = person.id_in(circle).await;
        let shift = centre.on_call(member).await;
        centre.shift(shift, Rank::First, (-60, 600)).await;
        on_call.push(person);
    }
    for _ in 0..3 {
        let help = HelpId(Uuid::now_v7());
        let ask = AskForHelp { id: help, to: HelpTo::OnCall, words: None, undo: false };
        sam.socket.done(Request::AskForHelp(ask)).await;
        let reply = Request::AcknowledgeHelp(AcknowledgeHelp { help });
        let [one, other] = &mut on_call[..] else { panic!("two of them") };
        let (one, other) =
            tokio::join!(one.socket.ask(reply.clone()), other.socket.ask(reply.clone()));
        too_late(one, other);
        sam.socket.done(Request::EndHelp(EndHelp { help })).await;
    }
}

#[tokio::test]
async fn a_key_used_on_two_sockets_at_once_acts_once() {
    let mut centre = centre().await;
    let mut there = centre.coordinator.other_device(&centre.server).await;
    let here = &mut centre.coordinator.socket;
    let id = circles_protocol::RequestId(77_777);
    for round in 1..=ROUNDS {
        let key = Uuid::now_v7();
        let frame = json!({
            "request_id": id.0, "idempotency_key": key,
            "type": "create_circle", "name": format!("Round {round}"),
        });
        here.post_text(frame.to_string()).await;
        there.socket.post_text(frame.to_string()).await;
        let (one, other) = tokio::join!(here.answer(id), there.socket.answer(id));
        assert_eq!(one.unwrap(), other.unwrap());
        let reply = here.done(Request::ListCircles(ListCircles { after: None })).await;
        let Reply::Circles { circles, .. } = reply else { panic!("answered {reply:?}") };
        assert_eq!(circles.len(), round);
    }
}

#[tokio::test]
async fn of_two_changes_of_a_passphrase_one_holds_and_the_other_session_ends() {
    let mut centre = centre().await;
    let circle = centre.circle("Tuesday").await;
    for round in 0..3 {
        let mut here = centre.member(circle, &format!("Sam {round}")).await;
        let mut there = here.other_device(&centre.server).await;
        let new = ["another river at dusk", "some third river at noon"];
        let form = |new: &str| ChangePassphrase {
            current: EnteredPassphrase::from_stored(PASSPHRASE.to_owned()),
            new: Passphrase::from_stored(new.to_owned()),
            end_calendar_feed: false,
        };
        let forms = new.map(form);
        let (one, other) = tokio::join!(
            here.browser.post("/api/passphrase", &forms[0]),
            there.browser.post("/api/passphrase", &forms[1]),
        );
        let code = refused(&one, &other);
        assert!(matches!(code, RefusalCode::SignInFailed | RefusalCode::NotSignedIn), "{code:?}");
        let first = usize::from(one.status >= 300);
        let browsers = [&mut here.browser, &mut there.browser];
        let [one, other] = browsers.map(async |browser| browser.get("/api/me").await.status);
        let statuses = [one.await, other.await];
        assert_eq!((statuses[first], statuses[1 - first]), (200, 401));
        for (nth, passphrase) in new.into_iter().enumerate() {
            let mut browser = Browser::at(&centre.server);
            let answer = browser.sign_in(&here.sign_in_name, passphrase).await;
            assert_eq!(answer.status < 300, nth == first);
        }
    }
}

#[tokio::test]
async fn of_two_calendar_links_made_at_once_one_leads_somewhere() {
    let mut centre = centre().await;
    let mut there = centre.coordinator.other_device(&centre.server).await;
    let mut program = Browser::at(&centre.server);
    for _ in 0..ROUNDS {
        let create = Request::CreateCalendarFeed(CreateCalendarFeed {});
        let (one, other) = tokio::join!(
            centre.coordinator.socket.done(create.clone()),
            there.socket.done(create.clone())
        );
        let mut found = 0;
        for reply in [one, other] {
            let Reply::CalendarFeed { path } = reply else { panic!("answered {reply:?}") };
            found += usize::from(program.get(&path).await.status == 200);
        }
        assert_eq!(found, 1);
    }
}

#[tokio::test]
async fn a_passphrase_entered_once_is_good_for_one_of_two() {
    let mut centre = centre().await;
    // Two sockets of one session: a confirmation is valid only for that session.
    let mut second = Client::join(centre.server.address, &centre.coordinator.browser).await;
    for _ in 0..3 {
        assert_eq!(centre.coordinator.browser.confirm(PASSPHRASE).await.status, 204);
        let invite = Request::CreateInvite(CreateInvite {
            role: InviteRole::Coordinator,
            circle: None,
            label: None,
            mentor: None,
            graduated_on: None,
        });
        let (one, other) = tokio::join!(
            centre.coordinator.socket.ask(invite.clone()),
            second.ask(invite.clone()),
        );
        assert_eq!(too_late(one, other), RefusalCode::PassphraseNeeded);
    }
}
