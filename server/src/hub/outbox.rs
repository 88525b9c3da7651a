//! What waits to be written to one socket. Bounded: whoever does not take
//! their events in time is closed, and resumes where they were. One recovery
//! path, whatever the cause. A socket with nothing to write is lent to the hub,
//! which then need not wake anybody.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Poll;

use circles_protocol::{CircleId, CloseCode, Seq};
use futures_util::task::AtomicWaker;

use super::Parcel;

/// The way into one socket, as its connection lends it out.
pub(crate) trait Line: std::fmt::Debug + Send + Sync {
    /// Writes what the socket takes at once, and says how many bytes that were.
    /// Never waits; a broken socket takes nothing.
    fn write_now(&self, bytes: &[u8]) -> usize;
}

/// A parcel, from the byte on that the client does not have yet.
#[derive(Debug)]
pub(crate) struct Rest {
    parcel: Arc<Parcel>,
    from: usize,
}

impl Rest {
    fn whole(parcel: &Arc<Parcel>) -> Self {
        Self { parcel: Arc::clone(parcel), from: 0 }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.parcel.bytes()[self.from..]
    }
}

#[derive(Debug)]
pub(crate) struct Outbox {
    inner: Mutex<Inner>,
    reader: AtomicWaker,
    /// Held weakly: a socket ends with its connection.
    line: Option<Weak<dyn Line>>,
    most_frames: usize,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct Inner {
    waiting: VecDeque<Rest>,
    frames: usize,
    bytes: usize,
    closing: Option<CloseCode>,
    /// The connection waits with nothing to write.
    lent: bool,
    /// What the hub could not write whole. It goes before everything else, even
    /// a close: a frame is never cut.
    begun: Option<Rest>,
    /// Circles in which events up to a seq were told by the last `welcome`, and
    /// nothing newer has come by yet. Mostly empty.
    known: Vec<(CircleId, Seq)>,
}

/// Room kept for the next parcels; more is given back after a rush.
const IDLE_PARCELS: usize = 4;

impl Outbox {
    pub(crate) fn new(most_frames: usize, most_bytes: usize) -> Self {
        let inner = Mutex::new(Inner::default());
        Self { inner, reader: AtomicWaker::new(), line: None, most_frames, most_bytes }
    }

    /// The outbox of a socket that may be lent.
    pub(crate) fn on(self, line: Weak<dyn Line>) -> Self {
        Self { line: Some(line), ..self }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a parcel to the socket where that is lent; what the socket does
    /// not take at once waits. `false` as for `push`.
    pub(super) fn pass(&self, parcel: &Arc<Parcel>) -> bool {
        let mut inner = self.lock();
        let idle = inner.lent && inner.closing.is_none() && inner.waiting.is_empty();
        let line = self.line.as_ref().filter(|_| idle).and_then(Weak::upgrade);
        let Some(line) = line else { return self.queue(inner, Rest::whole(parcel)) };
        let mut rest = Rest { parcel: Arc::clone(parcel), from: inner.untold(parcel) };
        if rest.bytes().is_empty() {
            return true;
        }
        let written = line.write_now(rest.bytes());
        rest.from += written;
        if rest.bytes().is_empty() {
            return true;
        }
        if written == 0 {
            return self.queue(inner, rest);
        }
        inner.lent = false;
        inner.begun = Some(rest);
        drop(inner);
        self.reader.wake();
        true
    }

    /// Adds a parcel; `false` when the outbox is closing and takes no more. A
    /// parcel is always taken by an empty outbox, however large it is: a commit
    /// may hold more than one socket's share.
    pub(super) fn push(&self, parcel: &Arc<Parcel>) -> bool {
        self.queue(self.lock(), Rest::whole(parcel))
    }

    fn queue(&self, mut inner: MutexGuard<'_, Inner>, rest: Rest) -> bool {
        if inner.closing.is_some() {
            return false;
        }
        let was_empty = inner.waiting.is_empty();
        inner.frames += rest.parcel.count();
        inner.bytes += rest.parcel.bytes().len();
        inner.waiting.push_back(rest);
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
    ///
    /// Whoever waits must have written everything: from now on the socket is
    /// lent to the hub, until `reclaim`.
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

    /// Ends the lending. What comes back is to be written before anything else.
    pub(crate) fn reclaim(&self) -> Option<Rest> {
        let mut inner = self.lock();
        inner.lent = false;
        inner.begun.take()
    }

    fn try_take(&self, into: &mut Vec<Rest>) -> Option<Result<(), CloseCode>> {
        let mut inner = self.lock();
        if let Some(code) = inner.closing {
            return Some(Err(code));
        }
        inner.lent = inner.waiting.is_empty() && inner.begun.is_none();
        if inner.lent {
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
