//! `GET /socket`: everything that is checked before a connection becomes a websocket. What
//! happens on it then is not known here.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use circles_protocol::{Refusal, RefusalCode};
use futures_util::future::BoxFuture;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_util::task::TaskTracker;

use super::accounts::method_not_allowed;
use super::address::Peer;
use super::admission::Signed;
use super::answer::Refused;
use super::connection_limiter::{ConnectionLimiter, Permit};
use super::site::Site;
use crate::clock::Clock;
use crate::domain::Rejection;
use crate::security::{Event, Kind, Source};
use crate::socket_session::Client;

const SUBPROTOCOL: &str = "circles.v1";

/// When to try again if an address has too many sockets open.
const CROWDED_RETRY_MS: u32 = 10_000;

/// Runs an upgraded connection until it ends. The bytes are those that arrived right after
/// the upgrade request.
pub(crate) type Run = Arc<dyn Fn(TcpStream, Bytes, Client) -> BoxFuture<'static, ()> + Send + Sync>;

/// What opening a websocket needs.
#[derive(Clone)]
pub(crate) struct WsState {
    pub(crate) run: Run,
    pub(crate) site: Arc<Site>,
    pub(crate) limiter: Arc<ConnectionLimiter>,
    pub(crate) clock: Clock,
    /// Every open websocket is one of these tasks.
    pub(crate) tasks: TaskTracker,
}

/// Origin and session were checked before.
pub(super) async fn open(
    State(ws): State<WsState>,
    Extension(peer): Extension<Peer>,
    Signed(session): Signed,
    mut request: Request,
) -> Result<Response, Refused> {
    // A `GET` route also answers `HEAD`.
    if request.method() != Method::GET {
        return Err(method_not_allowed().await);
    }
    let headers = request.headers();
    require_bare(request.version(), headers)?;
    let key = require_upgrade(headers)?;
    require_subprotocol(headers)?;
    let address = ws.site.client(peer, headers);
    let permit = ws.limiter.enter(address).ok_or_else(|| {
        let source = Source::of(address, ws.clock.now());
        Event::of(Kind::SocketShed).account(session.account).source(source).tell();
        crowded()
    })?;
    let accept = derive_accept_key(key.as_bytes());
    let client = Client {
        account: session.actor.account,
        account_id: session.account,
        session: session.session,
        expires_at: session.expires_at,
    };
    let upgrade = hyper::upgrade::on(&mut request);
    ws.tasks.spawn(talk(upgrade, client, ws.run, permit));
    Ok(switching(&accept))
}

/// Lives as long as the websocket; the permit is released when it ends.
async fn talk(upgrade: OnUpgrade, client: Client, run: Run, permit: Permit) {
    match upgrade.await.map(Upgraded::downcast::<TokioIo<TcpStream>>) {
        Ok(Ok(parts)) => {
            let stream = parts.io.into_inner();
            run(stream, parts.read_buf, client).await;
        }
        Ok(Err(_)) => tracing::error!("an upgraded connection was no TCP stream"),
        Err(_) => tracing::debug!("a connection ended before it became a websocket"),
    }
    drop(permit);
}

fn switching(accept: &str) -> Response {
    let accept = HeaderValue::from_str(accept).expect("base64 is valid in a header");
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
    response
}

/// The key of a well-formed upgrade (RFC 6455, section 4.2.1).
fn require_upgrade(headers: &HeaderMap) -> Result<&str, Refused> {
    let lists = |name, wanted| words(headers, name).any(|word| word.eq_ignore_ascii_case(wanted));
    let key = single(headers, header::SEC_WEBSOCKET_KEY);
    let sixteen_bytes = |key: &&str| STANDARD.decode(key).is_ok_and(|bytes| bytes.len() == 16);
    if !lists(header::UPGRADE, "websocket") || !lists(header::CONNECTION, "upgrade") {
        return Err(wrong("upgrade", "This address is for websockets."));
    }
    if single(headers, header::SEC_WEBSOCKET_VERSION) != Some("13") {
        return Err(wrong("sec-websocket-version", "The websocket version must be 13."));
    }
    key.filter(sixteen_bytes)
        .ok_or_else(|| wrong("sec-websocket-key", "This is no key of a websocket."))
}

