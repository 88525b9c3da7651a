//! Suspending an account over real sockets: everything it has open ends within a
//! second, nothing new opens, and restoring brings it all back.

use std::net::SocketAddr;

use circles_protocol::http::Me;
use circles_protocol::requests::*;
use circles_protocol::{CircleId, InviteRole, MemberId, Reason, RefusalCode, Reply, Request, Role};
use circles_tests::browser::PASSPHRASE;
use circles_tests::deadline::{within, within_ms};
use circles_tests::upgrade::{headers, upgrade};
use circles_tests::{Browser, Centre, Client, Server};
use futures_util::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;

fn suspend(circle: CircleId, member: MemberId) -> Request {
    Request::SuspendAccount(SuspendAccount { circle, member, reason: Reason::Danger })
}

fn restore(circle: CircleId, member: MemberId) -> Request {
    Request::RestoreAccount(RestoreAccount { circle, member })
}

async fn is_suspended(socket: &mut Client, circle: CircleId, member: MemberId) -> bool {
    let reply =
        socket.done(Request::ListRoster(ListRoster { circle, former: false, after: None })).await;
    let Reply::Roster { entries, .. } = reply else { panic!("answered {reply:?}") };
    entries.iter().find(|entry| entry.member == member).expect("they stay a member").suspended
}

#[tokio::test]
async fn every_session_and_socket_ends_within_a_second() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut there = robin.other_device(&centre.server).await;
    let mut there_too = Client::join(centre.server.address, &there.browser).await;
    let member = robin.id_in(circle).await;
    let staff = &mut centre.coordinator.socket;
    staff.done(suspend(circle, member)).await;
    for socket in [&mut robin.socket, &mut there.socket, &mut there_too] {
        assert_eq!(within_ms(1_000, "the close", socket.closed()).await, 4003);
    }
    for browser in [&mut robin.browser, &mut there.browser] {
        let answer = browser.get("/api/me").await;
        assert_eq!((answer.status, answer.refusal()), (401, RefusalCode::NotSignedIn));
    }
    assert!(is_suspended(staff, circle, member).await);
    // Repeating it does no harm.
    staff.done(suspend(circle, member)).await;
}

#[tokio::test]
async fn only_the_right_passphrase_hears_that_an_account_is_suspended() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let member = robin.id_in(circle).await;
    let mut browser = Browser::at(&centre.server);
    let wrong_before = browser.sign_in("robin", "a guess at best").await;
    centre.coordinator.socket.done(suspend(circle, member)).await;
    let wrong = browser.sign_in("robin", "a guess at best").await;
    let unknown = browser.sign_in("nobody-at-all", "a guess at best").await;
    for answer in [&wrong_before, &unknown] {
        assert_eq!((answer.status, &answer.body), (wrong.status, &wrong.body));
    }
    let right = browser.sign_in("robin", PASSPHRASE).await;
    assert_eq!((right.status, right.refusal()), (403, RefusalCode::AccountSuspended));
    assert_eq!(browser.cookie, None);
    // Its sign-in name is still taken.
    let token = centre.invite(circles_protocol::InviteRole::Member, Some(circle)).await;
    let refusal = browser.sign_up(&token, "Another", "robin").await.refusal();
    assert_eq!(refusal, RefusalCode::SignInNameTaken);
}

#[tokio::test]
async fn restoring_brings_everything_back() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let (said, _) = robin.socket.say(circle, "before").await;
    let mut sam = centre.member(circle, "Sam").await;
    let before = robin.view_of(circle).await;
    centre.coordinator.socket.done(suspend(circle, before.me)).await;
    // Nothing has happened in the circle.
    let reply = sam.socket.done(Request::ListMembers(ListMembers { circle, after: None })).await;
    let Reply::Members { members, .. } = reply else { panic!("answered {reply:?}") };
    assert!(members.iter().find(|one| one.id == before.me).unwrap().present);

    centre.coordinator.socket.done(restore(circle, before.me)).await;
    assert!(!is_suspended(&mut centre.coordinator.socket, circle, before.me).await);
    let me: Me = robin.browser.sign_in("robin", PASSPHRASE).await.read();
    assert_eq!(me.alias.as_str(), "Robin");
    robin.socket = Client::open(centre.server.address, &robin.browser).await;
    let after = robin.view_of(circle).await;
    assert_eq!((after.me, after.joined_seq), (before.me, before.joined_seq));
    let page = robin.socket.page(circle, Anchor::Newest, 10).await;
    assert!(page.messages.iter().any(|message| message.id == said));
    robin.socket.say(circle, "after").await;
}

