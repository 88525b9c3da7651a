//! `/api`: signing up, in and out, invites as their guests see them, and the
//! own sessions.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use circles_protocol::http::{
    ChangePassphrase, InvitePreview, InviteToken, JoinCircle, Joined, LookAtInvite, Me, Sessions,
    SignIn, SignUp,
};
use circles_protocol::{RefusalCode, SessionId};
use uuid::Uuid;

use super::address::Peer;
use super::admission::Signed;
use super::answer::{Form, Refused};
use super::idempotency::Keyed;
use super::site::Site;
use crate::clock::Clock;
use crate::commands::begin_session::{Beginning, SignedIn};
use crate::commands::recognise::{Bearer, recognise};
use crate::commands::{
    change_passphrase, end_session, join_circle, list_sessions, look_at_invite, show_account,
    sign_in, sign_out, sign_up,
};
use crate::domain::{CareRules, KeyedRequest, Rejection, device};
use crate::doorkeeper::{Attempt, Doorkeeper};
use crate::store::Store;

/// What the account's requests need.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) doorkeeper: Arc<Doorkeeper>,
    pub(crate) clock: Clock,
    pub(crate) site: Arc<Site>,
    pub(crate) session_days: u32,
    pub(crate) care: Arc<CareRules>,
}

pub(super) async fn nothing_here() -> Refused {
    Rejection::not_found().into()
}

pub(super) async fn not_that_way() -> Refused {
    Refused::from(Rejection::not_found()).with_status(StatusCode::METHOD_NOT_ALLOWED)
}

impl Desk {
    /// Whoever the cookie stands for.
    ///
    /// # Errors
    /// `not_signed_in` without one.
    pub(super) async fn recognise(&self, headers: &HeaderMap) -> Result<Bearer, Rejection> {
        recognise(&self.store, self.site.session_cookie(headers), self.clock.now()).await
    }

    /// Counts an attempt against the address it comes from, until it proves right.
    fn admit(&self, peer: Peer, headers: &HeaderMap) -> Result<Attempt<'_, IpAddr>, Refused> {
        Ok(self.doorkeeper.admit_address(self.site.client(peer, headers))?)
    }

    fn beginning(&self, headers: &HeaderMap) -> Result<Beginning, Refused> {
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let device = device::device(agent.unwrap_or_default());
        Ok(Beginning::draw(device, self.session_days, self.clock.now())?)
    }

    fn welcome(&self, signed_in: SignedIn) -> Response {
        let cookie = self.site.cookie_to_keep(&signed_in.token, self.session_days);
        let SignedIn { account, alias, coordinator, .. } = signed_in;
        (
            [(header::SET_COOKIE, cookie)],
            Json(Me { account, alias, coordinator, sign_in_name: None }),
        )
            .into_response()
    }

    fn goodbye(&self) -> Response {
        (StatusCode::NO_CONTENT, [(header::SET_COOKIE, self.site.cookie_to_forget())])
            .into_response()
    }
}

pub(super) async fn look(
    State(desk): State<Desk>,
    keyed: Keyed,
    Form(form): Form<LookAtInvite>,
) -> Result<Json<InvitePreview>, Refused> {
    let store = desk.store.for_request(following(keyed, &form.token));
    Ok(Json(look_at_invite::look_at_invite(&store, form, desk.clock.now()).await?))
}

/// Signing up, joining and looking once more are about following one invite: each
/// knows by the key that it was followed by whoever asks.
fn following(keyed: Keyed, invite: &InviteToken) -> Option<KeyedRequest> {
    keyed.request(&["invite", &invite.0])
}

pub(super) async fn join_the_centre(
    State(desk): State<Desk>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    keyed: Keyed,
    Form(form): Form<SignUp>,
) -> Result<Response, Refused> {
    let attempt = desk.admit(peer, &headers)?;
    let session = desk.beginning(&headers)?;
    let store = desk.store.for_request(following(keyed, &form.token));
    let signed_in = sign_up::sign_up(&store, &desk.doorkeeper, form, session, &desk.care).await?;
    attempt.was_right();
    Ok(desk.welcome(signed_in))
}

pub(super) async fn come_in(
    State(desk): State<Desk>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    keyed: Keyed,
    Form(form): Form<SignIn>,
) -> Result<Response, Refused> {
    let attempt = desk.admit(peer, &headers)?;
    let session = desk.beginning(&headers)?;
    let store = desk.store.for_request(keyed.request(&["sign-in"]));
    let signed_in = sign_in::sign_in(&store, &desk.doorkeeper, form, session).await?;
    attempt.was_right();
    Ok(desk.welcome(signed_in))
}

/// Also without a session: whoever wants to be signed out, is.
pub(super) async fn go(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Refused> {
    match desk.recognise(&headers).await {
        Ok(bearer) => sign_out::sign_out(&desk.store, bearer).await?,
        Err(Rejection(refusal)) if refusal.code == RefusalCode::NotSignedIn => {}
        Err(rejection) => return Err(rejection.into()),
    }
    Ok(desk.goodbye())
}

pub(super) async fn join(
    State(desk): State<Desk>,
    Signed(bearer): Signed,
    keyed: Keyed,
    Form(form): Form<JoinCircle>,
) -> Result<Json<Joined>, Refused> {
    let (account, now) = (bearer.actor.account, desk.clock.now());
    let store = desk.store.for_request(following(keyed, &form.token));
    Ok(Json(join_circle::join_circle(&store, account, bearer.alias, form, &desk.care, now).await?))
}

pub(super) async fn me(
    State(desk): State<Desk>,
    Signed(bearer): Signed,
) -> Result<Json<Me>, Refused> {
    Ok(Json(show_account::show_account(&desk.store, bearer).await?))
}

pub(super) async fn sessions(
    State(desk): State<Desk>,
    Signed(bearer): Signed,
) -> Result<Json<Sessions>, Refused> {
    Ok(Json(list_sessions::list_sessions(&desk.store, bearer, desk.clock.now()).await?))
}

pub(super) async fn end(
    State(desk): State<Desk>,
    Signed(bearer): Signed,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    // What is no id at all is as absent as an unknown one.
    let id = Uuid::parse_str(&id).map(SessionId).map_err(|_| Rejection::not_found())?;
    end_session::end_session(&desk.store, bearer.actor.account, id).await?;
    if id == bearer.session {
        Ok(desk.goodbye())
    } else {
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

pub(super) async fn passphrase(
    State(desk): State<Desk>,
    Signed(bearer): Signed,
    keyed: Keyed,
    Form(form): Form<ChangePassphrase>,
) -> Result<StatusCode, Refused> {
    let now = desk.clock.now();
    let store = desk.store.for_request(keyed.request(&["passphrase"]));
    change_passphrase::change_passphrase(&store, &desk.doorkeeper, bearer, form, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
