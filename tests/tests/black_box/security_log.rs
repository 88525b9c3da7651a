//! What the operator can read of attacks, and of changes that an attacker would make: each
//! once, by ids, with nothing personal.

use std::fs;

use circles_protocol::http::ChangePassphrase;
use circles_protocol::requests::*;
use circles_protocol::{
    CircleId, EnteredPassphrase, InviteRole, MemberId, Passphrase, Reason, Reply, Request, Role,
};
use circles_tests::browser::PASSPHRASE;
use circles_tests::raw::{self, RawSocket};
use circles_tests::server::Plan;
use circles_tests::upgrade::{headers, upgrade};
use circles_tests::{Browser, Centre, Person, Server};
use serde_json::Value;
use uuid::Uuid;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The content of the files of all days.
fn text(server: &Server) -> String {
    let Ok(files) = fs::read_dir(server.data_dir().join("security")) else { return String::new() };
    files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

fn events(server: &Server, kind: &str) -> Vec<Value> {
    let text = text(server);
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["kind"] == kind).collect()
}

/// The one event of its kind, with these fields and no others.
#[track_caller]
fn assert_one(server: &Server, kind: &str, fields: &[(&str, &str)]) {
    let found = events(server, kind);
    assert_eq!(found.len(), 1, "{kind}: {found:?}");
    assert_fields(&found[0], fields);
}

#[track_caller]
fn assert_fields(event: &Value, fields: &[(&str, &str)]) {
    let mut names: Vec<&str> = event.as_object().unwrap().keys().map(String::as_str).collect();
    names.retain(|name| !["at", "kind"].contains(name));
    let mut wanted: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    wanted.sort_unstable();
    names.sort_unstable();
    assert_eq!(names, wanted, "{event}");
    for (name, value) in fields {
        // If the value can't be known, it only has to be there.
        assert!(value.is_empty() || event[name] == *value, "{name} of {event} is not {value}");
    }
}

async fn account(person: &mut Person) -> String {
    person.browser.me().await.account.to_string()
}

async fn own_session(browser: &mut Browser) -> String {
    let sessions = browser.sessions().await.sessions;
    sessions.iter().find(|one| one.current).unwrap().id.to_string()
}

/// A member with a name that occurs nowhere else.
async fn quillwort(centre: &mut Centre) -> (CircleId, Person, MemberId, String) {
    let circle = centre.circle("Zanzibarcircle").await;
    let mut robin = centre.member(circle, "Quillwort").await;
    let (member, id) = (robin.id_in(circle).await, account(&mut robin).await);
    (circle, robin, member, id)
}

fn assert_private(server: &Server, tokens: &[&str]) {
    let text = text(server);
    let words = ["Zanzibar", "uillwort", "Dana", "dana", "narwhal", "ocelot", "127.0.0.1", "::1"];
    for word in words.iter().chain(&[PASSPHRASE]).chain(tokens) {
        assert!(!text.contains(word), "the security log holds {word}:\n{text}");
        assert!(!server.log().contains("security:"), "it is in the other log too");
    }
}

#[tokio::test]
async fn the_first_coordinator_comes_by_an_invite_that_nobody_made() {
    let mut centre = Centre::open().await;
    let dana = account(&mut centre.coordinator).await;
    let server = &centre.server;
    assert_one(server, "server_started", &[]);
    assert_one(server, "invite_made", &[("invite", ""), ("role", "coordinator")]);
    assert_one(server, "invite_used", &[("invite", ""), ("account", &dana)]);
    assert_one(server, "role_given", &[("account", &dana), ("role", "coordinator")]);
    assert_eq!(
        events(server, "invite_used")[0]["invite"],
        events(server, "invite_made")[0]["invite"]
    );
    assert_private(server, &[]);
}

