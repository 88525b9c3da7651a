//! The stream below a websocket. Its connection reads and writes it; while that
//! has nothing to write, it lends the way out to the hub.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use crate::hub::Line;

#[derive(Debug)]
pub(super) struct Stream {
    incoming: OwnedReadHalf,
    outgoing: Arc<Outgoing>,
}

/// Ends the stream when dropped.
#[derive(Debug)]
struct Outgoing(OwnedWriteHalf);

impl Line for Outgoing {
    fn write_now(&self, bytes: &[u8]) -> usize {
        // Whatever is wrong, the connection meets it when it writes the rest.
        self.0.try_write(bytes).unwrap_or(0)
    }
}

impl Stream {
    pub(super) fn new(stream: TcpStream) -> Self {
        let (incoming, outgoing) = stream.into_split();
        Self { incoming, outgoing: Arc::new(Outgoing(outgoing)) }
    }

    pub(super) fn line(&self) -> Weak<dyn Line> {
        let outgoing: Arc<dyn Line> = Arc::clone(&self.outgoing) as _;
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
        Pin::new(&mut self.incoming).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_with(context, |half| half.try_write(bytes))
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

    /// What was written goes out all the same; the end comes with the drop.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
