//! Which function handles which endpoint. Method and path are in the table of
//! `domain::permission`; an endpoint in it without a handler here does not compile.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};

use super::accounts::{self, AccountsState};
use super::admission::admit;
use super::calendar;
use super::files::{self, Files};
use super::health::{self, Health};
use super::help_card;
use super::socket::{self, WsState};
use super::way_back;
use crate::domain::Endpoint;
use crate::domain::permission::Method;

/// The state of the endpoints, one part for each group.
pub(super) struct HttpState {
    pub(super) health: Health,
    pub(super) accounts: AccountsState,
    pub(super) ws: WsState,
    pub(super) files: Files,
}

impl HttpState {
    /// The only place where a path is mapped to a function.
    pub(super) fn router(&self) -> Router {
        let mut router = Router::new().nest("/api", Router::new().fallback(accounts::not_found));
        for &endpoint in Endpoint::ALL {
            let admission = from_fn_with_state((endpoint, self.accounts.clone()), admit);
            let answer = self.answer(endpoint).route_layer(admission);
            router = if endpoint == Endpoint::ShowPage {
                router.fallback_service(answer.fallback(accounts::method_not_allowed))
            } else {
                router.route(endpoint.path(), answer)
            };
        }
        router.method_not_allowed_fallback(accounts::method_not_allowed)
    }

    fn answer(&self, endpoint: Endpoint) -> MethodRouter {
        let method = match endpoint.method() {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Delete => MethodFilter::DELETE,
        };
        let accounts = self.accounts.clone();
        match endpoint {
            Endpoint::CheckHealth => on(method, health::answer).with_state(self.health.clone()),
            Endpoint::ShowHelpCard => on(method, help_card::answer).with_state(accounts),
            Endpoint::PreviewInvite => on(method, accounts::preview_invite).with_state(accounts),
            Endpoint::SignUp => on(method, accounts::sign_up).with_state(accounts),
            Endpoint::SignIn => on(method, accounts::sign_in).with_state(accounts),
            Endpoint::PreviewRecovery => on(method, way_back::preview).with_state(accounts),
            Endpoint::RecoverAccount => on(method, way_back::recover).with_state(accounts),
            Endpoint::SignOut => on(method, accounts::sign_out).with_state(accounts),
            Endpoint::JoinCircle => on(method, accounts::join_circle).with_state(accounts),
            Endpoint::ShowAccount => on(method, accounts::me).with_state(accounts),
            Endpoint::ListSessions => on(method, accounts::sessions).with_state(accounts),
            Endpoint::EndSession => on(method, accounts::end).with_state(accounts),
            Endpoint::ChangePassphrase => on(method, accounts::passphrase).with_state(accounts),
            Endpoint::ConfirmPassphrase => on(method, accounts::confirm).with_state(accounts),
            Endpoint::ShowCalendar => on(method, calendar::answer).with_state(accounts),
            Endpoint::OpenSocket => on(method, socket::open).with_state(self.ws.clone()),
            Endpoint::ShowPage => on(method, files::answer).with_state(self.files.clone()),
        }
    }
}
