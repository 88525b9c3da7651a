//! `/api`: signing up, in and out, invites as seen by those invited, and an account's own
//! sessions.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use axum::{Extension, Json};
use circles_protocol::http::{
    ChangePassphrase, ConfirmPassphrase, InvitePreview, InviteToken, JoinCircle, Joined, Me,
    PreviewInvite, Sessions, SignIn, SignUp,
};
use circles_protocol::{RefusalCode, SessionId};
use uuid::Uuid;

use super::address::Peer;
use super::admission::{AsksAgain, Signed};
use super::answer::{Form, Refused};
use super::calendar_cache::CalendarCache;
use super::idempotency::Keyed;
use super::site::Site;
use crate::auth::{Authenticator, SessionToken, VisitorAttempt};
use crate::clock::Clock;
use crate::commands::accounts::{
    change_passphrase, end_session, list_sessions, show_account, sign_in, sign_out, sign_up,
};
use crate::commands::circles::{join_circle, preview_invite};
use crate::commands::shared::accounts::authenticate::{
    AuthenticatedSession, authenticate, authenticate_before_change,
};
use crate::commands::shared::accounts::begin_session::{Beginning, SignedIn};
use crate::commands::shared::accounts::confirm_passphrase;
use crate::domain::{KeyedRequest, Rejection, Rules, device};
use crate::security::{Event, Kind, Source};
use crate::store::Store;

/// Pages that a browser keeps for its back button are cleared with the sign-in. Not
/// "cookies": that would clear those of the whole domain, and ours are ended by name. Not
/// "storage": that would clear the help card and the offline app, which stay; the client
/// itself removes what somebody wrote or read.
const CLEAR_CACHE: (HeaderName, HeaderValue) =
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));

/// What the account requests need.
#[derive(Clone)]
pub(crate) struct AccountsState {
    pub(crate) store: Store,
    pub(crate) authenticator: Arc<Authenticator>,
    pub(crate) clock: Clock,
    pub(crate) site: Arc<Site>,
    pub(crate) session_days: u32,
    pub(crate) rules: Rules,
    pub(crate) calendars: Arc<CalendarCache>,
}

pub(super) async fn not_found() -> Refused {
    Rejection::not_found().into()
}

pub(super) async fn method_not_allowed() -> Refused {
    Refused::from(Rejection::not_found()).with_status(StatusCode::METHOD_NOT_ALLOWED)
}

impl AccountsState {
    /// The account that the cookie belongs to, and the new cookie if it changes.
    ///
    /// # Errors
    /// `not_signed_in` without a valid cookie.
    pub(super) async fn authenticate(
        &self,
        headers: &HeaderMap,
    ) -> Result<(AuthenticatedSession, Option<HeaderValue>), Rejection> {
        let cookie = self.site.session_cookie(headers);
        let (session, renewed) = authenticate(&self.store, cookie, self.clock.now()).await?;
        Ok((session, renewed.map(|token| self.cookie_to_keep(&token))))
    }

    /// The account that the cookie belonged to until the passphrase was changed.
    ///
    /// # Errors
    /// `not_signed_in` for every other cookie.
    pub(super) async fn authenticate_before_change(
        &self,
        headers: &HeaderMap,
    ) -> Result<AuthenticatedSession, Rejection> {
        let cookie = self.site.session_cookie(headers);
        authenticate_before_change(&self.store, cookie, self.clock.now()).await
    }

    fn cookie_to_keep(&self, token: &SessionToken) -> HeaderValue {
        self.site.cookie_to_keep(token, self.session_days)
    }

    /// Counts an attempt against its address until it succeeds.
    pub(super) fn admit(
        &self,
        peer: Peer,
        headers: &HeaderMap,
    ) -> Result<VisitorAttempt<'_>, Refused> {
        let address = self.site.client(peer, headers);
        let attempt = self.authenticator.admit_address(address).inspect_err(|_| {
            let source = Source::of(address, self.clock.now());
            Event::of(Kind::SignUpThrottled).source(source).tell();
        })?;
        Ok(attempt)
    }

    pub(super) fn beginning(&self, headers: &HeaderMap) -> Result<Beginning, Refused> {
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let device = device::device(agent.unwrap_or_default());
        let beginning = Beginning::draw(device, self.session_days, self.clock.now())?;
        Ok(beginning.on(self.site.session_cookie(headers), self.site.device_cookie(headers)))
    }

    pub(super) fn welcome(&self, signed_in: SignedIn) -> Response {
        let cookie = self.cookie_to_keep(&signed_in.token);
        let device = self.site.device_cookie_to_keep(&signed_in.device_token);
        let SignedIn { account, alias, coordinator, .. } = signed_in;
        (
            AppendHeaders([(header::SET_COOKIE, cookie), (header::SET_COOKIE, device)]),
            Json(Me { account, alias, coordinator, sign_in_name: None, calendar_feed: false }),
        )
            .into_response()
    }

    fn goodbye(&self) -> Response {
        let cookies = [self.site.cookie_to_forget(), self.site.device_cookie_to_forget()];
        let forgotten = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
        (StatusCode::NO_CONTENT, [CLEAR_CACHE], forgotten).into_response()
    }
}

