//! The hub's maps: sockets, their accounts, and the circles they follow.

use std::collections::HashMap;
use std::sync::Arc;

use circles_protocol::{CircleId, CloseCode, MemberId, SessionId};

use super::{Delivery, EncodedBatch, Listener, SendQueue, SocketKey};
use crate::domain::AccountKey;

/// One socket's place in one circle.
#[derive(Debug)]
struct Follower {
    socket: SocketKey,
    member: MemberId,
    send_queue: Arc<SendQueue>,
}

#[derive(Debug)]
struct Socket {
    listener: Listener,
    circles: Vec<CircleId>,
}

#[derive(Debug)]
pub(super) struct Registry {
    sockets: HashMap<SocketKey, Socket>,
    /// In the order they opened.
    by_account: HashMap<AccountKey, Vec<SocketKey>>,
    by_circle: HashMap<CircleId, Vec<Follower>>,
    sockets_per_account: usize,
}

impl Registry {
    pub(super) fn new(sockets_per_account: usize) -> Self {
        Self {
            sockets: HashMap::new(),
            by_account: HashMap::new(),
            by_circle: HashMap::new(),
            sockets_per_account,
        }
    }

    pub(super) fn open(&mut self, key: SocketKey, listener: Listener) {
        let own = self.by_account.entry(listener.account).or_default();
        own.push(key);
        let oldest = (own.len() > self.sockets_per_account).then(|| own[0]);
        self.sockets.insert(key, Socket { listener, circles: Vec::new() });
        if let Some(oldest) = oldest {
            self.close(oldest, CloseCode::TooManySockets);
        }
    }

    pub(super) fn follow(&mut self, key: SocketKey, circles: Vec<(CircleId, MemberId)>) {
        let Some(socket) = self.sockets.get_mut(&key) else { return };
        let before = std::mem::take(&mut socket.circles);
        socket.circles = circles.iter().map(|(circle, _)| *circle).collect();
        let send_queue = Arc::clone(&socket.listener.send_queue);
        // Somebody who was removed while they subscribed receives nothing of it.
        send_queue.keep_only(&socket.circles);
        for circle in before {
            self.unfollow(circle, |follower| follower.socket == key);
        }
        for (circle, member) in circles {
            let send_queue = Arc::clone(&send_queue);
            self.by_circle.entry(circle).or_default().push(Follower {
                socket: key,
                member,
                send_queue,
            });
        }
    }

    pub(super) fn leave(&mut self, key: SocketKey) {
        let Some(socket) = self.sockets.remove(&key) else { return };
        for circle in socket.circles {
            self.unfollow(circle, |follower| follower.socket == key);
        }
        let account = socket.listener.account;
        if let Some(own) = self.by_account.get_mut(&account) {
            own.retain(|other| *other != key);
            if own.is_empty() {
                self.by_account.remove(&account);
            }
        }
    }

    /// At most this many sockets are written to at once; the others are woken, and write
    /// for themselves.
    pub(super) fn deliver(&mut self, deliveries: Vec<Delivery>, mut at_once: usize) {
        for delivery in deliveries {
            match delivery {
                Delivery::Events(batch) => self.fan_out(batch, &mut at_once),
                Delivery::Unsubscribe { circle, member } => {
                    self.unfollow(circle, |follower| follower.member == member);
                }
                Delivery::Account { account, batch } => self.tell(account, batch),
                Delivery::CloseSession { account, session, code } => {
                    self.close_session(account, session, code);
                }
            }
        }
    }

    fn fan_out(&mut self, batch: EncodedBatch, at_once: &mut usize) {
        let circle = batch.circle();
        let batch = Arc::new(batch);
        if let Some(followers) = circle.and_then(|circle| self.by_circle.get_mut(&circle)) {
            // A full send queue closes itself; its socket resumes.
            if let Some(left) = at_once.checked_sub(followers.len()) {
                *at_once = left;
                followers.retain(|follower| follower.send_queue.write_or_queue(&batch));
            } else {
                followers.retain(|follower| follower.send_queue.push(&batch));
            }
        }
    }

