//! What holds for every request: where it may come from, how long it may take,
//! and what its answer tells the browser not to do.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use circles_protocol::RefusalCode;

use super::answer::Refused;
use super::site::Site;
use crate::domain::{Endpoint, Rejection};
use crate::limits::HTTP_REQUEST;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     connect-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; \
     worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const PERMISSIONS_POLICY: &str = "accelerometer=(), browsing-topics=(), camera=(), \
     display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
     payment=(), usb=()";

/// Two years, which browsers' lists of TLS-only sites ask for.
const STRICT_TRANSPORT: &str = "max-age=63072000";

pub(super) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    // A foreign page may open no websocket either: it would be read with the cookie.
    let socket = request.uri().path() == Endpoint::OpenSocket.path();
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD) && !socket;
    let mut response = if harmless || site.is_own(request.headers()) {
        let answer = tokio::time::timeout(HTTP_REQUEST, next.run(request)).await;
        answer.unwrap_or_else(|_| too_slow().into_response())
    } else {
        foreign_origin().into_response()
    };
    let headers = response.headers_mut();
    if api || !harmless {
        let never = HeaderValue::from_static("no-store");
        headers.entry(header::CACHE_CONTROL).or_insert(never);
    }
    protect(headers, site.secure());
    response
}

fn protect(headers: &mut HeaderMap, secure: bool) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if secure {
        let value = HeaderValue::from_static(STRICT_TRANSPORT);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
}

fn foreign_origin() -> Refused {
    Rejection::new(RefusalCode::ForeignOrigin, "This page does not belong to this site.").into()
}

fn too_slow() -> Refused {
    let sentence = "That took too long. Please try again.";
    let refused: Refused = Rejection::new(RefusalCode::Unavailable, sentence).into();
    refused.with_status(StatusCode::REQUEST_TIMEOUT)
}
