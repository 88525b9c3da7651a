//! Every operation as each of eight people, compared with the table that the binary prints.
//! An operation in the table that can't be requested here fails too.

mod endpoints;
mod mentoring;
mod own_account;
mod people;
mod recovering;
mod requests;
mod table;

use circles_protocol::requests::CloseCircle;
use circles_protocol::{RefusalCode, Request};
use circles_tests::Browser;
use circles_tests::upgrade::{headers, upgrade};
use reqwest::Method;

use people::{Kind, People, Scene};
use table::{Case, Operation, Who, table};

/// Has the same answer however often it is requested, so that one scene serves for many.
fn only_reads(operation: &Operation) -> bool {
    ["hello", "ping", "fetch_", "list_", "show_", "search"]
        .iter()
        .any(|it| operation.name.starts_with(it))
}

/// Cells in which the server did something else than the table says.
#[derive(Default)]
struct Sheet {
    cells: usize,
    wrong: Vec<String>,
}

impl Sheet {
    fn enter<T: PartialEq + std::fmt::Debug>(&mut self, cell: String, told: &T, done: &T) {
        self.cells += 1;
        if told != done {
            self.wrong.push(format!("{cell}: the table says {told:?}, the server {done:?}"));
        }
    }

    fn check(self, cells: usize) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
        assert_eq!(self.cells, cells, "some cells of the table were not tried");
    }
}

#[tokio::test]
async fn every_request_is_answered_as_the_table_says() {
    let (operations, _) = table().await;
    let mut people = People::gather().await;
    let (mut sheet, mut cells) = (Sheet::default(), 0);
    let mut scene = people.scene().await;
    for operation in &operations {
        for &own in operation.sides() {
            cells += Kind::SIGNED_IN.len();
            for kind in Kind::SIGNED_IN {
                let case = Case { own: own && kind.spoke(), closed: false };
                let target = scene.target(kind, own);
                let request = requests::request(&operation.name, &scene, target);
                let answer = people.person(kind).socket.ask(request).await;
                let done = answer.map(drop).map_err(|refusal| refusal.code);
                let cell = format!("{} as {kind:?}, {case:?}", operation.name);
                sheet.enter(cell, &operation.foretells(kind, case), &done);
                if done.is_ok() && !only_reads(operation) {
                    scene = people.scene().await;
                }
            }
        }
    }
    assert!(cells > 200, "the printed table was not parsed");
    sheet.check(cells);
}

#[tokio::test]
async fn in_a_closed_circle_every_request_is_answered_as_the_table_says() {
    let (operations, _) = table().await;
    let mut people = People::gather().await;
    let mut sheet = Sheet::default();
    for operation in &operations {
        let mut scene = closed_scene(&mut people).await;
        let own = operation.good_side();
        for kind in Kind::SIGNED_IN {
            let case = Case { own: own && kind.spoke(), closed: true };
            let request = requests::request(&operation.name, &scene, scene.target(kind, own));
            let answer = people.person(kind).socket.ask(request).await;
            let done = answer.map(drop).map_err(|refusal| refusal.code);
            let cell = format!("{} as {kind:?}, {case:?}", operation.name);
            sheet.enter(cell, &operation.foretells(kind, case), &done);
            // What one person has decided, nobody can decide again.
            if done.is_ok() && operation.uses_up() {
                scene = closed_scene(&mut people).await;
            }
        }
    }
    sheet.check(operations.len() * Kind::SIGNED_IN.len());
}

async fn closed_scene(people: &mut People) -> Scene {
    let scene = people.scene().await;
    let close = Request::CloseCircle(CloseCircle { circle: scene.circle });
    people.centre.coordinator.socket.done(close).await;
    scene
}

#[tokio::test]
async fn who_is_not_signed_in_gets_to_no_request() {
    let (operations, _) = table().await;
    let people = People::gather().await;
    let nobody = Browser::at(&people.centre.server);
    for operation in &operations {
        // Every request needs a socket, and there is none here.
        assert_ne!(operation.who, Who::Anyone, "{}", operation.name);
    }
    let address = people.centre.server.address;
    let refused = upgrade(address, &headers(&nobody)).await.unwrap_err();
    assert_eq!(refused.status(), 401, "{}", refused.body());
}

#[tokio::test]
async fn every_endpoint_is_answered_as_the_table_says() {
    let (_, endpoints) = table().await;
    let mut people = People::gather().await;
    people.scene().await;
    let mut sheet = Sheet::default();
    for (kind, guest) in endpoints::guests(&mut people).await {
        let anonymous = kind == Kind::Anonymous;
        let mut own = Browser::at(&people.centre.server);
        if !anonymous {
            own = people.person(kind).browser.clone();
        }
        let server = &people.centre.server;
        for endpoint in &endpoints {
            let name = &endpoint.name;
            let mut foreign = own.clone();
            "https://evil.example".clone_into(&mut foreign.origin);
            if endpoint.own_page_only() {
                let done = endpoints::ask(server, &mut foreign, name, &guest).await;
                let told = (403, Some(RefusalCode::ForeignOrigin));
                sheet.enter(format!("{name} as {kind:?} from elsewhere"), &told, &done);
            }
            // A copy, so that whoever signed up or in keeps their identity.
            let mut browser = own.clone();
            let (status, refusal) = endpoints::ask(server, &mut browser, name, &guest).await;
            let let_in = endpoint.who == Who::Anyone || !anonymous;
            let told = if let_in { None } else { Some((401, RefusalCode::NotSignedIn)) };
            let done = (status >= 400).then(|| (status, refusal.unwrap_or(RefusalCode::Internal)));
            sheet.enter(format!("{name} as {kind:?}"), &told, &done);
            // Signing out ends the session, and so does whatever gives the copy a new one.
            if !anonymous && browser.cookie != own.cookie {
                own.sign_in(&guest.sign_in_name, circles_tests::browser::PASSPHRASE).await;
            }
        }
    }
    let changing = endpoints.iter().filter(|endpoint| endpoint.own_page_only()).count();
    assert!(changing > 5, "the printed table was not parsed");
    sheet.check((endpoints.len() + changing) * Kind::ALL.len());
}

#[tokio::test]
async fn what_is_not_in_the_table_is_not_there() {
    let mut people = People::gather().await;
    let staff = &mut people.person(Kind::Coordinator).browser;
    for (method, path, status) in [
        (Method::GET, "/api/nothing", 404),
        (Method::POST, "/api/nothing", 404),
        (Method::POST, "/api/health", 405),
        (Method::GET, "/api/sign-in", 405),
        (Method::DELETE, "/api/me", 405),
        (Method::POST, "/socket", 405),
        (Method::POST, "/", 405),
        (Method::DELETE, "/some/page", 405),
    ] {
        let answer = staff.ask(method.clone(), path, None).await;
        let answered = (answer.status, answer.refusal());
        assert_eq!(answered, (status, RefusalCode::NotFound), "{method} {path}");
    }
}