#[tokio::test]
async fn sign_ins_that_fail_and_new_devices_are_told_with_ids() {
    let mut centre = Centre::open().await;
    let (_, robin, _, id) = quillwort(&mut centre).await;
    let mut browser = Browser::at(&centre.server);
    browser.sign_in("quillwort", "ocelot passphrase").await;
    browser.sign_in("narwhal-name", "ocelot passphrase").await;
    let failed = events(&centre.server, "sign_in_failed");
    assert_eq!(failed.len(), 2, "{failed:?}");
    assert_fields(&failed[0], &[("account", &id), ("source", "")]);
    assert_fields(&failed[1], &[("source", "")]);
    assert_eq!(failed[0]["source"], failed[1]["source"]);
    assert_eq!(events(&centre.server, "new_device"), Vec::<Value>::new());
    let mut there = robin.other_device(&centre.server).await;
    let session = own_session(&mut there.browser).await;
    assert_one(&centre.server, "new_device", &[("account", &id), ("session", &session)]);
    let secret = there.browser.cookie.clone().unwrap();
    assert_private(&centre.server, &[secret.split_once('=').unwrap().1]);
}

#[tokio::test]
async fn what_is_done_to_a_passphrase_is_told_with_the_session() {
    let mut centre = Centre::open().await;
    let (_, mut robin, _, id) = quillwort(&mut centre).await;
    let session = own_session(&mut robin.browser).await;
    let both = [("account", id.as_str()), ("session", session.as_str())];
    let form = |current: &str| ChangePassphrase {
        current: EnteredPassphrase::parse(current).unwrap(),
        new: Passphrase::parse("another ocelot altogether").unwrap(),
        end_calendar_feed: false,
    };
    robin.browser.post("/api/passphrase", &form("ocelot passphrase")).await;
    assert_one(&centre.server, "passphrase_refused", &both);
    robin.browser.confirm("ocelot passphrase").await;
    assert_eq!(events(&centre.server, "passphrase_refused").len(), 2);
    assert_eq!(events(&centre.server, "passphrase_changed").len(), 0);
    assert_eq!(robin.browser.post("/api/passphrase", &form(PASSPHRASE)).await.status, 204);
    assert_one(&centre.server, "passphrase_changed", &both);
    assert_private(&centre.server, &[]);
}

#[tokio::test]
async fn roles_are_told_with_who_gave_them() {
    let mut centre = Centre::open().await;
    let (circle, _robin, member, id) = quillwort(&mut centre).await;
    let dana = account(&mut centre.coordinator).await;
    let staff = &mut centre.coordinator.socket;
    for role in [Role::Moderator, Role::Moderator, Role::Member] {
        staff.accepted(Request::ChangeRole(ChangeRole { circle, member, role })).await;
    }
    let Reply::MentorAdded { mentor } = staff.done(Request::AddMentor(AddMentor { member })).await
    else {
        panic!("no mentor")
    };
    staff.done(Request::RemoveMentor(RemoveMentor { mentor })).await;
    let person = centre.on_call(member).await;
    let staff = &mut centre.coordinator.socket;
    staff.done(Request::RemoveOnCall(RemoveOnCall { person })).await;
    let circle = circle.to_string();
    let moderator =
        [("account", id.as_str()), ("by", &dana), ("role", "moderator"), ("circle", &circle)];
    for kind in ["role_given", "role_ended"] {
        let told: Vec<Value> = events(&centre.server, kind);
        let told: Vec<&Value> = told.iter().filter(|event| event["account"] == id).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert_fields(told[0], &moderator);
        for (event, staff) in [(told[1], "mentor"), (told[2], "on_call")] {
            assert_fields(event, &[("account", &id), ("by", &dana), ("role", staff)]);
        }
    }
    assert_private(&centre.server, &[]);
}

#[tokio::test]
async fn an_invite_is_told_when_it_is_made_withdrawn_and_locked() {
    let mut centre = Centre::open().await;
    let (circle, ..) = quillwort(&mut centre).await;
    let dana = account(&mut centre.coordinator).await;
    let request = CreateInvite {
        role: InviteRole::Mentor,
        circle: Some(circle),
        label: None,
        mentor: None,
        graduated_on: None,
    };
    let made = centre.coordinator.socket.done(Request::CreateInvite(request)).await;
    let Reply::InviteCreated { invite, .. } = made else { panic!("{made:?}") };
    let (id, circle_id) = (invite.to_string(), circle.to_string());
    assert_fields(
        events(&centre.server, "invite_made").last().unwrap(),
        &[("invite", &id), ("by", &dana), ("role", "mentor"), ("circle", &circle_id)],
    );
    let withdraw = || Request::WithdrawInvite(WithdrawInvite { invite });
    centre.coordinator.socket.done(withdraw()).await;
    centre.coordinator.socket.done(withdraw()).await;
    assert_one(&centre.server, "invite_withdrawn", &[("invite", &id), ("by", &dana)]);
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut browser = Browser::at(&centre.server);
    for alias in ["Quillwort", "QuiIlwort", "Quillw0rt", "Quillwort"] {
        browser.sign_up(&token, alias, "narwhal-name").await;
    }
    let locked = events(&centre.server, "invite_locked");
    assert_eq!(locked.len(), 1, "{locked:?}");
    assert_fields(&locked[0], &[("invite", "")]);
    assert_private(&centre.server, &[&token]);
}

