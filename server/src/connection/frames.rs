//! The websocket underneath: text in, text out, and every way in which it can fail as the
//! close code that belongs to it.

use std::io::IoSlice;
use std::time::Duration;

use bytes::Bytes;
use circles_protocol::{CloseCode, limits::FRAME_BYTES};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::CapacityError;
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use super::frame_count::Flooded;
use crate::limits::{READ_BUFFER_BYTES, SLICES_PER_WRITE, WRITE_BACKLOG_BYTES, WRITE_BUFFER_BYTES};

pub(super) enum Incoming {
    Text(Utf8Bytes),
    /// A ping or pong: a sign of life.
    Control,
}

pub(super) struct Frames<S> {
    socket: WebSocketStream<S>,
    write_stall: Duration,
    /// Something is queued that has not been flushed yet.
    queued: bool,
    /// A frame is partly on the wire: only its rest may follow.
    cut: bool,
}

/// The longest header of a frame without a mask.
const FRAME_HEAD_BYTES: usize = 10;

impl<S: AsyncRead + AsyncWrite + Unpin> Frames<S> {
    pub(super) async fn new(stream: S, read_ahead: Bytes, write_stall: Duration) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            .write_buffer_size(WRITE_BUFFER_BYTES)
            .max_write_buffer_size(WRITE_BACKLOG_BYTES)
            .max_message_size(Some(FRAME_BYTES))
            .max_frame_size(Some(FRAME_BYTES));
        let socket = WebSocketStream::from_partially_read(
            stream,
            read_ahead.to_vec(),
            Role::Server,
            Some(config),
        )
        .await;
        Self { socket, write_stall, queued: false, cut: false }
    }

    pub(super) async fn next(&mut self) -> Result<Incoming, CloseCode> {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => Ok(Incoming::Text(text)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                // The library has queued the pong that answers a ping.
                self.queued = true;
                Ok(Incoming::Control)
            }
            Some(Ok(Message::Binary(_))) => Err(CloseCode::Binary),
            Some(Ok(Message::Close(_) | Message::Frame(_))) | None => Err(CloseCode::Normal),
            Some(Err(error)) => Err(code_for(&error)),
        }
    }

    /// Queues a frame, to be written with the next flush. A large one is written at once,
    /// without copying: a copy in the queue would stay as long as the socket.
    pub(super) async fn feed(&mut self, text: Utf8Bytes) -> Result<(), CloseCode> {
        if text.len() > WRITE_BUFFER_BYTES {
            let header = FrameHeader { opcode: OpCode::Data(Data::Text), ..FrameHeader::default() };
            let mut head = Vec::with_capacity(FRAME_HEAD_BYTES);
            let length = text.len() as u64;
            header.format(length, &mut head).expect("writing to memory can't fail");
            return self.write_framed(&[&head, text.as_bytes()]).await;
        }
        self.queued = true;
        in_time(self.write_stall, self.socket.feed(Message::Text(text))).await
    }

    /// Writes everything that is queued.
    pub(super) async fn flush(&mut self) -> Result<(), CloseCode> {
        if self.queued {
            in_time(self.write_stall, self.socket.flush()).await?;
            self.queued = false;
        }
        Ok(())
    }

    /// Writes frames that are already encoded, from memory that all sockets share. Queued
    /// frames go first: a frame never interrupts another.
    pub(super) async fn write_framed(&mut self, parts: &[&[u8]]) -> Result<(), CloseCode> {
        self.flush().await?;
        self.cut = true;
        let write = async {
            if let [part] = parts {
                return Ok(self.socket.get_mut().write_all(part).await?);
            }
            let parts = parts.iter().filter(|part| !part.is_empty());
            let mut slices: Vec<IoSlice<'_>> = parts.map(|part| IoSlice::new(part)).collect();
            let mut left = &mut slices[..];
            while !left.is_empty() {
                let most = left.len().min(SLICES_PER_WRITE);
                let written = self.socket.get_mut().write_vectored(&left[..most]).await?;
                if written == 0 {
                    return Err(Error::ConnectionClosed);
                }
                IoSlice::advance_slices(&mut left, written);
            }
            Ok(())
        };
        in_time(self.write_stall, write).await?;
        self.cut = false;
        Ok(())
    }

    /// Writes the rest of a frame that is partly on the wire. It goes before queued frames:
    /// one of those may be the pong to a ping that has just arrived.
    pub(super) async fn finish(&mut self, rest: &[u8]) -> Result<(), CloseCode> {
        self.cut = true;
        let write = async { Ok(self.socket.get_mut().write_all(rest).await?) };
        in_time(self.write_stall, write).await?;
        self.cut = false;
        Ok(())
    }

    pub(super) async fn ping(&mut self) -> Result<(), CloseCode> {
        in_time(self.write_stall, self.socket.send(Message::Ping(Bytes::new()))).await
    }

    /// The socket, for the close handshake; `None` if a frame is partly on the wire, since
    /// whatever followed would be taken for the rest of it.
    pub(super) fn into_inner(self) -> Option<WebSocketStream<S>> {
        Some(self.socket).filter(|_| !self.cut)
    }
}

async fn in_time(
    most: Duration,
    write: impl Future<Output = Result<(), Error>>,
) -> Result<(), CloseCode> {
    match tokio::time::timeout(most, write).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(code_for(&error)),
        Err(_) => Err(CloseCode::WriteStall),
    }
}

fn code_for(error: &Error) -> CloseCode {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. }) => CloseCode::TooBig,
        Error::Utf8(_) => CloseCode::InvalidUtf8,
        Error::Protocol(_) | Error::AttackAttempt => CloseCode::ProtocolError,
        Error::WriteBufferFull(_) => CloseCode::WriteStall,
        Error::Io(error) if error.get_ref().is_some_and(|inner| inner.is::<Flooded>()) => {
            CloseCode::Flooding
        }
        // The connection is gone; whatever is sent now reaches nobody.
        Error::ConnectionClosed
        | Error::AlreadyClosed
        | Error::Io(_)
        | Error::Tls(_)
        | Error::Capacity(_)
        | Error::Url(_)
        | Error::Http(_)
        | Error::HttpFormat(_) => CloseCode::Normal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_frame_that_was_begun_is_not_cut_by_a_pong() {
        let (here, there) = tokio::io::duplex(1_024);
        let mut frames = Frames::new(here, Bytes::new(), Duration::from_secs(5)).await;
        let mut client = WebSocketStream::from_raw_socket(there, Role::Client, None).await;
        client.send(Message::Ping(Bytes::new())).await.unwrap();
        // While the connection waits, the hub gets the first half of a frame out.
        let frame = b"\x81\x05hello";
        frames.socket.get_mut().write_all(&frame[..4]).await.unwrap();
        assert!(matches!(frames.next().await, Ok(Incoming::Control)));
        frames.finish(&frame[4..]).await.unwrap();
        frames.flush().await.unwrap();
        let heard = [client.next().await, client.next().await].map(|next| next.unwrap().unwrap());
        assert_eq!(heard, [Message::text("hello"), Message::Pong(Bytes::new())]);
    }
}
