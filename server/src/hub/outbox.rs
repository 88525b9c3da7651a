//! What waits to be written to one socket. Bounded: whoever does not take
//! their events in time is closed, and resumes where they were. One recovery
//! path, whatever the cause.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use circles_protocol::{CircleId, CloseCode, Seq};
use futures_util::task::AtomicWaker;

use super::Parcel;

/// A parcel, from the byte on that the client does not have yet.
#[derive(Debug)]
pub(crate) struct Rest {
    parcel: Arc<Parcel>,
    from: usize,
}

impl Rest {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.parcel.bytes()[self.from..]
    }
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
    waiting: VecDeque<Rest>,
    frames: usize,
    bytes: usize,
    closing: Option<CloseCode>,
    /// Circles in which events up to a seq were told by the last `welcome`, and
    /// nothing newer has come by yet. Mostly empty.
    known: Vec<(CircleId, Seq)>,
}

/// Room kept for the next parcels; more is given back after a rush.
const IDLE_PARCELS: usize = 4;

impl Outbox {
    pub(crate) fn new(most_frames: usize, most_bytes: usize) -> Self {
        let inner = Mutex::new(Inner::default());
        Self { inner, reader: AtomicWaker::new(), most_frames, most_bytes }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a parcel; `false` when the outbox is closing and takes no more. A
    /// parcel is always taken by an empty outbox, however large it is: a commit
    /// may hold more than one socket's share.
    pub(super) fn push(&self, parcel: &Arc<Parcel>) -> bool {
        let mut inner = self.lock();
        if inner.closing.is_some() {
            return false;
        }
        let was_empty = inner.waiting.is_empty();
        inner.frames += parcel.count();
        inner.bytes += parcel.bytes().len();
        inner.waiting.push_back(Rest { parcel: Arc::clone(parcel), from: 0 });
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
        let mut inner = self.lock();
        let stays = |rest: &Rest| rest.parcel.circle().is_none_or(|its| circles.contains(&its));
        inner.waiting.retain(stays);
        inner.frames = inner.waiting.iter().map(|rest| rest.parcel.count()).sum();
        inner.bytes = inner.waiting.iter().map(|rest| rest.parcel.bytes().len()).sum();
    }

    /// The socket shall close, after nothing more is written.
    pub(super) fn close(&self, code: CloseCode) {
        self.lock().close(code);
        self.reader.wake();
    }

    /// What was told up to these places by a `welcome` is left out.
    pub(crate) fn leave_out(&self, known: Vec<(CircleId, Seq)>) {
        self.lock().known = known;
    }

    /// Waits for parcels and takes all of them, or learns that the socket shall
    /// close. Only one task may wait. Nothing is lost when the wait is dropped.
    pub(crate) async fn take(&self, into: &mut Vec<Rest>) -> Result<(), CloseCode> {
        std::future::poll_fn(|context| {
            if let Some(taken) = self.try_take(into) {
                return Poll::Ready(taken);
            }
            self.reader.register(context.waker());
            self.try_take(into).map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    fn try_take(&self, into: &mut Vec<Rest>) -> Option<Result<(), CloseCode>> {
        let mut inner = self.lock();
        if let Some(code) = inner.closing {
            return Some(Err(code));
        }
        if inner.waiting.is_empty() {
            return None;
        }
        while let Some(mut rest) = inner.waiting.pop_front() {
            rest.from = rest.from.max(inner.untold(&rest.parcel));
            into.push(rest);
        }
        inner.waiting.shrink_to(IDLE_PARCELS);
        (inner.frames, inner.bytes) = (0, 0);
        Some(Ok(()))
    }
}

impl Inner {
    fn close(&mut self, code: CloseCode) {
        self.closing.get_or_insert(code);
        self.waiting = VecDeque::new();
        (self.frames, self.bytes) = (0, 0);
    }

    /// Where in a parcel begins what is new to the client.
    fn untold(&mut self, parcel: &Parcel) -> usize {
        let Some(circle) = parcel.circle().filter(|_| !self.known.is_empty()) else { return 0 };
        let Some(at) = self.known.iter().position(|(known, _)| *known == circle) else { return 0 };
        let from = parcel.start_after(self.known[at].1);
        if from < parcel.bytes().len() {
            // From here on everything of this circle is new.
            self.known.swap_remove(at);
        }
        from
    }
}

#[cfg(test)]
mod tests;