#[tokio::test]
async fn a_suspension_is_told_with_who_did_it_and_so_is_its_end() {
    let mut centre = Centre::open().await;
    let (circle, _robin, member, id) = quillwort(&mut centre).await;
    let dana = account(&mut centre.coordinator).await;
    let staff = &mut centre.coordinator.socket;
    let reason = Reason::Danger;
    for _ in 0..2 {
        staff.done(Request::SuspendAccount(SuspendAccount { circle, member, reason })).await;
    }
    staff.done(Request::RestoreAccount(RestoreAccount { circle, member })).await;
    assert_one(&centre.server, "account_suspended", &[("account", &id), ("by", &dana)]);
    assert_one(&centre.server, "account_restored", &[("account", &id), ("by", &dana)]);
    // Beside the server, with the id from the log.
    let done = centre.server.run(&["suspend", "--account", &id]).await;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let suspended = events(&centre.server, "account_suspended");
    assert_eq!(suspended.len(), 2);
    assert_fields(&suspended[1], &[("account", &id)]);
    // Their invites are withdrawn too, reported once for all of them.
    for _ in 0..2 {
        centre.invite(InviteRole::Member, Some(circle)).await;
    }
    centre.server.run(&["suspend", "--sign-in-name", "dana"]).await;
    let withdrawn = events(&centre.server, "invite_withdrawn");
    assert_eq!(withdrawn.len(), 1, "{withdrawn:?}");
    assert_eq!((&withdrawn[0]["account"], &withdrawn[0]["count"]), (&dana.into(), &2.into()));
    assert_private(&centre.server, &[]);
}

#[tokio::test]
async fn sign_ins_and_sign_ups_that_are_slowed_down_are_told() {
    let mut centre = Centre::open_with(Plan::default().set("sign_ins_per_quarter_hour", 1)).await;
    let (_, mut robin, _, id) = quillwort(&mut centre).await;
    let session = own_session(&mut robin.browser).await;
    let mut browser = Browser::at(&centre.server);
    for _ in 0..2 {
        browser.sign_in("quillwort", "ocelot passphrase").await;
        robin.browser.confirm("ocelot passphrase").await;
    }
    assert_one(&centre.server, "sign_in_throttled", &[("account", &id), ("source", "")]);
    let by_holder = [("account", id.as_str()), ("session", session.as_str())];
    assert_one(&centre.server, "passphrase_throttled", &by_holder);
    // One address has ten tries, of which the sign-ins used some.
    let mut tries = 0;
    while browser.sign_up("tokenthatiswrong123456", "Kit", "kit-name").await.status != 429 {
        tries += 1;
        assert!(tries < 10, "nothing slows it down");
    }
    assert_one(&centre.server, "sign_up_throttled", &[("source", "")]);
    assert_private(&centre.server, &["tokenthatiswrong"]);
}

