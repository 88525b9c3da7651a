//! Who gets to an endpoint at all: the permission table held against the cookie,
//! before the endpoint hears of the request.

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
        // An answer that sets a cookie of its own knows better.
        response.headers_mut().entry(header::SET_COOKIE).or_insert(cookie);
    }
    response
}

/// Whether this asks once more for a change of passphrase that took its cookie's power.
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

/// Was let in by the cookie from before a change of passphrase, to ask about that alone.
#[derive(Clone, Copy)]
pub(super) struct AsksAgain;

/// Whoever was let in.
pub(super) struct Signed(pub(super) AuthenticatedSession);

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        // Nobody was asked for where the table lets anyone in: a fault of ours.
        Ok(Self(parts.extensions.remove().ok_or_else(Rejection::internal)?))
    }
}
