//! Who gets to an endpoint at all: the permission table held against the cookie,
//! before the endpoint hears of the request.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::accounts::Desk;
use super::answer::Refused;
use crate::commands::recognise::Bearer;
use crate::domain::permission::asks_who;
use crate::domain::{Endpoint, Rejection};

pub(super) async fn admit(
    State((endpoint, desk)): State<(Endpoint, Desk)>,
    mut request: Request,
    next: Next,
) -> Response {
    if asks_who(endpoint) {
        match desk.recognise(request.headers()).await {
            Ok(bearer) => drop(request.extensions_mut().insert(bearer)),
            Err(rejection) => return Refused::from(rejection).into_response(),
        }
    }
    next.run(request).await
}

/// Whoever was let in.
pub(super) struct Signed(pub(super) Bearer);

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        // Nobody was asked for where the table lets anyone in: a fault of ours.
        Ok(Self(parts.extensions.remove().ok_or_else(Rejection::internal)?))
    }
}
