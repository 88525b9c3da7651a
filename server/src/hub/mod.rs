//! Who follows which circle, and the delivery of events to them.
//!
//! One task owns the maps; everything reaches it through one queue, so that a removal and
//! the next event can never change order. It knows neither the store nor what is in a
//! frame.

mod encoded_batch;
mod registry;
mod send_queue;

use std::sync::Arc;
use std::time::Duration;

use circles_protocol::{CircleId, CloseCode, MemberId, SessionId};
use tokio::sync::{mpsc, oneshot};

pub(crate) use encoded_batch::EncodedBatch;
use registry::Registry;
pub(crate) use send_queue::{PartialWrite, SendQueue, SocketWriter};

use crate::domain::AccountKey;
use crate::limits::{CLOSING_SHARES, HUB_QUEUE, WRITES_AT_ONCE};

/// One open socket, by a number that is never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SocketKey(u64);

/// A socket as the hub knows it.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub(crate) account: AccountKey,
    pub(crate) session: SessionId,
    pub(crate) send_queue: Arc<SendQueue>,
}

/// What a commit asks the hub to do, in order.
#[derive(Debug)]
pub(crate) enum Delivery {
    /// For everyone who follows the batch's circle.
    Events(EncodedBatch),
    /// This member no longer follows the circle.
    Unsubscribe { circle: CircleId, member: MemberId },
    /// For every socket of the account.
    Account { account: AccountKey, batch: EncodedBatch },
    /// The sockets of this sign-in close.
    CloseSession { account: AccountKey, session: SessionId, code: CloseCode },
}

enum Request {
    Open(Listener, oneshot::Sender<SocketKey>),
    /// From now on the socket follows exactly these circles.
    Follow(SocketKey, Vec<(CircleId, MemberId)>, oneshot::Sender<()>),
    Leave(SocketKey),
    Deliver(Vec<Delivery>),
    /// A frame for one socket, after everything that was handed to the hub before.
    SendToSocket(SocketKey, EncodedBatch),
    /// One of this many equal shares of the open sockets closes.
    CloseShare {
        code: CloseCode,
        shares: u32,
    },
}

/// A handle to the hub's task. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Hub {
    queue: mpsc::Sender<Request>,
}

impl Hub {
    /// Starts the hub's task; it ends when the last handle is gone.
    pub(crate) fn start(sockets_per_account: usize) -> Self {
        let (queue, requests) = mpsc::channel(HUB_QUEUE);
        tokio::spawn(run(Registry::new(sockets_per_account), requests));
        Self { queue }
    }

    /// The same hub with a hook that runs each time before a socket follows other circles.
    #[cfg(test)]
    pub(crate) fn start_with<F>(sockets_per_account: usize, mut before_follow: F) -> Self
    where
        F: FnMut() -> futures_util::future::BoxFuture<'static, ()> + Send + 'static,
    {
        let hub = Self::start(sockets_per_account);
        let (queue, mut requests) = mpsc::channel(HUB_QUEUE);
        tokio::spawn(async move {
            while let Some(request) = requests.recv().await {
                if matches!(request, Request::Follow(..)) {
                    before_follow().await;
                }
                if hub.queue.send(request).await.is_err() {
                    break;
                }
            }
        });
        Self { queue }
    }

    /// Registers a socket. If its account has too many, the oldest closes.
    pub(crate) async fn open(&self, listener: Listener) -> Option<SocketKey> {
        let (answer, key) = oneshot::channel();
        self.queue.send(Request::Open(listener, answer)).await.ok()?;
        key.await.ok()
    }

    /// Once this returns, every commit published from then on reaches the socket's send queue.
    /// `false` if the hub has stopped.
    pub(crate) async fn follow(
        &self,
        socket: SocketKey,
        circles: Vec<(CircleId, MemberId)>,
    ) -> bool {
        let (answer, done) = oneshot::channel();
        self.queue.send(Request::Follow(socket, circles, answer)).await.is_ok()
            && done.await.is_ok()
    }

    pub(crate) async fn leave(&self, socket: SocketKey) {
        // A hub that has stopped holds no sockets any more.
        let _ = self.queue.send(Request::Leave(socket)).await;
    }

    /// Sends one socket a frame after every delivery that was published before this call.
    pub(crate) async fn send_to_socket(&self, socket: SocketKey, frame: EncodedBatch) {
        // Once the hub has stopped, every socket closes.
        let _ = self.queue.send(Request::SendToSocket(socket, frame)).await;
    }

    /// Only for the writer's thread, which may block; never for a task.
    pub(crate) fn deliver_blocking(&self, deliveries: Vec<Delivery>) {
        if self.queue.blocking_send(Request::Deliver(deliveries)).is_err() {
            tracing::error!("the hub has stopped; nobody hears of what is stored");
        }
    }

    /// Returns when the hub's task has ended; while this handle is held, that only happens
    /// through a bug of ours.
    pub(crate) async fn ended(&self) {
        self.queue.closed().await;
    }

    /// Asks every socket to close, share by share over this time, so that not everyone
    /// reconnects at once.
    pub(crate) async fn close_all(&self, code: CloseCode, spread: Duration) {
        for shares in (1..=CLOSING_SHARES).rev() {
            // A hub that has stopped has no sockets to close.
            let _ = self.queue.send(Request::CloseShare { code, shares }).await;
            if shares > 1 {
                tokio::time::sleep(spread / CLOSING_SHARES).await;
            }
        }
    }
}

async fn run(mut registry: Registry, mut requests: mpsc::Receiver<Request>) {
    let mut next_key = 0;
    while let Some(request) = requests.recv().await {
        match request {
            Request::Open(listener, answer) => {
                next_key += 1;
                let key = SocketKey(next_key);
                registry.open(key, listener);
                if answer.send(key).is_err() {
                    registry.leave(key);
                }
            }
            Request::Follow(socket, circles, answer) => {
                registry.follow(socket, circles);
                // A socket that has closed meanwhile sends `Leave`.
                let _ = answer.send(());
            }
            Request::Leave(socket) => registry.leave(socket),
            Request::Deliver(deliveries) => {
                // If more is already waiting, send queues collect it: each socket then writes
                // once for all of it.
                let at_once = if requests.is_empty() { WRITES_AT_ONCE } else { 0 };
                registry.deliver(deliveries, at_once);
            }
            Request::SendToSocket(socket, frame) => registry.queue_for(socket, frame),
            Request::CloseShare { code, shares } => registry.close_share(code, shares),
        }
    }
}
