//! What waits to be written to one socket. Bounded: whoever does not take
//! their events in time is closed, and resumes where they were. One recovery
//! path, whatever the cause.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use circles_protocol::{CircleId, CloseCode, Seq};
use futures_util::task::AtomicWaker;
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// Encoded once, shared by every outbox it waits in.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Its place in a circle's log; `None` for what is in no log.
    pub(crate) place: Option<(CircleId, Seq)>,
    pub(crate) text: Utf8Bytes,
}

#[derive(Debug)]
pub(crate) struct Outbox {
    inner: Mutex<Inner>,
    reader: AtomicWaker,
    most_frames: usize,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct Inner {
    frames: VecDeque<Arc<Frame>>,
    bytes: usize,
    closing: Option<CloseCode>,
}

/// Room kept for the next frames; more is given back after a rush.
const IDLE_FRAMES: usize = 8;

impl Outbox {
    pub(crate) fn new(most_frames: usize, most_bytes: usize) -> Self {
        let inner = Mutex::new(Inner::default());
        Self { inner, reader: AtomicWaker::new(), most_frames, most_bytes }
    }

    /// Adds frames in order; `false` when the outbox is closing and takes no more.
    pub(super) fn push(&self, frames: &[Arc<Frame>]) -> bool {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.closing.is_some() {
            return false;
        }
        let was_empty = inner.frames.is_empty();
        inner.bytes += frames.iter().map(|frame| frame.text.len()).sum::<usize>();
        inner.frames.extend(frames.iter().cloned());
        let fits = inner.frames.len() <= self.most_frames && inner.bytes <= self.most_bytes;
        if !fits {
            inner.close(CloseCode::Overflow);
        }
        drop(inner);
        // A reader that has not come for the earlier frames is awake already.
        if was_empty || !fits {
            self.reader.wake();
        }
        fits
    }

    /// The socket shall close, after nothing more is written.
    pub(super) fn close(&self, code: CloseCode) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).close(code);
        self.reader.wake();
    }

    /// Waits for frames and takes all of them, or learns that the socket shall
    /// close. Only one task may wait. Nothing is lost when the wait is dropped.
    pub(crate) async fn take(&self, into: &mut Vec<Arc<Frame>>) -> Result<(), CloseCode> {
        std::future::poll_fn(|context| {
            if let Some(taken) = self.try_take(into) {
                return Poll::Ready(taken);
            }
            self.reader.register(context.waker());
            self.try_take(into).map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    fn try_take(&self, into: &mut Vec<Arc<Frame>>) -> Option<Result<(), CloseCode>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = inner.closing {
            return Some(Err(code));
        }
        if inner.frames.is_empty() {
            return None;
        }
        into.extend(inner.frames.drain(..));
        inner.frames.shrink_to(IDLE_FRAMES);
        inner.bytes = 0;
        Some(Ok(()))
    }
}

impl Inner {
    fn close(&mut self, code: CloseCode) {
        self.closing.get_or_insert(code);
        self.frames = VecDeque::new();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &str) -> Arc<Frame> {
        Arc::new(Frame { place: None, text: text.into() })
    }

    #[tokio::test]
    async fn frames_come_out_in_the_order_they_went_in() {
        let outbox = Outbox::new(8, 1_000);
        assert!(outbox.push(&[frame("a"), frame("b")]));
        assert!(outbox.push(&[frame("c")]));
        let mut taken = Vec::new();
        outbox.take(&mut taken).await.unwrap();
        let texts: Vec<&str> = taken.iter().map(|frame| frame.text.as_str()).collect();
        assert_eq!(texts, ["a", "b", "c"]);
    }

    #[tokio::test]
    async fn a_waiting_reader_is_woken() {
        let outbox = Arc::new(Outbox::new(8, 1_000));
        let reader = tokio::spawn({
            let outbox = Arc::clone(&outbox);
            async move {
                let mut taken = Vec::new();
                outbox.take(&mut taken).await.map(|()| taken.len())
            }
        });
        tokio::task::yield_now().await;
        outbox.push(&[frame("a")]);
        assert_eq!(reader.await.unwrap(), Ok(1));
    }

    #[tokio::test]
    async fn too_many_frames_close_it_and_drop_what_waited() {
        let outbox = Outbox::new(2, 1_000);
        assert!(outbox.push(&[frame("a"), frame("b")]));
        assert!(!outbox.push(&[frame("c")]));
        assert!(!outbox.push(&[frame("d")]));
        let mut taken = Vec::new();
        assert_eq!(outbox.take(&mut taken).await, Err(CloseCode::Overflow));
        assert!(taken.is_empty());
    }

    #[tokio::test]
    async fn too_many_bytes_close_it() {
        let outbox = Outbox::new(100, 10);
        assert!(outbox.push(&[frame("0123456789")]));
        assert!(!outbox.push(&[frame("x")]));
    }

    #[tokio::test]
    async fn the_first_reason_to_close_stands() {
        let outbox = Outbox::new(1, 10);
        outbox.close(CloseCode::SessionEnded);
        outbox.close(CloseCode::Restart);
        assert_eq!(outbox.take(&mut Vec::new()).await, Err(CloseCode::SessionEnded));
    }
}