pub(super) async fn preview_invite(
    State(accounts): State<AccountsState>,
    keyed: Keyed,
    Form(form): Form<PreviewInvite>,
) -> Result<Json<InvitePreview>, Refused> {
    let store = accounts.store.for_request(following(keyed, &form.token));
    Ok(Json(preview_invite::preview_invite(&store, form, accounts.clock.now()).await?))
}

/// Signing up, joining and a repeated preview are all uses of one invite: the key shows
/// each of them that the same person used it before.
fn following(keyed: Keyed, invite: &InviteToken) -> Option<KeyedRequest> {
    keyed.request(&["invite", &invite.0])
}

pub(super) async fn sign_up(
    State(accounts): State<AccountsState>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    keyed: Keyed,
    Form(form): Form<SignUp>,
) -> Result<Response, Refused> {
    let attempt = accounts.admit(peer, &headers)?;
    let session = accounts.beginning(&headers)?;
    let store = accounts.store.for_request(following(keyed, &form.token));
    let from = accounts.site.client(peer, &headers);
    let signed_in =
        sign_up::sign_up(&store, &accounts.authenticator, form, from, session, &accounts.rules)
            .await?;
    attempt.succeeded();
    Ok(accounts.welcome(signed_in))
}

pub(super) async fn sign_in(
    State(accounts): State<AccountsState>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    keyed: Keyed,
    Form(form): Form<SignIn>,
) -> Result<Response, Refused> {
    let session = accounts.beginning(&headers)?;
    let store = accounts.store.for_request(keyed.request(&["sign-in"]));
    let from = accounts.site.client(peer, &headers);
    let signed_in = sign_in::sign_in(&store, &accounts.authenticator, form, from, session).await?;
    Ok(accounts.welcome(signed_in))
}

/// Works without a session too: the person wants to be signed out, and is.
pub(super) async fn sign_out(
    State(accounts): State<AccountsState>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    match accounts.authenticate(&headers).await {
        Ok((session, _)) => sign_out::sign_out(&accounts.store, session).await?,
        Err(Rejection(refusal)) if refusal.code == RefusalCode::NotSignedIn => {}
        Err(rejection) => return Err(rejection.into()),
    }
    Ok(accounts.goodbye())
}

pub(super) async fn join_circle(
    State(accounts): State<AccountsState>,
    Signed(session): Signed,
    keyed: Keyed,
    Form(form): Form<JoinCircle>,
) -> Result<Json<Joined>, Refused> {
    let (account, now) = (session.actor.account, accounts.clock.now());
    let store = accounts.store.for_session(session.acting());
    let store = store.for_request(following(keyed, &form.token));
    Ok(Json(
        join_circle::join_circle(&store, account, session.alias, form, &accounts.rules, now)
            .await?,
    ))
}

pub(super) async fn me(
    State(accounts): State<AccountsState>,
    Signed(session): Signed,
) -> Result<Json<Me>, Refused> {
    let store = accounts.store.for_session(session.acting());
    Ok(Json(show_account::show_account(&store, session).await?))
}

pub(super) async fn sessions(
    State(accounts): State<AccountsState>,
    Signed(session): Signed,
) -> Result<Json<Sessions>, Refused> {
    let store = accounts.store.for_session(session.acting());
    Ok(Json(list_sessions::list_sessions(&store, session, accounts.clock.now()).await?))
}

pub(super) async fn end(
    State(accounts): State<AccountsState>,
    Signed(session): Signed,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Refused> {
    // A malformed id is treated like an unknown one.
    let Path(id) = id.map_err(|_| Rejection::not_found())?;
    let id = Uuid::parse_str(&id).map(SessionId).map_err(|_| Rejection::not_found())?;
    let store = accounts.store.for_session(session.acting());
    end_session::end_session(&store, session.actor.account, id).await?;
    if id == session.session {
        Ok(accounts.goodbye())
    } else {
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

/// Asks for the passphrase again before an action that must not be possible on a stolen
/// browser.
pub(super) async fn confirm(
    State(accounts): State<AccountsState>,
    Signed(session): Signed,
    Form(form): Form<ConfirmPassphrase>,
) -> Result<StatusCode, Refused> {
    let store = accounts.store.for_session(session.acting());
    let now = accounts.clock.now();
    confirm_passphrase::confirm_passphrase(&store, &accounts.authenticator, session, form, now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn passphrase(
    State(accounts): State<AccountsState>,
    Signed(session): Signed,
    asks_again: Option<Extension<AsksAgain>>,
    keyed: Keyed,
    Form(form): Form<ChangePassphrase>,
) -> Result<Response, Refused> {
    let now = accounts.clock.now();
    let store = accounts.store.for_session(session.acting());
    let store = store.for_request(keyed.request(&["passphrase"]));
    let asks_again = asks_again.is_some();
    let changed = change_passphrase::change_passphrase(
        &store,
        &accounts.authenticator,
        session,
        asks_again,
        form,
        now,
    );
    let cookie = accounts.cookie_to_keep(&changed.await?);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
