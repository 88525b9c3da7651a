//! The stream below a websocket. Its connection reads and writes it; while that has nothing
//! to write, the hub writes to it directly.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, ready};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use super::frame_count::FrameCount;
use crate::hub::SocketWriter;
use crate::limits::{UNSENT_BYTES, WRITTEN_AT_ONCE_BYTES};

#[derive(Debug)]
pub(super) struct Stream {
    incoming: OwnedReadHalf,
    frames: FrameCount,
    outgoing: Arc<Outgoing>,
    /// A piece of something long was written: other tasks run before the next.
    gives_way: bool,
}

/// Ends the stream when dropped.
#[derive(Debug)]
struct Outgoing(OwnedWriteHalf);

impl SocketWriter for Outgoing {
    fn write_now(&self, bytes: &[u8]) -> usize {
        // If anything is wrong, the connection gets the error when it writes the rest.
        self.0.try_write(bytes).unwrap_or(0)
    }
}

impl Stream {
    /// Reading fails once more frames than this arrive within a second.
    pub(super) fn new(stream: TcpStream, frames_per_second: u32) -> Self {
        let bound = SockRef::from(&stream).set_tcp_notsent_lowat(UNSENT_BYTES);
        if bound.is_err() {
            // The kernel then keeps some megabytes for a socket that is not read.
            tracing::debug!("the kernel does not bound what waits to be sent");
        }
        let (incoming, outgoing) = stream.into_split();
        let frames = FrameCount::new(frames_per_second);
        Self { incoming, frames, outgoing: Arc::new(Outgoing(outgoing)), gives_way: false }
    }

    /// Counts what arrived before this stream took over.
    ///
    /// # Errors
    /// The same as reading.
    pub(super) fn look_at(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.frames.look_at(bytes)
    }

    pub(super) fn writer(&self) -> Weak<dyn SocketWriter> {
        let outgoing: Arc<dyn SocketWriter> = Arc::clone(&self.outgoing) as _;
        Arc::downgrade(&outgoing)
    }

    fn poll_with(
        &self,
        context: &mut Context<'_>,
        write: impl Fn(&OwnedWriteHalf) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        let half = &self.outgoing.0;
        loop {
            ready!(half.as_ref().poll_write_ready(context))?;
            match write(half) {
                // It only seemed to be ready.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                written => return Poll::Ready(written),
            }
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let had = buffer.filled().len();
        ready!(Pin::new(&mut self.incoming).poll_read(context, buffer))?;
        Poll::Ready(self.frames.look_at(&buffer.filled()[had..]))
    }
}

impl AsyncWrite for Stream {
    /// Long answers go out in pieces, so that nobody waits while all of one is copied.
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if std::mem::take(&mut self.gives_way) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = &bytes[..bytes.len().min(WRITTEN_AT_ONCE_BYTES)];
        let written = ready!(self.poll_with(context, |half| half.try_write(piece)))?;
        self.gives_way = written == piece.len() && written < bytes.len();
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_with(context, |half| half.try_write_vectored(slices))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// Written data is sent all the same; the connection ends with the drop.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