#[tokio::test]
async fn a_flood_over_a_socket_and_one_socket_too_many_are_told() {
    let plan = Plan::default().set("frames_per_second", 20).set("sockets_per_address", 2);
    let mut centre = Centre::open_with(plan).await;
    let dana = account(&mut centre.coordinator).await;
    let mut browser = centre.coordinator.browser.clone();
    let session = own_session(&mut browser).await;
    let mut socket = RawSocket::open(centre.server.address, &browser).await;
    let refused = upgrade(centre.server.address, &headers(&browser)).await.unwrap_err();
    assert_eq!(refused.status(), 429);
    assert_one(&centre.server, "socket_shed", &[("account", &dana), ("source", "")]);
    let flood = raw::client_frame(raw::TEXT, br#"{"request_id":1,"type":"ping"}"#).repeat(21);
    socket.write(&flood).await;
    assert_eq!(socket.closed().await, 4004);
    assert_one(&centre.server, "socket_flooded", &[("account", &dana), ("session", &session)]);
    assert_private(&centre.server, &[]);
}

#[tokio::test]
async fn whoever_tries_ids_is_told_of_once_and_who_errs_is_not() {
    let plan = Plan::default().unhurried().with_clock();
    let mut centre = Centre::open_with(plan).await;
    let (_, mut robin, _, id) = quillwort(&mut centre).await;
    let mut browser = Browser::at(&centre.server);
    for nth in 0..29 {
        let circle = CircleId(Uuid::from_u128(nth));
        let history = FetchHistory { circle, from: Anchor::Newest, limit: 1 };
        robin.socket.refused(Request::FetchHistory(history)).await;
        browser.get("/api/nothing").await;
    }
    assert_eq!(events(&centre.server, "refusals_in_bulk"), Vec::<Value>::new());
    // The tries of one minute are counted together: here all are within one.
    centre.server.advance(60 * 1_000);
    for nth in 0..200 {
        let circle = CircleId(Uuid::from_u128(nth));
        let history = FetchHistory { circle, from: Anchor::Newest, limit: 1 };
        robin.socket.refused(Request::FetchHistory(history)).await;
        browser.get("/api/nothing").await;
    }
    let told = events(&centre.server, "refusals_in_bulk");
    let of = |field: &str| told.iter().find(|event| event.get(field).is_some()).unwrap();
    let both = |name, value| [(name, value), ("code", "not_found"), ("count", "")];
    assert_fields(of("account"), &both("account", &id));
    assert_fields(of("source"), &both("source", ""));
    assert!(told.len() < 10, "{told:?}");
    assert_private(&centre.server, &[]);
}

#[tokio::test]
async fn a_flood_is_counted_and_not_written_down() {
    let mut centre = Centre::open_with(Plan::default().set("sign_ins_per_quarter_hour", 1)).await;
    let mut browser = Browser::at(&centre.server);
    for _ in 0..150 {
        browser.sign_in("narwhal-name", "ocelot passphrase").await;
    }
    centre.server.stop().await;
    let written = events(&centre.server, "sign_in_throttled").len();
    let left_out = events(&centre.server, "left_out");
    let left_out = left_out.iter().filter(|event| event["of"] == "sign_in_throttled");
    let left_out: u64 = left_out.map(|event| event["count"].as_u64().unwrap()).sum();
    assert!(written < 149 && left_out > 0, "{written} and {left_out}");
    assert_eq!(u64::try_from(written).unwrap() + left_out, 149);
}

#[tokio::test]
async fn a_day_more_than_90_days_back_is_removed() {
    let centre = Centre::open_with(Plan::default().with_clock()).await;
    let first = text(&centre.server);
    assert!(!first.is_empty());
    let mut browser = Browser::at(&centre.server);
    centre.server.advance(90 * DAY_MS);
    browser.sign_in("narwhal-name", "ocelot passphrase").await;
    assert!(text(&centre.server).contains(&first), "kept for 90 days");
    centre.server.advance(DAY_MS);
    browser.sign_in("narwhal-name", "ocelot passphrase").await;
    assert!(!text(&centre.server).contains(&first), "and no longer");
    assert_eq!(events(&centre.server, "sign_in_failed").len(), 2);
}

#[tokio::test]
async fn the_command_shows_what_is_asked_for() {
    let mut centre = Centre::open().await;
    let (_, robin, _, id) = quillwort(&mut centre).await;
    robin.other_device(&centre.server).await;
    let shown = async |choice: &[&str]| {
        let command: Vec<&str> = ["security"].into_iter().chain(choice.to_vec()).collect();
        let output = centre.server.run(&command).await;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let all = shown(&[]).await;
    assert!(all.contains(&format!(" new_device account={id} session=")), "{all}");
    assert!(all.lines().last().unwrap().contains("new_device 1"), "{all}");
    let of_one = shown(&["--account", &id]).await;
    assert_eq!(of_one.lines().count(), 3, "an invite, a device, and the counts: {of_one}");
    assert_eq!(shown(&["--kind", "new_device", "--days", "1"]).await.lines().count(), 2);
    let nothing = shown(&["--kind", "socket_flooded"]).await;
    assert_eq!(nothing.trim(), "nothing was written down in this time");
}
