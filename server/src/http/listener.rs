//! Accepts connections and speaks HTTP/1.1 on them, each with timeouts, until the server stops.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::address::Peer;
use crate::limits::{HTTP_CONNECTION, HTTP_HEAD_BYTES, HTTP_HEADER};

/// Pause after a failed accept, most likely for lack of file descriptors.
const BREATHER: Duration = Duration::from_millis(100);

/// Runs until `stopping`; requests in progress at that time are still answered.
pub(crate) async fn listen(
    listener: TcpListener,
    router: Router,
    tasks: TaskTracker,
    stopping: CancellationToken,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopping.cancelled() => return,
        };
        match accepted {
            Ok((stream, peer)) => {
                tasks.spawn(serve(stream, peer, router.clone(), stopping.clone()));
            }
            Err(error) => {
                // Only the kind: the whole error could contain the peer's address.
                tracing::warn!(kind = %error.kind(), "a connection could not be accepted");
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
}

async fn serve(stream: TcpStream, peer: SocketAddr, router: Router, stopping: CancellationToken) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let service = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        service.call(request)
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HTTP_HEADER)
            .max_buf_size(HTTP_HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades()
    );
    // Errors are the peer's: a broken connection, a timeout, no HTTP.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stopping.cancelled() => {}
        () = tokio::time::sleep(HTTP_CONNECTION) => {}
    }
    connection.as_mut().graceful_shutdown();
    if tokio::time::timeout(HTTP_CONNECTION, connection).await.is_err() {
        tracing::debug!("an HTTP connection was cut");
    }
}
