//! Turns a TCP connection into a websocket, or returns the answer of a server that refuses.

use std::net::SocketAddr;

use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, Response};

use crate::Browser;
use crate::deadline::within;

/// Opens the socket with these headers and nothing else.
///
/// # Errors
/// The answer, if the server does not upgrade.
pub async fn upgrade(
    address: SocketAddr,
    headers: &[(&'static str, &str)],
) -> Result<(WebSocketStream<TcpStream>, Response<()>), Response<String>> {
    let stream = within("a connection", TcpStream::connect(address)).await.expect("a connection");
    upgrade_over(stream, address, headers).await
}

pub(crate) async fn upgrade_over(
    stream: TcpStream,
    address: SocketAddr,
    headers: &[(&'static str, &str)],
) -> Result<(WebSocketStream<TcpStream>, Response<()>), Response<String>> {
    stream.set_nodelay(true).expect("a socket takes options");
    let url = format!("ws://{address}/socket");
    let mut request = url.into_client_request().expect("a plain request");
    for (name, value) in headers {
        request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a header"));
    }
    match within("the upgrade", tokio_tungstenite::client_async(request, stream)).await {
        Ok((socket, response)) => Ok((socket, response.map(|_| ()))),
        Err(Error::Http(response)) => {
            Err(response
                .map(|body| String::from_utf8_lossy(&body.unwrap_or_default()).into_owned()))
        }
        Err(error) => panic!("the upgrade failed: {error}"),
    }
}

/// What a browser sends with the upgrade.
#[must_use]
pub fn headers(browser: &Browser) -> Vec<(&'static str, &str)> {
    let mut headers = vec![("sec-websocket-protocol", "circles.v1")];
    if !browser.origin.is_empty() {
        headers.push(("origin", browser.origin.as_str()));
    }
    if let Some(cookie) = &browser.cookie {
        headers.push(("cookie", cookie));
    }
    headers
}
