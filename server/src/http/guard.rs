//! Rules for every request: where it may come from, how long it may take, and what its
//! answer forbids the browser to do.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use circles_protocol::RefusalCode;

use super::address::Peer;
use super::answer::Refused;
use super::host::require_host;
use super::site::Site;
use crate::clock::Clock;
use crate::domain::{Endpoint, Rejection};
use crate::limits::HTTP_REQUEST;
use crate::security::{Caller, RefusalCounter, Source};

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     connect-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; \
     worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const PERMISSIONS_POLICY: &str = "accelerometer=(), browsing-topics=(), camera=(), \
     display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
     payment=(), usb=()";

/// Two years, as required by browsers' lists of TLS-only sites.
const STRICT_TRANSPORT: &str = "max-age=63072000";

/// What is needed to apply them to every request.
#[derive(Clone)]
pub(crate) struct Watch {
    pub(crate) site: Arc<Site>,
    pub(crate) clock: Clock,
    pub(crate) refusals: Arc<RefusalCounter>,
}

impl Watch {
    /// Somebody who is refused many times may be probing.
    fn count(&self, address: Option<IpAddr>, status: StatusCode) {
        let code = match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => RefusalCode::NotFound,
            StatusCode::FORBIDDEN => RefusalCode::NotAllowed,
            StatusCode::TOO_MANY_REQUESTS => RefusalCode::RateLimited,
            _ => return,
        };
        let now = self.clock.now();
        if let Some(source) = address.and_then(|address| Source::of(address, now)) {
            self.refusals.refused(Caller::Source(source), code, now);
        }
    }
}

pub(super) async fn guard(State(watch): State<Watch>, request: Request, next: Next) -> Response {
    let site = Arc::clone(&watch.site);
    let peer = request.extensions().get::<Peer>().copied();
    let address = peer.map(|peer| site.client(peer, request.headers()));
    let api = request.uri().path().starts_with("/api/");
    // A foreign page may not open a websocket either: the cookie would be sent with it.
    let socket = request.uri().path() == Endpoint::OpenSocket.path();
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD) && !socket;
    let host = require_host(request.version(), request.uri(), request.headers());
    let mut response = if let Err(refused) = host {
        refused.into_response()
    } else if harmless || site.is_own(request.headers()) {
        let answer = tokio::time::timeout(HTTP_REQUEST, next.run(request)).await;
        answer.unwrap_or_else(|_| too_slow().into_response())
    } else {
        foreign_origin().into_response()
    };
    watch.count(address, response.status());
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