    fn tell(&self, account: AccountKey, batch: EncodedBatch) {
        let batch = Arc::new(batch);
        for key in self.by_account.get(&account).into_iter().flatten() {
            // A socket that is closing catches up when it reconnects.
            self.sockets[key].listener.send_queue.push(&batch);
        }
    }

    pub(super) fn queue_for(&self, key: SocketKey, frame: EncodedBatch) {
        if let Some(socket) = self.sockets.get(&key) {
            // A send queue that takes no more is closing: the client comes back.
            socket.listener.send_queue.push(&Arc::new(frame));
        }
    }

    fn close_session(&mut self, account: AccountKey, session: SessionId, code: CloseCode) {
        let own = self.by_account.get(&account).cloned().unwrap_or_default();
        for key in own {
            if self.sockets[&key].listener.session == session {
                self.close(key, code);
            }
        }
    }

    /// The socket receives nothing more, and closes.
    fn close(&mut self, key: SocketKey, code: CloseCode) {
        if let Some(socket) = self.sockets.get(&key) {
            socket.listener.send_queue.close(code);
        }
        self.leave(key);
    }

    /// Closes one of this many equal shares of the sockets; with one share, all.
    pub(super) fn close_share(&mut self, code: CloseCode, shares: u32) {
        let count = self.sockets.len().div_ceil(shares as usize);
        let share: Vec<SocketKey> = self.sockets.keys().copied().take(count).collect();
        for key in share {
            self.close(key, code);
        }
    }