/// An upgrade is HTTP/1.1 and has no body, whose bytes could be taken for frames.
fn require_bare(version: Version, headers: &HeaderMap) -> Result<(), Refused> {
    if version < Version::HTTP_11 {
        return Err(wrong("upgrade", "A websocket begins with HTTP/1.1."));
    }
    let empty = headers.get(header::CONTENT_LENGTH).is_none_or(|length| length == "0");
    if !empty || headers.contains_key(header::TRANSFER_ENCODING) {
        return Err(wrong("content-length", "A websocket begins without a body."));
    }
    Ok(())
}

/// The value of a header that must not occur twice.
fn single(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    value.to_str().ok()
}

fn require_subprotocol(headers: &HeaderMap) -> Result<(), Refused> {
    if words(headers, header::SEC_WEBSOCKET_PROTOCOL).any(|word| word == SUBPROTOCOL) {
        return Ok(());
    }
    let sentence = "The websocket must speak circles.v1. Please reload the page.";
    Err(wrong("sec-websocket-protocol", sentence))
}

fn words(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter();
    values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim)
}

fn wrong(field: &str, sentence: &str) -> Refused {
    Rejection::invalid(field, sentence).into()
}

fn crowded() -> Rejection {
    let sentence = "Too many windows are open from this network. Please close one.";
    Rejection(Refusal::new(RefusalCode::RateLimited, sentence).retry_after_ms(CROWDED_RETRY_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        headers
    }

    const KEY: (&str, &str) = ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    const UPGRADE: (&str, &str) = ("upgrade", "WebSocket");
    const CONNECTION: (&str, &str) = ("connection", "keep-alive, Upgrade");
    const VERSION: (&str, &str) = ("sec-websocket-version", "13");

    #[test]
    fn a_proper_upgrade_is_taken() {
        assert!(require_upgrade(&headers(&[KEY, UPGRADE, CONNECTION, VERSION])).is_ok());
    }

    #[test]
    fn an_upgrade_that_lacks_anything_is_refused() {
        for lacking in [
            &[UPGRADE, CONNECTION, VERSION][..],
            &[KEY, CONNECTION, VERSION],
            &[KEY, UPGRADE, VERSION],
            &[KEY, UPGRADE, CONNECTION],
            &[KEY, UPGRADE, CONNECTION, ("sec-websocket-version", "8")],
            &[KEY, UPGRADE, CONNECTION, VERSION, ("sec-websocket-version", "8")],
            &[KEY, KEY, UPGRADE, CONNECTION, VERSION],
            &[("sec-websocket-key", "short"), UPGRADE, CONNECTION, VERSION],
        ] {
            let refused = require_upgrade(&headers(lacking)).unwrap_err();
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        }
    }

    #[test]
    fn an_upgrade_of_an_old_version_or_with_a_body_is_refused() {
        let bare = |version, pairs| require_bare(version, &headers(pairs)).is_ok();
        assert!(bare(Version::HTTP_11, &[]));
        assert!(bare(Version::HTTP_11, &[("content-length", "0")]));
        assert!(!bare(Version::HTTP_10, &[]));
        assert!(!bare(Version::HTTP_11, &[("content-length", "2")]));
        assert!(!bare(Version::HTTP_11, &[("transfer-encoding", "chunked")]));
    }

    #[test]
    fn our_subprotocol_must_be_among_those_offered() {
        let offers = |list| require_subprotocol(&headers(&[("sec-websocket-protocol", list)]));
        assert!(offers("circles.v1").is_ok());
        assert!(offers("chat, circles.v1").is_ok());
        assert!(offers("circles.v2").is_err());
        assert!(require_subprotocol(&HeaderMap::new()).is_err());
    }
}
