//! Which function answers which endpoint. Method and path stand in the table of
//! `domain::permission`; an endpoint of it without an answer here does not compile.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};

use super::accounts::{self, Desk};
use super::admission::admit;
use super::calendar;
use super::files::{self, Files};
use super::health::{self, Health};
use super::help_card;
use super::socket::{self, SocketDoor};
use crate::domain::Endpoint;
use crate::domain::permission::Method;

/// What the endpoints need, each its own part.
pub(super) struct Rooms {
    pub(super) health: Health,
    pub(super) desk: Desk,
    pub(super) door: SocketDoor,
    pub(super) files: Files,
}

impl Rooms {
    /// The one place where a path is given to a function.
    pub(super) fn router(&self) -> Router {
        let mut router = Router::new().nest("/api", Router::new().fallback(accounts::nothing_here));
        for &endpoint in Endpoint::ALL {
            let admission = from_fn_with_state((endpoint, self.desk.clone()), admit);
            let answer = self.answer(endpoint).route_layer(admission);
            router = if endpoint == Endpoint::ShowPage {
                router.fallback_service(answer.fallback(accounts::not_that_way))
            } else {
                router.route(endpoint.path(), answer)
            };
        }
        router.method_not_allowed_fallback(accounts::not_that_way)
    }

    fn answer(&self, endpoint: Endpoint) -> MethodRouter {
        let method = match endpoint.method() {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Delete => MethodFilter::DELETE,
        };
        let desk = self.desk.clone();
        match endpoint {
            Endpoint::CheckHealth => on(method, health::answer).with_state(self.health.clone()),
            Endpoint::ShowHelpCard => on(method, help_card::answer).with_state(desk),
            Endpoint::LookAtInvite => on(method, accounts::look).with_state(desk),
            Endpoint::SignUp => on(method, accounts::join_the_centre).with_state(desk),
            Endpoint::SignIn => on(method, accounts::come_in).with_state(desk),
            Endpoint::SignOut => on(method, accounts::go).with_state(desk),
            Endpoint::JoinCircle => on(method, accounts::join).with_state(desk),
            Endpoint::ShowAccount => on(method, accounts::me).with_state(desk),
            Endpoint::ListSessions => on(method, accounts::sessions).with_state(desk),
            Endpoint::EndSession => on(method, accounts::end).with_state(desk),
            Endpoint::ChangePassphrase => on(method, accounts::passphrase).with_state(desk),
            Endpoint::ShowCalendar => on(method, calendar::answer).with_state(desk),
            Endpoint::OpenSocket => on(method, socket::open).with_state(self.door.clone()),
            Endpoint::ShowPage => on(method, files::answer).with_state(self.files.clone()),
        }
    }
}
