//! The end of a websocket: one close frame with the code, then a short wait for the other
//! side, so that it learns the reason.

use std::time::Duration;

use circles_protocol::CloseCode;
use futures_util::StreamExt as _;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode as Number;

use super::frames::Frames;
use crate::limits::READ_BUFFER_BYTES;

/// How long the other side may take to answer the close frame.
const FAREWELL: Duration = Duration::from_secs(2);

/// How much is still read while waiting, so that unread input does not reset the connection
/// before the reason is sent. Limited by `FAREWELL` too.
const FAREWELL_FRAMES: usize = 64;
const FAREWELL_BYTES: usize = 256 * 1024;

pub(super) async fn close<S: AsyncRead + AsyncWrite + Unpin>(frames: Frames<S>, code: CloseCode) {
    let Some(mut socket) = frames.into_inner() else { return };
    let frame = CloseFrame { code: Number::from(code.number()), reason: code.name().into() };
    let farewell = async {
        // If the other side closed first, the library refuses a second close frame, and
        // reading on writes its answer to the first.
        let _ = socket.close(Some(frame)).await;
        for _ in 0..FAREWELL_FRAMES {
            if !matches!(socket.next().await, Some(Ok(_))) {
                break;
            }
        }
        if code == CloseCode::Flooding {
            read_past(socket.get_mut()).await;
        }
    };
    if tokio::time::timeout(FAREWELL, farewell).await.is_err() {
        tracing::debug!("the other side said no goodbye");
    }
}

/// The library reads nothing more once a flood has interrupted its reading.
async fn read_past<S: AsyncRead + Unpin>(stream: &mut S) {
    let mut past = [0; READ_BUFFER_BYTES];
    let mut left = FAREWELL_BYTES;
    while left > 0 {
        match stream.read(&mut past).await {
            Ok(0) | Err(_) => break,
            Ok(bytes) => left = left.saturating_sub(bytes),
        }
    }
}
