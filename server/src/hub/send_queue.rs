//! What waits to be written to one socket. It is bounded: a client that does not read its
//! events in time is closed, and resumes where it was. One recovery path, whatever the
//! cause. If a socket is idle, the hub writes to it directly, which wakes no task.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Poll;

use circles_protocol::{CircleId, CloseCode, Seq};
use futures_util::task::AtomicWaker;

use super::EncodedBatch;

/// The writing half of one socket, as its connection passes it to the hub.
pub(crate) trait SocketWriter: std::fmt::Debug + Send + Sync {
    /// Writes what the socket accepts at once, and returns the number of bytes. Never
    /// waits; a broken socket accepts nothing.
    fn write_now(&self, bytes: &[u8]) -> usize;
}

/// A batch, starting at the byte that the client does not have yet.
#[derive(Debug)]
pub(crate) struct PartialWrite {
    batch: Arc<EncodedBatch>,
    from: usize,
}

impl PartialWrite {
    fn whole(batch: &Arc<EncodedBatch>) -> Self {
        Self { batch: Arc::clone(batch), from: 0 }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.batch.bytes()[self.from..]
    }
}

#[derive(Debug)]
pub(crate) struct SendQueue {
    inner: Mutex<Inner>,
    reader: AtomicWaker,
    /// Held weakly: a socket ends with its connection.
    writer: Option<Weak<dyn SocketWriter>>,
    most_frames: usize,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct Inner {
    waiting: VecDeque<PartialWrite>,
    frames: usize,
    bytes: usize,
    closing: Option<CloseCode>,
    /// The connection is waiting and has nothing to write.
    direct: bool,
    /// What the hub could not write completely. It goes before everything else, even a
    /// close: a frame is never interrupted.
    partial_write: Option<PartialWrite>,
    /// Circles whose events up to a seq were in the last `welcome`, and for which nothing
    /// newer has come yet. Mostly empty.
    known: Vec<(CircleId, Seq)>,
}

/// Capacity kept for the next batches; the rest is freed after a burst.
const IDLE_BATCHES: usize = 4;

impl SendQueue {
    pub(crate) fn new(most_frames: usize, most_bytes: usize) -> Self {
        let inner = Mutex::new(Inner::default());
        Self { inner, reader: AtomicWaker::new(), writer: None, most_frames, most_bytes }
    }

    /// The send queue of a socket to which the hub may write directly.
    pub(crate) fn on(self, writer: Weak<dyn SocketWriter>) -> Self {
        Self { writer: Some(writer), ..self }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a batch to the socket if that is idle; what the socket does not accept at
    /// once waits. Returns `false` as `push` does.
    pub(super) fn write_or_queue(&self, batch: &Arc<EncodedBatch>) -> bool {
        let mut inner = self.lock();
        let idle = inner.direct && inner.closing.is_none() && inner.waiting.is_empty();
        let writer = self.writer.as_ref().filter(|_| idle).and_then(Weak::upgrade);
        let Some(writer) = writer else { return self.queue(inner, PartialWrite::whole(batch)) };
        let mut rest =
            PartialWrite { batch: Arc::clone(batch), from: inner.first_undelivered(batch) };
        if rest.bytes().is_empty() {
            return true;
        }
        let written = writer.write_now(rest.bytes());
        rest.from += written;
        if rest.bytes().is_empty() {
            return true;
        }
        if written == 0 {
            return self.queue(inner, rest);
        }
        inner.direct = false;
        inner.partial_write = Some(rest);
        drop(inner);
        self.reader.wake();
        true
    }

    /// Adds a batch; `false` if the send queue is closing and accepts no more. An empty send queue
    /// always accepts a batch, however large it is: a commit may contain more than one
    /// socket's share.
    pub(super) fn push(&self, batch: &Arc<EncodedBatch>) -> bool {
        self.queue(self.lock(), PartialWrite::whole(batch))
    }

    fn queue(&self, mut inner: MutexGuard<'_, Inner>, rest: PartialWrite) -> bool {
        if inner.closing.is_some() {
            return false;
        }
        let was_empty = inner.waiting.is_empty();
        inner.frames += rest.batch.count();
        inner.bytes += rest.batch.bytes().len();
        inner.waiting.push_back(rest);
        let fits =
            was_empty || (inner.frames <= self.most_frames && inner.bytes <= self.most_bytes);
        if !fits {
            inner.close(CloseCode::SlowConsumer);
        }
        drop(inner);
        // A reader that has not yet taken the earlier batches is already awake.
        if was_empty || !fits {
            self.reader.wake();
        }
        fits
    }

    /// Drops waiting events of circles other than these.
    pub(super) fn keep_only(&self, circles: &[CircleId]) {
        let mut inner = self.lock();
        let stays =
            |rest: &PartialWrite| rest.batch.circle().is_none_or(|its| circles.contains(&its));
        inner.waiting.retain(stays);
        inner.frames = inner.waiting.iter().map(|rest| rest.batch.count()).sum();
        inner.bytes = inner.waiting.iter().map(|rest| rest.batch.bytes().len()).sum();
    }

    /// The socket closes, and nothing more is written.
    pub(super) fn close(&self, code: CloseCode) {
        self.lock().close(code);
        self.reader.wake();
    }

    /// Leaves out what a `welcome` already told, up to these places.
    pub(crate) fn skip_up_to(&self, known: Vec<(CircleId, Seq)>) {
        self.lock().known = known;
    }

    /// Waits for batches and takes all of them, or learns that the socket must close. Only
    /// one task may wait. Nothing is lost when the wait is dropped.
    ///
    /// The caller must have written everything: from now on the hub writes to the socket
    /// directly, until `reclaim`.
    pub(crate) async fn take(&self, into: &mut Vec<PartialWrite>) -> Result<(), CloseCode> {
        std::future::poll_fn(|context| {
            if let Some(taken) = self.try_take(into) {
                return Poll::Ready(taken);
            }
            self.reader.register(context.waker());
            self.try_take(into).map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    /// Waits until the socket must close. Only the task that takes may wait, alongside taking.
    pub(crate) async fn closed(&self) -> CloseCode {
        std::future::poll_fn(|context| {
            self.reader.register(context.waker());
            self.lock().closing.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    /// Ends direct writes. What this returns must be written before anything else.
    pub(crate) fn reclaim(&self) -> Option<PartialWrite> {
        let mut inner = self.lock();
        inner.direct = false;
        inner.partial_write.take()
    }

    fn try_take(&self, into: &mut Vec<PartialWrite>) -> Option<Result<(), CloseCode>> {
        let mut inner = self.lock();
        if let Some(code) = inner.closing {
            return Some(Err(code));
        }
        inner.direct = inner.waiting.is_empty() && inner.partial_write.is_none();
        if inner.direct {
            return None;
        }
        while let Some(mut rest) = inner.waiting.pop_front() {
            rest.from = rest.from.max(inner.first_undelivered(&rest.batch));
            into.push(rest);
        }
        inner.waiting.shrink_to(IDLE_BATCHES);
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

    /// The start of what is new to the client in a batch.
    fn first_undelivered(&mut self, batch: &EncodedBatch) -> usize {
        let Some(circle) = batch.circle().filter(|_| !self.known.is_empty()) else { return 0 };
        let Some(at) = self.known.iter().position(|(known, _)| *known == circle) else { return 0 };
        let from = batch.start_after(self.known[at].1);
        if from < batch.bytes().len() {
            // From here on everything of this circle is new.
            self.known.swap_remove(at);
        }
        from
    }
}

#[cfg(test)]
mod tests;
