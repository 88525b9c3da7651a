//! What waits to be written to one socket. Bounded: whoever does not take
//! their events in time is closed, and resumes where they were. One recovery
//! path, whatever the cause.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use circles_protocol::{CircleId, CloseCode};
use futures_util::task::AtomicWaker;

use super::Parcel;

#[derive(Debug)]
pub(crate) struct Outbox {
    inner: Mutex<Inner>,
    reader: AtomicWaker,
    most_frames: usize,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct Inner {
    parcels: VecDeque<Arc<Parcel>>,
    frames: usize,
    bytes: usize,
    closing: Option<CloseCode>,
}

/// Room kept for the next parcels; more is given back after a rush.
const IDLE_PARCELS: usize = 4;

impl Outbox {
    pub(crate) fn new(most_frames: usize, most_bytes: usize) -> Self {
        let inner = Mutex::new(Inner::default());
        Self { inner, reader: AtomicWaker::new(), most_frames, most_bytes }
    }

    /// Adds a parcel; `false` when the outbox is closing and takes no more. A
    /// parcel is always taken by an empty outbox, however large it is: a commit
    /// may hold more than one socket's share.
    pub(super) fn push(&self, parcel: &Arc<Parcel>) -> bool {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.closing.is_some() {
            return false;
        }
        let was_empty = inner.parcels.is_empty();
        inner.frames += parcel.count();
        inner.bytes += parcel.bytes().len();
        inner.parcels.push_back(Arc::clone(parcel));
        let fits =
            was_empty || (inner.frames <= self.most_frames && inner.bytes <= self.most_bytes);
        if !fits {
            inner.close(CloseCode::Overflow);
        }
        drop(inner);
        // A reader that has not come for the earlier parcels is awake already.
        if was_empty || !fits {
            self.reader.wake();
        }
        fits
    }

    /// Drops what waits of circles other than these.
    pub(super) fn keep_only(&self, circles: &[CircleId]) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.parcels.retain(|parcel| parcel.circle().is_none_or(|its| circles.contains(&its)));
        inner.frames = inner.parcels.iter().map(|parcel| parcel.count()).sum();
        inner.bytes = inner.parcels.iter().map(|parcel| parcel.bytes().len()).sum();
    }

    /// The socket shall close, after nothing more is written.
    pub(super) fn close(&self, code: CloseCode) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).close(code);
        self.reader.wake();
    }

    /// Waits for parcels and takes all of them, or learns that the socket shall
    /// close. Only one task may wait. Nothing is lost when the wait is dropped.
    pub(crate) async fn take(&self, into: &mut Vec<Arc<Parcel>>) -> Result<(), CloseCode> {
        std::future::poll_fn(|context| {
            if let Some(taken) = self.try_take(into) {
                return Poll::Ready(taken);
            }
            self.reader.register(context.waker());
            self.try_take(into).map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    fn try_take(&self, into: &mut Vec<Arc<Parcel>>) -> Option<Result<(), CloseCode>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = inner.closing {
            return Some(Err(code));
        }
        if inner.parcels.is_empty() {
            return None;
        }
        into.extend(inner.parcels.drain(..));
        inner.parcels.shrink_to(IDLE_PARCELS);
        (inner.frames, inner.bytes) = (0, 0);
        Some(Ok(()))
    }
}

impl Inner {
    fn close(&mut self, code: CloseCode) {
        self.closing.get_or_insert(code);
        self.parcels = VecDeque::new();
        (self.frames, self.bytes) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(text: &str) -> Arc<Parcel> {
        Arc::new(Parcel::notice(text.to_owned()))
    }

    #[tokio::test]
    async fn parcels_come_out_in_the_order_they_went_in() {
        let outbox = Outbox::new(8, 1_000);
        for text in ["a", "b", "c"] {
            assert!(outbox.push(&parcel(text)));
        }
        let mut taken = Vec::new();
        outbox.take(&mut taken).await.unwrap();
        let bytes: Vec<&[u8]> = taken.iter().map(|parcel| parcel.bytes()).collect();
        assert_eq!(bytes, [b"\x81\x01a", b"\x81\x01b", b"\x81\x01c"]);
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
        outbox.push(&parcel("a"));
        assert_eq!(reader.await.unwrap(), Ok(1));
    }

    #[tokio::test]
    async fn too_many_frames_close_it_and_drop_what_waited() {
        let outbox = Outbox::new(2, 1_000);
        assert!(outbox.push(&parcel("a")) && outbox.push(&parcel("b")));
        assert!(!outbox.push(&parcel("c")));
        assert!(!outbox.push(&parcel("d")));
        let mut taken = Vec::new();
        assert_eq!(outbox.take(&mut taken).await, Err(CloseCode::Overflow));
        assert!(taken.is_empty());
    }

    #[tokio::test]
    async fn too_many_bytes_close_it_but_one_large_parcel_is_taken() {
        let outbox = Outbox::new(100, 10);
        assert!(outbox.push(&parcel("0123456789 and more")));
        assert!(!outbox.push(&parcel("x")));
    }

    #[tokio::test]
    async fn the_first_reason_to_close_stands() {
        let outbox = Outbox::new(1, 10);
        outbox.close(CloseCode::SessionEnded);
        outbox.close(CloseCode::Restart);
        assert_eq!(outbox.take(&mut Vec::new()).await, Err(CloseCode::SessionEnded));
    }
}