    fn unfollow(&mut self, circle: CircleId, leaves: impl Fn(&Follower) -> bool) {
        if let Some(followers) = self.by_circle.get_mut(&circle) {
            followers.retain(|follower| !leaves(follower));
            if followers.is_empty() {
                self.by_circle.remove(&circle);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use circles_protocol::Seq;
    use futures_util::FutureExt as _;

    use super::*;
    use crate::hub::{PartialWrite, SocketWriter};

    const JO: AccountKey = AccountKey(1);
    const SESSION: SessionId = SessionId::from_bytes([9; 16]);
    const WALKERS: CircleId = CircleId::from_bytes([1; 16]);
    const SINGERS: CircleId = CircleId::from_bytes([2; 16]);
    const ME: MemberId = MemberId::from_bytes([3; 16]);

    fn socket(registry: &mut Registry, key: u64) -> Arc<SendQueue> {
        socket_with(registry, key, SendQueue::new(2, 1_000))
    }

    fn socket_with(registry: &mut Registry, key: u64, send_queue: SendQueue) -> Arc<SendQueue> {
        let send_queue = Arc::new(send_queue);
        let listener =
            Listener { account: JO, session: SESSION, send_queue: Arc::clone(&send_queue) };
        registry.open(SocketKey(key), listener);
        send_queue
    }

    fn event(circle: CircleId, seq: u64) -> Delivery {
        Delivery::Events(EncodedBatch::event(circle, Seq(seq), format!("{seq}")))
    }

    fn deliver(registry: &mut Registry, deliveries: Vec<Delivery>) {
        registry.deliver(deliveries, 128);
    }

    async fn heard(send_queue: &SendQueue) -> Result<usize, CloseCode> {
        let mut taken = Vec::new();
        send_queue.take(&mut taken).await.map(|()| taken.len())
    }

    #[tokio::test]
    async fn a_removed_member_hears_nothing_from_the_next_event_on() {
        let mut registry = Registry::new(8);
        let send_queue = socket(&mut registry, 1);
        registry.follow(SocketKey(1), vec![(WALKERS, ME)]);
        deliver(
            &mut registry,
            vec![
                event(WALKERS, 1),
                Delivery::Unsubscribe { circle: WALKERS, member: ME },
                event(WALKERS, 2),
            ],
        );
        assert_eq!(heard(&send_queue).await, Ok(1));
    }

    #[tokio::test]
    async fn what_came_in_of_a_circle_one_is_no_longer_in_is_dropped() {
        let mut registry = Registry::new(8);
        let send_queue = socket(&mut registry, 1);
        registry.follow(SocketKey(1), vec![(WALKERS, ME), (SINGERS, ME)]);
        deliver(&mut registry, vec![event(WALKERS, 1), event(SINGERS, 1)]);
        registry.follow(SocketKey(1), vec![(SINGERS, ME)]);
        assert_eq!(heard(&send_queue).await, Ok(1));
    }

    #[tokio::test]
    async fn what_is_passed_on_comes_after_what_was_delivered_before() {
        let mut registry = Registry::new(8);
        let send_queue = socket(&mut registry, 1);
        registry.follow(SocketKey(1), vec![(WALKERS, ME)]);
        deliver(&mut registry, vec![event(WALKERS, 1)]);
        registry.queue_for(SocketKey(1), EncodedBatch::unsequenced("pong".into()));
        let mut taken = Vec::new();
        send_queue.take(&mut taken).await.unwrap();
        let written: Vec<_> = taken.iter().flat_map(PartialWrite::bytes).copied().collect();
        assert_eq!(written, b"\x81\x011\x81\x04pong");
        registry.leave(SocketKey(1));
        registry.queue_for(SocketKey(1), EncodedBatch::unsequenced("pong".into()));
        assert!(send_queue.take(&mut taken).now_or_never().is_none());
    }

    #[tokio::test]
    async fn a_full_send_queue_closes_its_socket_and_no_other() {
        let mut registry = Registry::new(8);
        let (slow, quick) = (socket(&mut registry, 1), socket(&mut registry, 2));
        registry.follow(SocketKey(1), vec![(WALKERS, ME)]);
        registry.follow(SocketKey(2), vec![(WALKERS, ME)]);
        for seq in 1..=3 {
            deliver(&mut registry, vec![event(WALKERS, seq)]);
            assert_eq!(heard(&quick).await, Ok(1));
        }
        assert_eq!(heard(&slow).await, Err(CloseCode::SlowConsumer));
    }

    #[tokio::test]
    async fn the_oldest_of_too_many_sockets_closes() {
        let mut registry = Registry::new(2);
        let oldest = socket(&mut registry, 1);
        socket(&mut registry, 2);
        socket(&mut registry, 3);
        assert_eq!(heard(&oldest).await, Err(CloseCode::TooManySockets));
    }

    fn close_session(session: SessionId) -> Delivery {
        Delivery::CloseSession { account: JO, session, code: CloseCode::SessionEnded }
    }

    #[tokio::test]
    async fn only_the_ended_session_closes() {
        let mut registry = Registry::new(8);
        let send_queue = socket(&mut registry, 1);
        let other = SessionId::from_bytes([8; 16]);
        deliver(&mut registry, vec![close_session(other)]);
        registry.follow(SocketKey(1), vec![(WALKERS, ME)]);
        deliver(&mut registry, vec![event(WALKERS, 1)]);
        assert_eq!(heard(&send_queue).await, Ok(1));
        deliver(&mut registry, vec![close_session(SESSION)]);
        assert_eq!(heard(&send_queue).await, Err(CloseCode::SessionEnded));
    }

    /// Accepts everything, and counts how often.
    #[derive(Debug, Default)]
    struct Wide(AtomicUsize);

    impl SocketWriter for Wide {
        fn write_now(&self, bytes: &[u8]) -> usize {
            self.0.fetch_add(1, Ordering::Relaxed);
            bytes.len()
        }
    }

    #[tokio::test]
    async fn no_more_sockets_than_allowed_are_written_to_in_one_turn() {
        let mut registry = Registry::new(8);
        let wide = Arc::new(Wide::default());
        let writer: Arc<dyn SocketWriter> = Arc::clone(&wide) as _;
        let mut send_queues = Vec::new();
        for key in 1..=2 {
            let send_queue = SendQueue::new(2, 1_000).on(Arc::downgrade(&writer));
            let send_queue = socket_with(&mut registry, key, send_queue);
            registry.follow(SocketKey(key), vec![(WALKERS, ME), (SINGERS, ME)]);
            assert!(heard(&send_queue).now_or_never().is_none(), "written to directly from now on");
            send_queues.push(send_queue);
        }
        registry.deliver(vec![event(WALKERS, 1), event(SINGERS, 1)], 3);
        assert_eq!(wide.0.load(Ordering::Relaxed), 2, "the second circle's sockets are woken");
        for send_queue in send_queues {
            assert_eq!(heard(&send_queue).await, Ok(1));
        }
    }
}
