//! Who may use an endpoint at all: the permission table is checked against the cookie
//! before the endpoint sees the request.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::accounts::AccountsState;
use super::answer::Refused;
use crate::commands::shared::accounts::authenticate::AuthenticatedSession;
use crate::domain::permission::asks_who;
use crate::domain::{Endpoint, Rejection};

pub(super) async fn admit(
    State((endpoint, accounts)): State<(Endpoint, AccountsState)>,
    mut request: Request,
    next: Next,
) -> Response {
    if !asks_who(endpoint) {
        return next.run(request).await;
    }
    let recognised = accounts.authenticate(request.headers()).await;
    let renewed = match recognised {
        Ok((session, renewed)) => {
            request.extensions_mut().insert(session);
            renewed
        }
        Err(rejection) => match ask_again(endpoint, &accounts, &mut request).await {
            true => None,
            false => return Refused::from(rejection).into_response(),
        },
    };
    let mut response = next.run(request).await;
    if let Some(cookie) = renewed {
        // An answer that sets its own cookie takes precedence.
        response.headers_mut().entry(header::SET_COOKIE).or_insert(cookie);
    }
    response
}

/// Whether this repeats a passphrase change that made its own cookie invalid.
async fn ask_again(endpoint: Endpoint, accounts: &AccountsState, request: &mut Request) -> bool {
    if endpoint != Endpoint::ChangePassphrase {
        return false;
    }
    match accounts.authenticate_before_change(request.headers()).await {
        Ok(session) => {
            request.extensions_mut().insert(session);
            request.extensions_mut().insert(AsksAgain);
            true
        }
        Err(_) => false,
    }
}

/// Admitted by the cookie from before a passphrase change, only to ask about that change.
#[derive(Clone, Copy)]
pub(super) struct AsksAgain;

/// The session that was admitted.
pub(super) struct Signed(pub(super) AuthenticatedSession);

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        // The table lets anyone in here, so there is no session: a bug of ours.
        Ok(Self(parts.extensions.remove().ok_or_else(Rejection::internal)?))
    }
}