#[tokio::test]
async fn nobody_else_suspends_and_nobody_themselves() {
    let mut centre = Centre::open().await;
    let (circle, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut elsewhere = centre.moderator(other, "Max").await;
    let member = robin.id_in(circle).await;
    let nobody = MemberId(uuid::Uuid::new_v4());
    for socket in [&mut robin.socket, &mut kim.socket, &mut elsewhere.socket] {
        let refusal = socket.refusal(suspend(circle, member)).await;
        assert_eq!(refusal.code, RefusalCode::NotFound);
        assert_eq!(refusal, socket.refusal(suspend(circle, nobody)).await);
        assert_eq!(refusal, socket.refusal(restore(circle, member)).await);
        assert_eq!(refusal, socket.refusal(Request::ListOverdue(ListOverdue {})).await);
    }
    robin.socket.say(circle, "still here").await;
    let token = centre.invite(circles_protocol::InviteRole::Member, Some(circle)).await;
    centre.coordinator.browser.joined(&token, None).await;
    let own = centre.coordinator.id_in(circle).await;
    let staff = &mut centre.coordinator.socket;
    assert_eq!(staff.refused(suspend(circle, own)).await, RefusalCode::NotAllowed);
    assert_eq!(staff.refused(suspend(circle, nobody)).await, RefusalCode::NotFound);
    assert_eq!(staff.refused(suspend(other, member)).await, RefusalCode::NotFound);
    let overdue = staff.done(Request::ListOverdue(ListOverdue {})).await;
    assert_eq!(overdue, Reply::Overdue { circles: Vec::new() });
}

/// Tries to open a socket, and returns how that ended: the close code, or the status of a
/// refusal.
async fn knock(address: SocketAddr, browser: Browser) -> u16 {
    let mut socket = match upgrade(address, &headers(&browser)).await {
        Ok((socket, _)) => socket,
        Err(answer) => return answer.status().as_u16(),
    };
    loop {
        match within("the close", socket.next()).await {
            Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
            Some(Ok(_)) => {}
            other => panic!("{other:?} came, and no close"),
        }
    }
}

#[tokio::test]
async fn no_sign_in_or_socket_under_way_survives() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let member = robin.id_in(circle).await;
    let address = centre.server.address;
    let (mut sockets, mut sign_ins) = (JoinSet::new(), JoinSet::new());
    for _ in 0..4 {
        sockets.spawn(knock(address, robin.browser.clone()));
        let mut fresh = Browser::at(&centre.server);
        sign_ins.spawn(async move {
            fresh.sign_in("robin", PASSPHRASE).await;
            fresh
        });
    }
    centre.coordinator.socket.done(suspend(circle, member)).await;
    while let Some(ended) = sockets.join_next().await {
        let ended = ended.unwrap();
        assert!([4003, 401].contains(&ended), "{ended}");
    }
    while let Some(fresh) = sign_ins.join_next().await {
        let mut fresh = fresh.unwrap();
        assert_eq!(fresh.get("/api/me").await.status, 401);
        assert_eq!(knock(address, fresh).await, 401);
    }
}

#[tokio::test]
async fn a_suspended_moderator_is_no_second() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut lou = centre.moderator(circle, "Lou").await;
    let (member, kims) = (robin.id_in(circle).await, kim.id_in(circle).await);
    let request = ProposeAction {
        circle,
        member,
        action: circles_protocol::ProposedAction::Removal,
        reason: Reason::Other,
    };
    kim.socket.done(Request::ProposeAction(request)).await;
    centre.coordinator.socket.done(suspend(circle, kims)).await;
    // Their proposals have lapsed with their role.
    let reply = lou.socket.done(Request::ListProposals(ListProposals {})).await;
    assert_eq!(reply, Reply::Proposals { proposals: Vec::new() });
    centre.coordinator.socket.done(restore(circle, kims)).await;
    kim.browser.sign_in("kim", PASSPHRASE).await;
    kim.socket = Client::open(centre.server.address, &kim.browser).await;
    assert_eq!(kim.role_in(circle).await, Role::Moderator);
}

/// The server only asks for the body once the request was admitted.
async fn begin(server: &Server, browser: &Browser, path: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.expect("a connection");
    let (origin, cookie) = (server.origin(), browser.cookie.clone().unwrap_or_default());
    let host = origin.trim_start_matches("http://");
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nCookie: {cookie}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\
         Expect: 100-continue\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("the head is taken");
    let mut answer = [0; 25];
    within("100 Continue", stream.read_exact(&mut answer)).await.expect("an answer");
    assert!(answer.starts_with(b"HTTP/1.1 100 Continue"), "{:?}", answer.escape_ascii());
    stream
}

#[tokio::test]
async fn what_was_begun_before_a_suspension_is_not_done_after_it() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let other = centre.circle("Friday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let member = robin.id_in(circle).await;
    let token = centre.invite(InviteRole::Member, Some(other)).await;
    let body = format!(r#"{{"token":"{token}","alias":null}}"#);
    let mut stream = begin(&centre.server, &robin.browser, "/api/join", &body).await;
    centre.coordinator.socket.done(suspend(circle, member)).await;
    stream.write_all(body.as_bytes()).await.expect("the body is taken");
    let mut answer = String::new();
    within("the answer", stream.read_to_string(&mut answer)).await.expect("text");
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    // Nobody has used the invite.
    assert_eq!(Browser::at(&centre.server).look(&token).await.status, 200);
}

#[tokio::test]
async fn the_command_line_shuts_out_whom_it_names() {
    let mut centre = Centre::open().await;
    let unknown = centre.server.run(&["suspend", "--sign-in-name", "nobody-here"]).await;
    assert!(!unknown.status.success());
    let done = centre.server.run(&["suspend", "--sign-in-name", "dana"]).await;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let staff = &mut centre.coordinator;
    let refused = staff.socket.refused(Request::ListCircles(ListCircles { after: None })).await;
    assert_eq!(refused, RefusalCode::NotSignedIn);
    assert_eq!(staff.browser.get("/api/me").await.status, 401);
    let again = staff.browser.sign_in("dana", PASSPHRASE).await;
    assert_eq!(again.refusal(), RefusalCode::AccountSuspended);
}
