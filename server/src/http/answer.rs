//! Bodies in and out: JSON in the protocol's shapes, and refusals with their
//! status.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use circles_protocol::decode::read_json;
use circles_protocol::{Refusal, RefusalCode};
use serde::de::DeserializeOwned;

use crate::domain::Rejection;
use crate::limits::HTTP_BODY_BYTES;

/// A refusal as a response.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(super) status: StatusCode,
    pub(super) refusal: Refusal,
}

impl Refused {
    pub(super) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl From<Rejection> for Refused {
    fn from(Rejection(refusal): Rejection) -> Self {
        Self { status: status(refusal.code), refusal }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let retry_after = self.refusal.retry_after_ms.map(|ms| ms.div_ceil(1_000));
        let mut response = (self.status, Json(self.refusal)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

const fn status(code: RefusalCode) -> StatusCode {
    use RefusalCode as Code;
    match code {
        Code::NotJson
        | Code::UnknownType
        | Code::MissingField
        | Code::InvalidField
        | Code::TextEmpty
        | Code::TextTooShort
        | Code::TextTooLong
        | Code::TextInvisible
        | Code::TextControl
        | Code::TextWhitespace
        | Code::TextNoPhone
        | Code::TextNoLink
        | Code::PassphraseTooCommon
        | Code::PlainTextOnly
        | Code::HelloFirst => StatusCode::BAD_REQUEST,
        Code::NotSignedIn | Code::SignInFailed => StatusCode::UNAUTHORIZED,
        Code::ForeignOrigin
        | Code::NotAllowed
        | Code::Muted
        | Code::AccountSuspended
        | Code::AccountRecovering
        | Code::PassphraseNeeded
        | Code::DirectRefused => StatusCode::FORBIDDEN,
        Code::NotFound | Code::InviteInvalid | Code::RecoveryLinkInvalid => StatusCode::NOT_FOUND,
        Code::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Code::IdConflict
        | Code::CircleClosed
        | Code::CircleFull
        | Code::LimitReached
        | Code::AliasTaken
        | Code::AliasReserved
        | Code::AliasMixedScripts
        | Code::SignInNameTaken
        | Code::InviteLocked
        | Code::AlreadyMember
        | Code::MessageMuted
        | Code::AlreadyMuted
        | Code::NeedsModerator
        | Code::Claimed
        | Code::AlreadyHandled
        | Code::AlreadyAppealed
        | Code::DirectWaiting
        | Code::LastCoordinator
        | Code::CaseloadFull => StatusCode::CONFLICT,
        Code::RateLimited | Code::DailyLimit | Code::SlowMode => StatusCode::TOO_MANY_REQUESTS,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A request's body, read as JSON of a known shape.
pub(super) struct Form<T>(pub(super) T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        if !kind.and_then(|kind| kind.to_str().ok()).is_some_and(is_json) {
            return Err(Rejection::invalid("content-type", "This must be application/json.").into());
        }
        let body = read_body(request).await?;
        let text = std::str::from_utf8(&body).map_err(|_| not_json())?;
        read_json(text).map(Form).map_err(|refusal| Rejection(refusal).into())
    }
}

async fn read_body(request: Request) -> Result<Bytes, Refused> {
    // The announced length is checked first, so that a large body is not even read.
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > HTTP_BODY_BYTES) {
        return Err(too_large());
    }
    axum::body::to_bytes(request.into_body(), HTTP_BODY_BYTES).await.map_err(|_| too_large())
}

fn is_json(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

fn not_json() -> Refused {
    Rejection::new(RefusalCode::NotJson, "This is not a JSON object.").into()
}

fn too_large() -> Refused {
    let refused: Refused =
        Rejection::new(RefusalCode::TextTooLong, "This request is too large.").into();
    refused.with_status(StatusCode::PAYLOAD_TOO_LARGE)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use circles_protocol::http::SignIn;

    use super::*;

    async fn read(kind: &str, body: impl Into<Body>) -> Result<SignIn, Refused> {
        let request = Request::builder().header("content-type", kind).body(body.into()).unwrap();
        Form::from_request(request, &()).await.map(|Form(form)| form)
    }

    const GOOD: &str = r#"{"sign_in_name":"Jordan","passphrase":"a quiet river at dawn"}"#;

    #[tokio::test]
    async fn a_form_is_read() {
        assert_eq!(read("application/json", GOOD).await.unwrap().sign_in_name.as_str(), "jordan");
        assert!(read("Application/JSON; charset=utf-8", GOOD).await.is_ok());
    }

    #[tokio::test]
    async fn another_kind_of_body_is_refused() {
        for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
            assert_eq!(read(kind, GOOD).await.unwrap_err().status, StatusCode::BAD_REQUEST);
        }
    }

    #[tokio::test]
    async fn a_refusal_names_the_field() {
        let refused = read("application/json", r#"{"sign_in_name":"jordan"}"#).await.unwrap_err();
        assert_eq!(refused.refusal.code, RefusalCode::MissingField);
        assert_eq!(refused.refusal.field.as_deref(), Some("passphrase"));
    }

    #[tokio::test]
    async fn a_large_body_and_broken_text_are_refused() {
        let refused = read("application/json", " ".repeat(HTTP_BODY_BYTES + 1)).await.unwrap_err();
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
        let refused = read("application/json", vec![0xff, 0xfe]).await.unwrap_err();
        assert_eq!(refused.refusal.code, RefusalCode::NotJson);
    }

    #[test]
    fn the_wait_is_also_in_the_header() {
        let response = Refused::from(Rejection::rate_limited(1_500)).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "2");
    }
}
