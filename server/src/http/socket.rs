//! `GET /socket`: everything that is checked before a connection becomes a
//! websocket. What it does then is not known here.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
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

use super::address::Peer;
use super::admission::Signed;
use super::answer::Refused;
use super::crowd::{Crowd, Place};
use super::site::Site;
use crate::domain::Rejection;
use crate::session::Caller;

const SUBPROTOCOL: &str = "circles.v1";

/// When to come back where an address has too many sockets open.
const CROWDED_RETRY_MS: u32 = 10_000;

/// Carries an upgraded connection to its end. The bytes are what came in behind
/// the upgrade request.
pub(crate) type Run = Arc<dyn Fn(TcpStream, Bytes, Caller) -> BoxFuture<'static, ()> + Send + Sync>;

/// What opening a websocket needs.
#[derive(Clone)]
pub(crate) struct SocketDoor {
    pub(crate) run: Run,
    pub(crate) site: Arc<Site>,
    pub(crate) crowd: Arc<Crowd>,
    /// Every open websocket is one task of these.
    pub(crate) tasks: TaskTracker,
}

/// Where it was asked from, and by whom, was looked at before.
pub(super) async fn open(
    State(door): State<SocketDoor>,
    Extension(peer): Extension<Peer>,
    Signed(bearer): Signed,
    mut request: Request,
) -> Result<Response, Refused> {
    let headers = request.headers();
    let key = require_upgrade(headers)?;
    require_subprotocol(headers)?;
    let address = door.site.client(peer, headers);
    let place = door.crowd.enter(address).ok_or_else(crowded)?;
    let accept = derive_accept_key(key.as_bytes());
    let caller = Caller {
        account: bearer.actor.account,
        session: bearer.session,
        expires_at: bearer.expires_at,
    };
    let upgrade = hyper::upgrade::on(&mut request);
    door.tasks.spawn(talk(upgrade, caller, door.run, place));
    Ok(switching(&accept))
}

/// Lives as long as the websocket; the place is given back at its end.
async fn talk(upgrade: OnUpgrade, caller: Caller, run: Run, place: Place) {
    match upgrade.await.map(Upgraded::downcast::<TokioIo<TcpStream>>) {
        Ok(Ok(parts)) => {
            let stream = parts.io.into_inner();
            run(stream, parts.read_buf, caller).await;
        }
        Ok(Err(_)) => tracing::error!("an upgraded connection was no TCP stream"),
        Err(_) => tracing::debug!("a connection ended before it became a websocket"),
    }
    drop(place);
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
    let key = headers.get(header::SEC_WEBSOCKET_KEY).and_then(|key| key.to_str().ok());
    let sixteen_bytes = |key: &&str| STANDARD.decode(key).is_ok_and(|bytes| bytes.len() == 16);
    if !lists(header::UPGRADE, "websocket") || !lists(header::CONNECTION, "upgrade") {
        return Err(wrong("upgrade", "This address is for websockets."));
    }
    if !lists(header::SEC_WEBSOCKET_VERSION, "13") {
        return Err(wrong("sec-websocket-version", "The websocket version must be 13."));
    }
    key.filter(sixteen_bytes)
        .ok_or_else(|| wrong("sec-websocket-key", "This is no key of a websocket."))
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
    Rejection(Refusal::new(RefusalCode::TooFast, sentence).retry_after_ms(CROWDED_RETRY_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
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
            &[("sec-websocket-key", "short"), UPGRADE, CONNECTION, VERSION],
        ] {
            let refused = require_upgrade(&headers(lacking)).unwrap_err();
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        }
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
