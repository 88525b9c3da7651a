//! A well-formed request for every endpoint of the table, sent by the browser itself.

use circles_protocol::http::{
    ChangePassphrase, ConfirmPassphrase, InviteToken, JoinCircle, PreviewInvite, PreviewRecovery,
    RecoverAccount, RecoveryToken, SignIn, SignUp,
};
use circles_protocol::requests::CreateCalendarFeed;
use circles_protocol::{Alias, InviteRole, Passphrase, RefusalCode, Reply, Request, SignInName};
use circles_tests::browser::PASSPHRASE;
use circles_tests::upgrade::{headers, upgrade};
use circles_tests::{Browser, Server};
use reqwest::Method;
use serde::Serialize;

use super::people::{Kind, People};

/// What the visitors of one round bring along.
pub(super) struct Guest {
    pub(super) sign_in_name: String,
    newcomer: &'static str,
    tokens: [String; 3],
    /// Somebody's calendar, whose address they were given.
    calendar: String,
    /// A recovery link to an account of its own.
    way_back: String,
}

const FORGETFUL: [&str; 8] = ["Ada", "Bo", "Cy", "Dee", "Eve", "Flo", "Gus", "Hal"];

/// One for each of the eight people.
pub(super) async fn guests(people: &mut People) -> Vec<(Kind, Guest)> {
    const NEWCOMERS: [&str; 8] = ["Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple"];
    let circle = people.centre.circle("Open house").await;
    let mut guests = Vec::new();
    let feed = Request::CreateCalendarFeed(CreateCalendarFeed {});
    let reply = people.centre.coordinator.socket.done(feed).await;
    let Reply::CalendarFeed { path: calendar } = reply else { panic!("answered {reply:?}") };
    for (kind, newcomer) in Kind::ALL.into_iter().zip(NEWCOMERS) {
        let mut tokens = [const { String::new() }; 3];
        for token in &mut tokens {
            *token = people.centre.invite(InviteRole::Member, Some(circle)).await;
        }
        let mut forgetful = people.centre.member(circle, FORGETFUL[guests.len()]).await;
        let member = forgetful.id_in(circle).await;
        let way_back = people.centre.recovery_link(circle, member).await.1;
        let known = if kind == Kind::Anonymous { Kind::Member } else { kind };
        let sign_in_name = people.person(known).sign_in_name.clone();
        guests.push((
            kind,
            Guest { sign_in_name, newcomer, tokens, calendar: calendar.clone(), way_back },
        ));
    }
    guests
}

/// Sends the request, and returns the status and the code of a refusal.
///
/// # Panics
/// If this file does not say how to send it.
pub(super) async fn ask(
    server: &Server,
    browser: &mut Browser,
    name: &str,
    guest: &Guest,
) -> (u16, Option<RefusalCode>) {
    if name == "GET /socket" {
        return match upgrade(server.address, &headers(browser)).await {
            Ok(_) => (101, None),
            Err(answer) => (answer.status().as_u16(), refusal(answer.body())),
        };
    }
    let (method, path) = name.split_once(' ').expect("a method and a path");
    let mut path = path.to_owned();
    let passphrase = || Passphrase::from_stored(PASSPHRASE.to_owned());
    let token = |nth: usize| InviteToken(guest.tokens[nth].clone());
    let way_back = || RecoveryToken(guest.way_back.clone());
    let body = match name {
        "GET /api/health" | "GET /api/help-card" | "GET /api/me" | "GET /api/sessions"
        | "POST /api/sign-out" => None,
        "POST /api/invites/preview" => json(&PreviewInvite { token: token(0) }),
        "POST /api/sign-up" => json(&SignUp {
            token: token(1),
            alias: Alias::from_stored(guest.newcomer.to_owned()),
            sign_in_name: SignInName::from_stored(guest.newcomer.to_lowercase()),
            passphrase: passphrase(),
        }),
        "POST /api/sign-in" => {
            let sign_in_name = SignInName::from_stored(guest.sign_in_name.clone());
            json(&SignIn { sign_in_name, passphrase: passphrase().into() })
        }
        "POST /api/way-back/preview" => json(&PreviewRecovery { token: way_back() }),
        "POST /api/way-back" => {
            json(&RecoverAccount { token: way_back(), passphrase: passphrase() })
        }
        "POST /api/join" => json(&JoinCircle { token: token(2), alias: None }),
        "POST /api/passphrase" => {
            let (current, new) = (passphrase().into(), passphrase());
            json(&ChangePassphrase { current, new, end_calendar_feed: false })
        }
        "POST /api/passphrase/confirm" => {
            json(&ConfirmPassphrase { passphrase: passphrase().into() })
        }
        "DELETE /api/sessions/{id}" => {
            let id = own_session(browser).await;
            path = path.replace("{id}", &id);
            None
        }
        "GET /calendar/{name}" => {
            path.clone_from(&guest.calendar);
            None
        }
        "GET /{page}" => {
            "/".clone_into(&mut path);
            None
        }
        _ => panic!("`{name}` is in the table; {} can't ask for it", file!()),
    };
    let method: Method = method.parse().expect("a method");
    let answer = browser.ask(method, &path, body).await;
    (answer.status, refusal(&answer.body))
}

/// The session this browser is signed in with; any id if there is none.
async fn own_session(browser: &mut Browser) -> String {
    if browser.cookie.is_none() {
        return uuid::Uuid::nil().to_string();
    }
    let sessions = browser.sessions().await.sessions;
    let own = sessions.iter().find(|session| session.current).expect("the session that asks");
    own.id.to_string()
}

fn json(body: &impl Serialize) -> Option<String> {
    Some(serde_json::to_string(body).expect("plain data becomes JSON"))
}

fn refusal(body: &str) -> Option<RefusalCode> {
    serde_json::from_str::<circles_protocol::Refusal>(body).ok().map(|refusal| refusal.code)
}
